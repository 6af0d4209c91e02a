import { maySee } from '@complaint-ledger/access';
import { LedgerError, isUuid } from '@complaint-ledger/contracts';
import type { FieldRange, ProjectionStore } from '@complaint-ledger/projection-store';
import type { CaseDocument } from './case-document.ts';
import { CASES } from './case-projection.ts';

export interface CaseName {
  /** Ledger id of the case, or the id that its source gave it. */
  readonly id: string;
  /** Tells apart two sources with the same id. */
  readonly source?: string | undefined;
}

/**
 * A case by its name. One that none of the authorities may see is not there (FILE-1); `*` sees all.
 * LedgerError `not-found`; `conflict` when several sources have it, listing them.
 */
export const findCase = async (
  store: ProjectionStore,
  { id, source }: CaseName,
  authorities: readonly string[] = ['*'],
): Promise<CaseDocument> => {
  if (isUuid(id)) {
    const [document] = await store.get<CaseDocument | null>(CASES, [id]);
    if (document?.body && maySee(document.body, authorities)) return document.body;
  }
  const where: FieldRange[] = [{ field: 'externalId', equals: id }];
  if (source !== undefined) where.push({ field: 'source', equals: source });
  const named = (await store.query<CaseDocument>(CASES, { where, limit: 20 })).map(({ body }) => body);
  const found = named.filter((document) => maySee(document, authorities));
  const [only] = found;
  if (only === undefined) {
    throw new LedgerError('not-found', `There is no case ${id.slice(0, 80)}.`, {
      path: 'id',
      hint: 'Give the ledger id of the case or the id that its source gave it.',
    });
  }
  if (found.length === 1) return only;
  throw new LedgerError('conflict', `${found.length} sources have a case ${id.slice(0, 80)}.`, {
    path: 'id',
    hint: 'Give the ledger id of one of them, or name the source.',
    cases: found.map(({ id: ledgerId, source: from }) => ({ id: ledgerId, source: from })),
  });
};
