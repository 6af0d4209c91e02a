export * from './pack.ts';
export type * from './policy.ts';
export { epochOf, formatInZone } from './time/instant.ts';
export * from './time/period.ts';
export { instantOfLocal, isZone, offsetAt } from './time/zone-offset.ts';
