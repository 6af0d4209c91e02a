export * from './envelope.ts';
export * from './errors.ts';
export * from './ids.ts';
export type * from './json-value.ts';
