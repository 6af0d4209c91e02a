export * from './kurrentdb-event-store.ts';
