export * from './mongo-vault.ts';
