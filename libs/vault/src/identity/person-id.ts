import { LedgerError, isUuid } from '@complaint-ledger/contracts';
import { uuidToBytes } from '@complaint-ledger/sqlite';

/** A person's id as 16 bytes; `invalid-input` for what is no UUID. */
export const personIdBytes = (person: string, path = 'person'): Uint8Array => {
  if (isUuid(person)) return uuidToBytes(person);
  throw new LedgerError('invalid-input', `"${person}" is no person of this vault`, {
    path,
    hint: 'Use an id that personFor gave.',
  });
};
