import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { TALLIES, parseTallyDocumentId, tallyPeriods } from './tally-projection.ts';

/** Whether a department was ever counted, in any period. */
export const isTallied = async (store: ProjectionStore, department: string): Promise<boolean> =>
  (await store.count(TALLIES, [{ field: 'department', equals: department }])) > 0;

/** Departments that cases have been with. */
export const talliedDepartments = async (store: ProjectionStore): Promise<readonly string[]> => {
  const standing = await store.query(TALLIES, { where: [{ field: 'period', equals: tallyPeriods.standing }] });
  return [...new Set(standing.map(({ id }) => parseTallyDocumentId(id).department))];
};
