import { LedgerError } from '@complaint-ledger/contracts';

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html). */
const BUSY = 5;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** The shape of what `node:sqlite` throws; by shape, since it need not come from this realm. */
const asSqliteError = (error: unknown): { readonly errcode?: unknown; readonly message?: unknown } =>
  typeof error === 'object' && error !== null ? error : {};

/** 0, which is no error of SQLite, for errors that are not SQLite's. */
const primaryCode = (error: unknown): number => {
  const { errcode } = asSqliteError(error);
  return typeof errcode === 'number' ? errcode % 256 : 0;
};

export const textOf = (error: unknown): string => {
  const { message } = asSqliteError(error);
  return typeof message === 'string' ? message : String(error);
};

export const isBusy = (error: unknown): boolean => primaryCode(error) === BUSY;

/** An append that SQLite could not finish, as the `storage` error of the port. */
export const storageError = (error: unknown, path: string): LedgerError =>
  new LedgerError('storage', `The ledger ${path} could not be written: ${textOf(error)}`, {
    path,
    cause: error,
    hint:
      primaryCode(error) === FULL
        ? 'Free disk space or raise the size limit, then send the same events again.'
        : 'Whether it was written is unknown: send the same events again, with the same ids.',
  });

/** A file that cannot be opened as a ledger. */
export const openError = (error: unknown, path: string): LedgerError => {
  const details = { path, cause: error };
  switch (primaryCode(error)) {
    case CANTOPEN:
      return new LedgerError('config', `The ledger ${path} cannot be opened`, {
        ...details,
        hint: 'Check that the folder exists and that this user may write there.',
      });
    case NOTADB:
      return new LedgerError('config', `${path} is not a ledger file`, { ...details, hint: 'Name another file.' });
    case CORRUPT:
      return new LedgerError('corrupt', `The ledger ${path} is damaged`, {
        ...details,
        hint: 'Restore it from a copy; `ledger verify` tells the first broken position.',
      });
    default:
      return new LedgerError('storage', `The ledger ${path} cannot be opened: ${textOf(error)}`, details);
  }
};
