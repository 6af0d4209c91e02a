export { copyLog, type CopyProgress } from './copy-log.ts';
export * from './event-store.ts';
export { PositionWaiters } from './position-waiters.ts';
export type { BodyPage, BodyRow, ReadBodiesOptions } from './sqlite/log-reader.ts';
export type { ConsistencyProof, InclusionProof, LogRoot } from './log-proofs.ts';
export {
  openSqliteEventStore,
  type SqliteEventStore,
  type SqliteEventStoreOptions,
} from './sqlite/sqlite-event-store.ts';
export { tracedStore, type TracedStoreOptions } from './traced-store.ts';
export { verifyLog } from './sqlite/verify-log.ts';
export type * from './verification.ts';
