import { LedgerError } from '@complaint-ledger/contracts';
import { messageOf, resultCode, sqliteFailure } from '@complaint-ledger/sqlite';

/** An append that SQLite could not finish, as the `storage` error of the port. */
export const storageError = (error: unknown, path: string): LedgerError =>
  new LedgerError('storage', `The ledger ${path} could not be written: ${messageOf(error)}`, {
    path,
    cause: error,
    hint:
      resultCode(error) === 'full'
        ? 'Free disk space or raise the size limit, then send the same events again.'
        : 'Whether it was written is unknown: send the same events again, with the same ids.',
  });

/** What was thrown while a ledger was opened, in the ledger's words; other errors pass unchanged. */
export const openError = sqliteFailure({
  what: 'Opening the ledger',
  meanings: {
    'cannot-open': ['config', 'Check that the folder exists and that this user may write there.'],
    'not-a-database': ['config', 'This is no ledger file: name another file.'],
    corrupt: ['corrupt', 'Restore it from a copy; `ledger verify` tells the first broken position.'],
  },
  otherwise: ['storage', 'Check that this user may write the file and that no other program keeps it.'],
});
