export { parseJsonBody, Raw, type RawRequest } from './body.ts';
export * from './checked.ts';
export * from './create-http-app.ts';
export * from './endpoint.ts';
export { acceptedLanguage, type Language } from './accepted-language.ts';
