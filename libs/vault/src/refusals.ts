import { LedgerError, said } from '@complaint-ledger/contracts';

/** Without a line break the MAC over `person|event`, line break, text can be read in one way only. */
export const checkEventId = (eventId: string, path: string): void => {
  if (eventId !== '' && !eventId.includes('\n')) return;
  throw new LedgerError('invalid-input', 'An event id is a text in one line', { path });
};

export const gone = (person: string, path = 'person'): LedgerError =>
  new LedgerError(
    'not-found',
    said(`Person ${person} was erased, or was never known`, `个人 ${person} 已被删除，或从未登记`),
    {
      path,
      hint: said('Ask personFor again: the same phone makes a new person.', '请重新查找：同一电话会得到新的个人编号。'),
    },
  );

export const strange = (person: string): LedgerError =>
  new LedgerError('unavailable', said(`This vault never knew person ${person}`, `此保险库从未登记个人 ${person}`), {
    path: 'person',
    hint: said(
      'The vault belongs to another ledger or to an older backup: restore the vault of this log. Nothing is erased.',
      '该保险库属于另一账本或较早的备份：请恢复此日志的保险库。未删除任何内容。',
    ),
  });
