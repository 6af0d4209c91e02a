import { maySee } from '@complaint-ledger/access';
import type { FieldRange, ProjectionStore, StoredDocument } from '@complaint-ledger/projection-store';
import type { CaseDocument, CaseStatus } from './case-document.ts';
import { CASES } from './case-projection.ts';

export interface CaseFilter {
  readonly status?: CaseStatus;
  readonly department?: string;
  readonly level?: string;
  readonly category?: string;
  readonly source?: string;
  readonly owner?: string;
  /** Vault id of the person. */
  readonly customer?: string;
  /** Only those with a deadline missed and not made good. */
  readonly overdue?: boolean;
  readonly keyCustomer?: boolean;
  /** Only those linked to an earlier case (FILE-3). */
  readonly repeats?: boolean;
  /** Only call-backs to make, or only what is none. */
  readonly task?: boolean;
  /** Milliseconds since the epoch, inclusive. */
  readonly filedFrom?: number;
  /** Milliseconds since the epoch, exclusive. */
  readonly filedBefore?: number;
}

export interface CaseList {
  readonly total: number;
  readonly cases: readonly CaseDocument[];
}

export interface CasePage {
  readonly limit?: number;
  readonly offset?: number;
}

/** Cases that those who hold these authorities may see (FILE-1), the latest filed first; `*` sees all. `hidden`: matters not there for them. */
export const listCases = async (
  store: ProjectionStore,
  filter: CaseFilter,
  { limit = 50, offset = 0 }: CasePage = {},
  authorities: readonly string[] = ['*'],
  hidden: ReadonlySet<string> = new Set(),
): Promise<CaseList> => {
  const where = conditions(filter);
  if (filter.repeats === true && hidden.size > 0) {
    const seen = (await latest(store, where))
      .map(({ body }) => body)
      .filter((body) => maySee(body, authorities) && !hidden.has(body.repeatOf ?? ''));
    return { total: seen.length, cases: seen.slice(offset, offset + limit) };
  }
  if (authorities.includes('*')) return page(store, where, { limit, offset });
  const open = [...where, { field: 'confidential', equals: 0 }];
  const secret = await latest(store, [...where, { field: 'confidential', equals: 1 }]);
  const seen = secret.filter(({ body }) => maySee(body, authorities));
  if (seen.length === 0) return page(store, open, { limit, offset });
  const first = await latest(store, open, { limit: limit + offset });
  const all = [...first, ...seen].toSorted((a, b) => filedAt(b) - filedAt(a) || (a.id < b.id ? -1 : 1));
  return {
    total: (await store.count(CASES, open)) + seen.length,
    cases: all.slice(offset, offset + limit).map(({ body }) => body),
  };
};

const page = async (
  store: ProjectionStore,
  where: readonly FieldRange[],
  options: Required<CasePage>,
): Promise<CaseList> => ({
  total: await store.count(CASES, where),
  cases: (await latest(store, where, options)).map(({ body }) => body),
});

const latest = (
  store: ProjectionStore,
  where: readonly FieldRange[],
  options: CasePage = {},
): Promise<readonly StoredDocument<CaseDocument>[]> =>
  store.query<CaseDocument>(CASES, { where, orderBy: 'filedAt', descending: true, ...options });

const filedAt = ({ fields }: StoredDocument<CaseDocument>): number => Number(fields['filedAt']);

const conditions = (filter: CaseFilter): readonly FieldRange[] => {
  const { overdue, keyCustomer, repeats, task, filedFrom, filedBefore, ...equal } = filter;
  const where: FieldRange[] = [];
  for (const [field, equals] of Object.entries(equal)) if (equals !== undefined) where.push({ field, equals });
  if (overdue === true) where.push({ field: 'overdue', from: 1 });
  if (keyCustomer !== undefined) where.push({ field: 'keyCustomer', equals: Number(keyCustomer) });
  if (repeats === true) where.push({ field: 'repeat', from: 2 });
  if (task !== undefined) where.push({ field: 'task', equals: Number(task) });
  // A case that no event opened has no filing date, and is none.
  where.push({
    field: 'filedAt',
    from: filedFrom ?? Number.MIN_SAFE_INTEGER,
    ...(filedBefore !== undefined && { before: filedBefore }),
  });
  return where;
};
