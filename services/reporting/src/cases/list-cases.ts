import type { FieldRange, ProjectionStore } from '@complaint-ledger/projection-store';
import type { CaseDocument, CaseStatus } from './case-document.ts';
import { CASES } from './case-projection.ts';

export interface CaseFilter {
  readonly status?: CaseStatus;
  readonly department?: string;
  readonly level?: string;
  readonly category?: string;
  readonly source?: string;
  readonly owner?: string;
  /** Only those with a deadline missed and not made good. */
  readonly overdue?: boolean;
  /** Milliseconds since the epoch, inclusive. */
  readonly filedFrom?: number;
  /** Milliseconds since the epoch, exclusive. */
  readonly filedBefore?: number;
}

export interface CaseList {
  readonly total: number;
  readonly cases: readonly CaseDocument[];
}

/** Cases, the latest filed first. */
export const listCases = async (
  store: ProjectionStore,
  filter: CaseFilter,
  { limit = 50, offset = 0 }: { readonly limit?: number; readonly offset?: number } = {},
): Promise<CaseList> => {
  const where = conditions(filter);
  const page = { limit, offset };
  const found = await store.query<CaseDocument>(CASES, { where, orderBy: 'filedAt', descending: true, ...page });
  return { total: await store.count(CASES, where), cases: found.map(({ body }) => body) };
};

const conditions = ({ overdue, filedFrom, filedBefore, ...equal }: CaseFilter): readonly FieldRange[] => {
  const where: FieldRange[] = [];
  for (const [field, equals] of Object.entries(equal)) if (equals !== undefined) where.push({ field, equals });
  if (overdue === true) where.push({ field: 'overdue', from: 1 });
  // A case that no event opened has no filing date, and is none.
  where.push({
    field: 'filedAt',
    from: filedFrom ?? Number.MIN_SAFE_INTEGER,
    ...(filedBefore !== undefined && { before: filedBefore }),
  });
  return where;
};
