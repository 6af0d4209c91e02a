export * from './vault-contract.ts';
