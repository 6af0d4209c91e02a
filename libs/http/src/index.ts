export { parseJsonBody, Raw, type RawRequest } from './body.ts';
export * from './checked.ts';
export * from './create-http-app.ts';
export * from './endpoint.ts';
