import { csv } from '../reports/csv.ts';
import type { PenaltyLine } from './penalty-lines.ts';

const COLUMNS = [
  'case',
  'department',
  'level',
  'deadline',
  'round',
  'dueAt',
  'metAt',
  'CNY',
  'state',
  'reversedBecause',
  'keptAt',
  'person',
  'share',
  'percent',
  'of',
  'lossFen',
  'caseId',
  'penaltyId',
] as const satisfies readonly (keyof PenaltyLine)[];

export const penaltyCsv = (lines: readonly PenaltyLine[], options: { readonly bom?: boolean } = {}): string =>
  csv([COLUMNS, ...lines.map((line) => COLUMNS.map((column) => line[column]))], options);
