export * from './bind.ts';
export * from './key-ring.ts';
export * from './may-see.ts';
export * from './permissions.ts';
export * from './sqlite/sqlite-key-ring.ts';
