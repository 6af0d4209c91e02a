export * from './projection-store.ts';
