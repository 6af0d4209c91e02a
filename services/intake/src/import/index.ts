export { loadMapping, parseMapping, type LoadedMapping } from './mapping/load-mapping.ts';
export { Mapping } from './mapping/mapping-schema.ts';
export type { CloudEventLike, Send } from './message.ts';
export { dryRun } from './run/dry-run.ts';
export { planImport, type ImportInput, type ImportPlan } from './run/import-plan.ts';
export { runImport, type ImportOptions, type ImportProgress, type ImportSummary } from './run/run-import.ts';
export { loadPackMapping, type LoadedPackMapping } from './pack/load-pack-mapping.ts';
export { PackMapping } from './pack/pack-mapping.ts';
export { packOfTable, type TablePack } from './pack/pack-of-table.ts';
