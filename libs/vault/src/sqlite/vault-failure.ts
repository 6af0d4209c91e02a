import { LedgerError, type ErrorCode } from '@complaint-ledger/contracts';

/** Primary result codes of SQLite, https://sqlite.org/rescode.html */
const CORRUPT = 11;
const FULL = 13;
const NOTADB = 26;

const MEANING: ReadonlyMap<number, readonly [code: ErrorCode, hint: string]> = new Map([
  [CORRUPT, ['corrupt', 'Restore the vault file from your backup; the log cannot bring it back.']],
  [NOTADB, ['corrupt', 'The file is something else: name another path, or restore the vault from your backup.']],
  [FULL, ['storage', 'Free space on the disk; then the same call may be repeated.']],
]);

/** What `node:sqlite` or the file system threw, in the ledger's words; other errors pass unchanged. */
export const vaultFailure = (error: unknown, path: string): unknown => {
  // No instanceof: an error made by Node itself is of another realm where code runs in a vm context.
  if (typeof error !== 'object' || error === null || !('message' in error)) return error;
  const isOfSqlite = 'errcode' in error && typeof error.errcode === 'number';
  if (!isOfSqlite && !('syscall' in error)) return error;
  const [code, hint] = (isOfSqlite ? MEANING.get(Number(error.errcode) & 0xff) : undefined) ?? [
    'unavailable',
    'Nothing was lost. Check that the file is there, writable for this user, and not kept busy by another process.',
  ];
  return new LedgerError(code, `The vault failed: ${String(error.message)}`, { path, hint, cause: error });
};
