import { LedgerError } from '@complaint-ledger/contracts';

/** Without a line break the MAC over `person|event`, line break, text can be read in one way only. */
export const checkEventId = (eventId: string, path: string): void => {
  if (eventId !== '' && !eventId.includes('\n')) return;
  throw new LedgerError('invalid-input', 'An event id is a text in one line', { path });
};

export const gone = (person: string, path = 'person'): LedgerError =>
  new LedgerError('not-found', `Person ${person} was erased, or was never known`, {
    path,
    hint: 'Ask personFor again: the same phone makes a new person.',
  });

export const strange = (person: string): LedgerError =>
  new LedgerError('unavailable', `This vault never knew person ${person}`, {
    path: 'person',
    hint: 'The vault belongs to another ledger or to an older backup: restore the vault of this log. Nothing is erased.',
  });
