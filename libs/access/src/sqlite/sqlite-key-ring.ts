import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { LedgerError, newId } from '@complaint-ledger/contracts';
import { openFile, transaction } from '@complaint-ledger/sqlite';
import type { CreatedKey, KeyHolder, KeyRecord, KeyRing, NewKey } from '../key-ring.ts';
import type { Role } from '../permissions.ts';
import { checked, FIRST_ADMIN, noSuchKey } from '../new-key.ts';
import { hashSecret, newSecret } from '../secret.ts';
import { keyRingFailure } from './key-ring-failure.ts';

export interface SqliteKeyRingOptions {
  /** The file; made with mode 0600 when missing. */
  readonly path: string;
  /** How long a write waits for another process, in milliseconds. */
  readonly busyTimeout?: number;
  readonly now?: () => Date;
}

/** Keys are never deleted: the list also says who had access once. */
const SETUP = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS key (
    id TEXT PRIMARY KEY NOT NULL, hash BLOB UNIQUE NOT NULL, role TEXT NOT NULL, label TEXT NOT NULL,
    actor_id TEXT, created_at TEXT NOT NULL, revoked_at TEXT
  ) WITHOUT ROWID;
`;

/** Rings made before keys held offices get the column; every key stays as it is. */
const addOffices = (db: DatabaseSync): void => {
  const has = (): boolean =>
    db.prepare(`SELECT 1 FROM pragma_table_info('key') WHERE name = 'offices'`).get() !== undefined;
  if (has()) return;
  transaction(db, () => {
    if (!has()) db.exec('ALTER TABLE key ADD COLUMN offices TEXT');
  });
};

/** The key ring in one small SQLite file. */
export const openSqliteKeyRing = (options: SqliteKeyRingOptions): KeyRing => {
  try {
    const db = openFile(options, SETUP);
    try {
      addOffices(db);
    } catch (error) {
      db.close();
      throw error;
    }
    return new SqliteKeyRing(db, options);
  } catch (error) {
    throw keyRingFailure(error, options.path);
  }
};

type Row = Readonly<Record<string, SQLOutputValue>>;

class SqliteKeyRing implements KeyRing {
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #now: () => Date;
  /** Asked on every request: a cache could only be stale, and this takes microseconds. */
  readonly #find;

  constructor(db: DatabaseSync, { path, now = () => new Date() }: SqliteKeyRingOptions) {
    this.#db = db;
    this.#path = path;
    this.#now = now;
    this.#find = db.prepare('SELECT id, role, label, actor_id, offices FROM key WHERE hash = ? AND revoked_at IS NULL');
  }

  async create(key: NewKey): Promise<CreatedKey> {
    return this.#run(() => this.#insert(checked(key)));
  }

  async list(): Promise<readonly KeyRecord[]> {
    return this.#run(() => this.#db.prepare('SELECT * FROM key ORDER BY id').all().map(recordOf));
  }

  async revoke(keyId: string): Promise<{ readonly revoked: boolean }> {
    return this.#run(() => {
      const at = this.#now().toISOString();
      const { changes } = this.#db
        .prepare('UPDATE key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL')
        .run(at, keyId);
      if (changes === 1) return { revoked: true };
      if (this.#db.prepare('SELECT 1 FROM key WHERE id = ?').get(keyId) !== undefined) return { revoked: false };
      throw noSuchKey(keyId);
    });
  }

  async authenticate(secret: string): Promise<KeyHolder | undefined> {
    return this.#run(() => {
      const hash = hashSecret(secret);
      const row = hash === undefined ? undefined : this.#find.get(hash);
      return row === undefined ? undefined : holderOf(row);
    });
  }

  async hasKeys(): Promise<boolean> {
    return this.#run(() => this.#db.prepare('SELECT 1 FROM key WHERE revoked_at IS NULL LIMIT 1').get() !== undefined);
  }

  async ensureFirstAdminKey(): Promise<CreatedKey | undefined> {
    return this.#run(() =>
      transaction(this.#db, () => {
        const had = this.#db.prepare(`SELECT 1 FROM key WHERE role = 'admin' LIMIT 1`).get() !== undefined;
        return had ? undefined : this.#insert(FIRST_ADMIN);
      }),
    );
  }

  async close(): Promise<void> {
    if (this.#db.isOpen) this.#db.close();
  }

  #run<T>(work: () => T): T {
    if (!this.#db.isOpen) throw new LedgerError('closed', 'The key ring is closed', { path: this.#path });
    try {
      return work();
    } catch (error) {
      throw keyRingFailure(error, this.#path);
    }
  }

  #insert({ role, label, actorId, offices }: NewKey): CreatedKey {
    const keyId = newId();
    const secret = newSecret(role);
    const held = offices === undefined ? null : JSON.stringify(offices);
    this.#db
      .prepare('INSERT INTO key (id, hash, role, label, actor_id, offices, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(keyId, hashSecret(secret) as Uint8Array, role, label, actorId ?? null, held, this.#now().toISOString());
    return { keyId, secret };
  }
}

const holderOf = (row: Row): KeyHolder => ({
  keyId: row['id'] as string,
  role: row['role'] as Role,
  label: row['label'] as string,
  ...(row['actor_id'] === null ? {} : { actorId: row['actor_id'] as string }),
  ...(row['offices'] === null ? {} : { offices: JSON.parse(row['offices'] as string) as readonly string[] }),
});

const recordOf = (row: Row): KeyRecord => ({
  ...holderOf(row),
  createdAt: row['created_at'] as string,
  ...(row['revoked_at'] === null ? {} : { revokedAt: row['revoked_at'] as string }),
});
