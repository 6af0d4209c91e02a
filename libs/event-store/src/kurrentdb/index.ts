export * from './kurrentdb-event-store.ts';
export { type KurrentDbLook, lookAtKurrentDb, type LookAtKurrentDbOptions } from './look-at-kurrentdb.ts';
