import { LedgerError, type ErrorCode } from '@complaint-ledger/contracts';

/** Primary result codes of SQLite, https://sqlite.org/rescode.html */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

const MEANING: ReadonlyMap<number, readonly [code: ErrorCode, hint: string]> = new Map([
  [BUSY, ['locked', 'Another process is writing this file: stop it, or try again when it is done.']],
  [LOCKED, ['locked', 'Another process is writing this file: stop it, or try again when it is done.']],
  [READONLY, ['storage', 'Make the file and its folder writable for this user.']],
  [CORRUPT, ['corrupt', 'Delete the file and rebuild the projections from the log.']],
  [FULL, ['storage', 'Free space on the disk; then the same write may be repeated.']],
  [CANTOPEN, ['storage', 'Check that the folder exists and that this user may write there.']],
  [NOTADB, ['corrupt', 'The file is something else: name another path, or delete it and rebuild.']],
]);

/** What `node:sqlite` or the file system threw, in the ledger's words; other errors pass unchanged. */
export const sqliteFailure = (error: unknown, path: string): unknown => {
  // No instanceof: an error made by Node itself is of another realm where code runs in a vm context.
  if (typeof error !== 'object' || error === null || !('message' in error)) return error;
  const isOfSqlite = 'errcode' in error && typeof error.errcode === 'number';
  if (!isOfSqlite && !('syscall' in error)) return error;
  const meaning = isOfSqlite ? MEANING.get(Number(error.errcode) & 0xff) : MEANING.get(CANTOPEN);
  const [code, hint] = meaning ?? ['storage', 'See the cause.'];
  return new LedgerError(code, `The projection file failed: ${String(error.message)}`, { path, hint, cause: error });
};
