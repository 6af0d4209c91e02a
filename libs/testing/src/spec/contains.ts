/** Looks like `T`, but any field at any depth may be left out. */
export type Part<T> = T extends readonly (infer Item)[]
  ? readonly Part<Item>[]
  : T extends object
    ? { readonly [K in keyof T]?: Part<T[K]> | undefined }
    : T;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/**
 * Places where `actual` does not say what `part` says: `['amountFen: 3000 instead of 2000']`. Lists must agree item by item;
 * a field that `part` gives as `undefined` must be absent.
 */
export const differences = (actual: unknown, part: unknown, path = ''): readonly string[] => {
  if (Array.isArray(part)) {
    if (!Array.isArray(actual)) return [tell(path, actual, part)];
    if (actual.length !== part.length) return [tell(path, actual, part)];
    return part.flatMap((item, index) => differences(actual[index], item, `${path}[${index}]`));
  }
  if (!isObject(part)) return Object.is(actual, part) ? [] : [tell(path, actual, part)];
  if (!isObject(actual)) return [tell(path, actual, part)];
  return Object.entries(part).flatMap(([key, value]) =>
    differences(actual[key], value, path === '' ? key : `${path}.${key}`),
  );
};

const tell = (path: string, actual: unknown, wanted: unknown): string =>
  `${path === '' ? 'it' : path}: ${JSON.stringify(actual) ?? 'absent'} instead of ${JSON.stringify(wanted) ?? 'absent'}`;
