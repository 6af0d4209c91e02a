import { DatabaseSync } from 'node:sqlite';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { makePrivate, resultCode } from '@complaint-ledger/sqlite';
import { openError } from './sqlite-errors.ts';

/**
 * One writer for each ledger: a lock of the operating system on the file `<ledger>.lock`, gone with the process
 * however it ends. SQLite takes it for us: an exclusive transaction on an empty database beside the ledger.
 * (A lock on the ledger itself would shut out its readers.) Error: `locked`.
 */
export const lockForWriting = (ledgerPath: string): { release(): void } => {
  const path = `${ledgerPath}.lock`;
  let db: DatabaseSync | undefined;
  try {
    makePrivate(path);
    db = new DatabaseSync(path, { timeout: 0 });
    db.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    if (db?.isOpen === true) db.close();
    if (resultCode(error) !== 'busy') throw openError(error, path);
    throw new LedgerError(
      'locked',
      said(`Another process writes the ledger ${ledgerPath}`, `另有进程正在写入账本 ${ledgerPath}`),
      {
        path,
        hint: said(
          `Stop the process that holds ${path}, or open the ledger for reading only.`,
          `请停止占用 ${path} 的进程，或以只读方式打开账本。`,
        ),
      },
    );
  }
  const held = db;
  return { release: () => held.close() };
};
