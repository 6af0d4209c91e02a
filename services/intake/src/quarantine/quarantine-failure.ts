import { type ErrorCode, LedgerError } from '@complaint-ledger/contracts';

/** Primary result codes of SQLite, https://sqlite.org/rescode.html */
const MEANING: ReadonlyMap<number, readonly [code: ErrorCode, hint: string]> = new Map([
  [5, ['locked', 'Another process is writing this file: stop it, or try again when it is done.']],
  [8, ['storage', 'Make the file and its folder writable for this user.']],
  [11, ['corrupt', 'Restore the file from a backup; the log itself is not concerned.']],
  [13, ['storage', 'Free space on the disk, then send the batch again with the same ids.']],
  [26, ['corrupt', 'The file is something else: name another path.']],
]);

/** What SQLite or the file system said of the quarantine file, in the ledger's words; other errors pass unchanged. */
export const quarantineFailure = (error: unknown, path: string): unknown => {
  if (error instanceof LedgerError || typeof error !== 'object' || error === null || !('message' in error))
    return error;
  const ofSqlite = 'errcode' in error && typeof error.errcode === 'number';
  if (!ofSqlite && !('syscall' in error)) return error;
  const [code, hint] = (ofSqlite && MEANING.get(Number(error.errcode) & 0xff)) || [
    'storage' as const,
    'Check that the folder exists and that this user may write there, then send the batch again.',
  ];
  return new LedgerError(code, `The quarantine file failed: ${String(error.message)}`, { path, hint, cause: error });
};
