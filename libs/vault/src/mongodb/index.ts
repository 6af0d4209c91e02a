export * from './mongo-vault.ts';
export { lookAtMongoVault } from './look-at-vault.ts';
