import { maySee } from '@complaint-ledger/access';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { CaseDocument } from './case-document.ts';
import { CASES } from './case-projection.ts';

/** Ledger ids of the cases, and of the calls they came by, that none of the authorities may see now (FILE-1); `*` sees all. */
export const hiddenMatters = async (
  store: ProjectionStore,
  authorities: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (authorities.includes('*')) return new Set();
  const secret = await store.query<CaseDocument>(CASES, { where: [{ field: 'confidential', equals: 1 }] });
  const hidden = secret.filter(({ body }) => !maySee(body, authorities));
  return new Set(hidden.flatMap(({ id, body }) => (body.call === undefined ? [id] : [id, body.call])));
};
