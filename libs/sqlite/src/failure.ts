import { type ErrorCode, LedgerError, type Sentence, said } from '@complaint-ledger/contracts';
import { messageOf, resultCode, type ResultCode } from './result-code.ts';

type Meaning = readonly [code: ErrorCode, hint: Sentence];

/** What a failure of one kind of file means to whoever reads the error. */
export interface FailureWords {
  /** `Opening the vault`. */
  readonly what: Sentence;
  readonly meanings: Readonly<Partial<Record<ResultCode, Meaning>>>;
  /** Every other failure of SQLite, and those of the file system. */
  readonly otherwise: Meaning;
}

const isOfFileSystem = (error: unknown): boolean => typeof error === 'object' && error !== null && 'syscall' in error;

/** What `node:sqlite` or the file system threw, as a LedgerError that names the file; other errors pass unchanged. */
export const sqliteFailure =
  ({ what, meanings, otherwise }: FailureWords) =>
  (error: unknown, path: string): unknown => {
    const code = resultCode(error);
    if (code === undefined && !isOfFileSystem(error)) return error;
    const [ledgerCode, hint] = (code && meanings[code]) ?? otherwise;
    const reason = messageOf(error);
    const message = said(`${what.en} failed: ${reason}`, `${what['zh-CN']}失败：${reason}`);
    return new LedgerError(ledgerCode, message, { path, hint, cause: error });
  };
