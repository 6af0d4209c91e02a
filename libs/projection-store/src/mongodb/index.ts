export * from './mongodb-projection-store.ts';
