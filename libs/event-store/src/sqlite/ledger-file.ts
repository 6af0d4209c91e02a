import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { LedgerError, newId, said } from '@complaint-ledger/contracts';
import { makePrivate } from '@complaint-ledger/sqlite';
import { openError } from './sqlite-errors.ts';

/** Layout of the file; a reader refuses what it does not know. */
const FORMAT = '1';

const PAGE_BYTES = 8192;
const WAL_KEPT_BYTES = 64 * 1024 * 1024;
const CACHE_KIB = 32 * 1024;

const TABLES = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE types (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    type INTEGER NOT NULL,
    nodes BLOB NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
`;

export interface LedgerFileOptions {
  readonly readOnly: boolean;
  /** WAL pages after which a commit itself checkpoints. */
  readonly autoCheckpointPages: number;
}

const configure = (db: DatabaseSync, { readOnly, autoCheckpointPages }: LedgerFileOptions): void => {
  db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON`);
  if (readOnly) return;
  db.exec(`
    PRAGMA page_size = ${PAGE_BYTES};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA journal_size_limit = ${WAL_KEPT_BYTES};
    PRAGMA wal_autocheckpoint = ${autoCheckpointPages};
  `);
};

const createTables = (db: DatabaseSync): void => {
  db.exec(`BEGIN IMMEDIATE; ${TABLES}`);
  const insert = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
  insert.run('format', FORMAT);
  insert.run('log', newId());
  db.exec('COMMIT');
};

const hasTables = (db: DatabaseSync): boolean => db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;

const checkFormat = (db: DatabaseSync, path: string): void => {
  const known = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get();
  const format = known && db.prepare("SELECT value FROM meta WHERE key = 'format'").get()?.['value'];
  if (format === FORMAT) return;
  throw new LedgerError(
    'config',
    typeof format === 'string'
      ? said(
          `${path} has ledger format ${format}, this program reads ${FORMAT}`,
          `${path} 的账本格式是 ${format}，本程序只能读取 ${FORMAT}`,
        )
      : said(`${path} is not a ledger file`, `${path} 不是账本文件`),
    {
      path,
      hint:
        typeof format === 'string'
          ? said('Use a newer version of the program.', '请使用更新版本的程序。')
          : said('Name another file.', '请指定其他文件。'),
    },
  );
};

/** Opens the file, creating it unless `readOnly`, for this user only. Errors: `config`, `corrupt`, `storage`. */
export const openLedgerFile = (path: string, options: LedgerFileOptions): DatabaseSync => {
  if (options.readOnly && !existsSync(path)) {
    throw new LedgerError('config', said(`There is no ledger at ${path}`, `${path} 处没有账本`), {
      path,
      hint: said('Name an existing file.', '请指定已有的文件。'),
    });
  }
  let db: DatabaseSync | undefined;
  try {
    if (!options.readOnly) makePrivate(path);
    db = new DatabaseSync(path, { readOnly: options.readOnly, timeout: 2_000 });
    configure(db, options);
    if (!options.readOnly) {
      if (!hasTables(db)) createTables(db);
      // What a killed process wrote may be in the WAL but not yet on disk; from here on it counts as recorded.
      db.exec('PRAGMA wal_checkpoint(PASSIVE)');
    }
    checkFormat(db, path);
    return db;
  } catch (error) {
    if (db?.isOpen === true) db.close();
    throw openError(error, path);
  }
};

/** Id of the log, given once when the file was made. */
export const logIdOf = (db: DatabaseSync): string =>
  String(db.prepare("SELECT value FROM meta WHERE key = 'log'").get()?.['value']);
