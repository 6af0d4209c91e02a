export * from './names.ts';
export * from './projection-store.ts';
export * from './sqlite/sqlite-projection-store.ts';
