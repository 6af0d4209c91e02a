export * from './envelope.ts';
export * from './errors.ts';
export * from './ids.ts';
export type * from './json-value.ts';
export type * from './facts/facts.ts';
export * from './inbound/messages.ts';
export * as inboundSchemas from './inbound/schemas.ts';
export * from './cases/case-events.ts';
export * from './http/routes.ts';
