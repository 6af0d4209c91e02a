export * from './projection-store-contract.ts';
