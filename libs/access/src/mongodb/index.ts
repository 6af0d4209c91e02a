export * from './mongo-key-ring.ts';
