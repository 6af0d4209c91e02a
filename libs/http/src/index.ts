export { isJsonMediaType, JsonBody, parseJsonBody, Raw, type RawRequest } from './body.ts';
export * from './checked.ts';
export * from './create-http-app.ts';
export * from './endpoint.ts';
export { problemOf, type Problem, type ProblemAnswer } from './problem.ts';
