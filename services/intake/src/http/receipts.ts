import { LedgerError } from '@complaint-ledger/contracts';
import type { Receipt } from '../receive/receipt.ts';

/** What became of a request's messages, counted and one by one. */
export interface Receipts {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly parked: number;
  readonly results: readonly Receipt[];
}

export const summed = (results: readonly Receipt[]): Receipts => {
  const counts = { accepted: 0, duplicate: 0, rejected: 0, parked: 0 };
  for (const { status } of results) counts[status]++;
  return { ...counts, results };
};

/**
 * The receipt of a message that was sent alone: a rejected one is an error of the request. LedgerError `invalid-input` (422),
 * or 400 when it was not even JSON.
 */
export const unlessRejected = (receipts: Receipts): Exclude<Receipt, { readonly status: 'rejected' }> => {
  const [only] = receipts.results;
  if (only === undefined) throw new LedgerError('invalid-input', 'There was no message', { hint: 'Send one.' });
  if (only.status !== 'rejected') return only;
  const { message, path, hint, quarantineId, id } = only;
  throw new LedgerError('invalid-input', message, {
    path,
    hint: `${hint} It is kept as ${quarantineId} in /v1/quarantine.`,
    quarantineId,
    ...(id === undefined ? {} : { eventId: id }),
  });
};
