import { type RouteName, routes } from '@complaint-ledger/contracts';

const escaped = (text: string): string => text.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);

const patterns = (Object.keys(routes) as RouteName[]).map((name) => ({
  method: routes[name].method,
  path: new RegExp(`^${escaped(routes[name].path).replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** Methods that the route table has for a path of a request, in no particular order; none for an unknown path. */
export const allowedMethods = (path: string): readonly string[] => [
  ...new Set(patterns.filter((pattern) => pattern.path.test(path)).map(({ method }) => method)),
];
