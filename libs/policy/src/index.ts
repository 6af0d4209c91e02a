export * from './pack.ts';
export type * from './policy.ts';
