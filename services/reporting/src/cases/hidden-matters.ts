import { maySee } from '@complaint-ledger/access';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { CallEntry } from '../calls/call-entry.ts';
import { CALLS } from '../calls/call-projection.ts';
import type { CaseDocument } from './case-document.ts';
import { CASES } from './case-projection.ts';

const CONFIDENTIAL = { where: [{ field: 'confidential', equals: 1 }] };

/** Ledger ids of the cases and calls that none of the authorities may see now (FILE-1); `*` sees all. */
export const hiddenMatters = async (
  store: ProjectionStore,
  authorities: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (authorities.includes('*')) return new Set();
  const cases = (await store.query<CaseDocument>(CASES, CONFIDENTIAL)).filter(({ body }) => !maySee(body, authorities));
  const calls = (await store.query<CallEntry>(CALLS, CONFIDENTIAL)).filter(({ body }) => !maySee(body, authorities));
  // A call that became a case goes by what the case is now.
  const opened = await store.get<CaseDocument | null>(
    CASES,
    calls.map(({ id }) => id),
  );
  const seen = new Set(opened.flatMap(({ id, body }) => (body !== null && maySee(body, authorities) ? [id] : [])));
  return new Set([
    ...cases.flatMap(({ id, body }) => (body.call === undefined ? [id] : [id, body.call])),
    ...calls.flatMap(({ id }) => (seen.has(id) ? [] : [id])),
  ]);
};
