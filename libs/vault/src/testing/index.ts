export * from './vault-contract.ts';
export * from './vault-key-contract.ts';
