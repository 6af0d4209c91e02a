export * from './identity/identifiers.ts';
export * from './identity/phone.ts';
export * from './keys/key-encryption-key.ts';
export * from './keys/key-file.ts';
export { noVault } from './keys/root-key.ts';
export type { VaultKeyOptions } from './keys/key-source.ts';
export * from './sealing/masking.ts';
export * from './sqlite/sqlite-vault.ts';
export * from './vault.ts';
