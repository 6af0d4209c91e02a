import { LedgerError, type ErrorCode } from '@complaint-ledger/contracts';

/** Primary result codes of SQLite, https://sqlite.org/rescode.html */
const BUSY = 5;
const LOCKED = 6;
const CORRUPT = 11;
const NOTADB = 26;

const MEANING: ReadonlyMap<number, readonly [code: ErrorCode, hint: string]> = new Map([
  [BUSY, ['locked', 'Another process is writing this file: try again when it is done.']],
  [LOCKED, ['locked', 'Another process is writing this file: try again when it is done.']],
  [CORRUPT, ['corrupt', 'Restore the key ring from your backup, or delete it: the next start makes a new admin key.']],
  [NOTADB, ['corrupt', 'The file is something else: name another path.']],
]);

/** What `node:sqlite` or the file system threw, in the ledger's words; other errors pass unchanged. */
export const keyRingFailure = (error: unknown, path: string): unknown => {
  // No instanceof: an error made by Node itself is of another realm where code runs in a vm context.
  if (typeof error !== 'object' || error === null || !('message' in error)) return error;
  const isOfSqlite = 'errcode' in error && typeof error.errcode === 'number';
  if (!isOfSqlite && !('syscall' in error)) return error;
  const [code, hint] = (isOfSqlite ? MEANING.get(Number(error.errcode) & 0xff) : undefined) ?? [
    'storage',
    'Check that the file and its folder are there and writable for this user, and that the disk is not full.',
  ];
  return new LedgerError(code, `The key ring failed: ${String(error.message)}`, { path, hint, cause: error });
};
