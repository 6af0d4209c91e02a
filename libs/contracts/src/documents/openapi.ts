import type { TObject, TSchema } from 'typebox';
import type { Content, RouteShape } from '../http/route-shape.ts';
import { routeShapes } from '../http/route-shapes.ts';
import { type Route, type RouteName, routes } from '../http/routes.ts';
import { namedSchemas, referring, referringInside } from './named-schemas.ts';

type Json = Readonly<Record<string, unknown>>;

const contentOf = (content: Content): Json =>
  Object.fromEntries(Object.entries(content).map(([mediaType, schema]) => [mediaType, { schema: referring(schema) }]));

const problemTitles: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'A key is needed, or the signature is wrong',
  403: 'This key may not do that',
  404: 'There is no such thing',
  409: 'A rule refuses it, or it changed meanwhile',
  413: 'The request is larger than 10 MB',
  415: 'This content type is not read here',
  422: 'The input does not fit',
  503: 'It cannot be done now; nothing was lost',
};

const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

const problemStatuses = (route: Route, shape: RouteShape): readonly number[] => {
  const always = route.permission === 'public' ? [] : [401, 403, 503];
  const input = shape.body === undefined ? [] : [400, 413, 415, 422];
  const query = shape.query === undefined ? [] : [422];
  return [...new Set([...always, ...input, ...query, ...(shape.problems ?? [])])].sort((a, b) => a - b);
};

const answersOf = (route: Route, shape: RouteShape): Json => ({
  200: { description: 'Done', content: contentOf(shape.answer) },
  ...Object.fromEntries(
    problemStatuses(route, shape).map((status) => [
      status,
      { description: problemTitles[status] ?? 'Not done', content: problem },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(shape.otherAnswers ?? {}).map(([status, { when, content }]) => [
      status,
      { description: when, content: contentOf(content) },
    ]),
  ),
  default: { description: 'Anything else that went wrong', content: problem },
});

const described = (schema: TSchema): { description?: string } =>
  'description' in schema && typeof schema.description === 'string' ? { description: schema.description } : {};

const fieldsOf = (fields: TObject | undefined, place: 'query' | 'header'): readonly Json[] =>
  Object.entries<TSchema>(fields?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: place,
    required: fields?.required?.includes(name) ?? false,
    ...described(schema),
    schema: referring(schema),
  }));

const parametersOf = (shape: RouteShape): readonly Json[] => [
  ...Object.entries(shape.path ?? {}).map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    ...described(schema),
    schema: referring(schema),
  })),
  ...fieldsOf(shape.query, 'query'),
  ...fieldsOf(shape.headers, 'header'),
];

const operationOf = (name: RouteName, route: Route, shape: RouteShape): Json => ({
  operationId: name,
  tags: [route.service],
  summary: route.summary,
  ...(route.permission === 'public' ? { security: [] } : { 'x-permission': route.permission }),
  parameters: parametersOf(shape),
  ...(shape.body !== undefined && {
    requestBody: { required: shape.bodyOptional !== true, content: contentOf(shape.body) },
  }),
  responses: answersOf(route, shape),
});

const paths = (): Json => {
  const byPath: Record<string, Record<string, Json>> = {};
  for (const name of Object.keys(routes) as RouteName[]) {
    const route = routes[name];
    const operations = (byPath[route.path] ??= {});
    operations[route.method.toLowerCase()] = operationOf(name, route, routeShapes[name]);
  }
  return byPath;
};

/** The HTTP interface as an OpenAPI 3.1 document, from the route table and the schemas of this library. */
export const openApiDocument = (version: string): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'complaint-ledger',
    version,
    summary: 'Complaint handling as an append-only ledger of events',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  security: [{ key: [] }],
  tags: [
    { name: 'intake', description: 'Calls and complaints in' },
    { name: 'routing', description: 'Commands on cases and fines' },
    { name: 'reporting', description: 'Cases, reports, penalties' },
    { name: 'ledger', description: 'The server itself' },
  ],
  paths: paths(),
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key: `cl_…`' } },
    schemas: Object.fromEntries([...namedSchemas].map(([name, schema]) => [name, referringInside(schema)])),
  },
});
