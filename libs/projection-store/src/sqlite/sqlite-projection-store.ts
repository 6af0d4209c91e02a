import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { LedgerError } from '@complaint-ledger/contracts';
import { arrayStatement, type ArrayStatement, openFile, transaction } from '@complaint-ledger/sqlite';
import { checkCollectionName, checkFieldNames } from '../names.ts';
import type { DocumentWrite, FieldRange, ProjectionStore, QueryOptions, StoredDocument } from '../projection-store.ts';
import { checkPosition, conflict, encode, otherFields, sameFields, unknownCollection } from '../declared.ts';
import { collectionOf, decode, quoted, type Collection } from './collection.ts';
import { querySql, whereSql } from './query-sql.ts';
import { projectionFailure } from './projection-failure.ts';

export interface SqliteProjectionStoreOptions {
  /** The file; it and its folder are made when missing. */
  readonly path: string;
  /** How long a write waits for another process that is writing, in milliseconds, before it fails with `locked`. */
  readonly busyTimeout?: number;
}

const SETUP = `
  PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
  PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32768;
  CREATE TABLE IF NOT EXISTS _collections (name TEXT PRIMARY KEY NOT NULL, fields TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS _checkpoints (name TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL) WITHOUT ROWID;
`;

/** A query has few shapes; a caller that makes up new ones for ever must not fill the memory. */
const MAX_STATEMENTS = 500;

/**
 * The projection store in one SQLite file. Errors: those of `ProjectionStore`, and `locked`, `config` (the collection
 * has other fields), `corrupt`, `invalid-input` (a name or value that cannot be).
 *
 * synchronous=NORMAL: a power cut may take back the last transactions, whole ones; their documents and checkpoint go
 * together, and the log brings them back.
 */
export const openSqliteProjectionStore = (options: SqliteProjectionStoreOptions): ProjectionStore => {
  try {
    return new SqliteProjectionStore(openFile(options, SETUP), options.path);
  } catch (error) {
    throw projectionFailure(error, options.path);
  }
};

type Statement = ArrayStatement<readonly SQLOutputValue[]>;

class SqliteProjectionStore implements ProjectionStore {
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #collections = new Map<string, Collection>();
  readonly #statements = new Map<string, Statement>();

  constructor(db: DatabaseSync, path: string) {
    this.#db = db;
    this.#path = path;
  }

  async ensure(collection: string, fields: readonly string[]): Promise<void> {
    checkCollectionName(collection);
    checkFieldNames(fields);
    if (sameFields(this.#collections.get(collection)?.fields, fields)) return this.#run(() => undefined);
    this.#transaction(() => {
      const declared = this.#declared(collection);
      if (sameFields(declared?.fields, fields)) return;
      if (declared !== undefined) {
        if (this.#count(declared) > 0) throw otherFields(declared, fields);
        this.#db.exec(`DROP TABLE ${quoted(collection)}`);
        this.#forget(collection);
      }
      const wanted = collectionOf(collection, fields);
      for (const sql of wanted.create) this.#db.exec(sql);
      this.#prepare('INSERT OR REPLACE INTO _collections VALUES (?, ?)').run(collection, JSON.stringify(fields));
    });
  }

  async get<Body>(collection: string, ids: readonly string[]): Promise<readonly StoredDocument<Body>[]> {
    return this.#run(() => {
      const of = this.#known(collection);
      const statement = this.#prepare(`${of.select} WHERE id = ?`);
      const found: StoredDocument<Body>[] = [];
      for (const id of ids) {
        const row = statement.get(id);
        if (row !== undefined) found.push(decode(of, row));
      }
      return found;
    });
  }

  async query<Body>(collection: string, options: QueryOptions = {}): Promise<readonly StoredDocument<Body>[]> {
    return this.#run(() => {
      const of = this.#known(collection);
      const { text, params } = querySql(of, options);
      return this.#rows(text, params).map((row) => decode<Body>(of, row));
    });
  }

  async count(collection: string, where: readonly FieldRange[] = []): Promise<number> {
    return this.#run(() => this.#count(this.#known(collection), where));
  }

  async write(
    collection: string,
    writes: readonly DocumentWrite[],
    checkpoint?: { readonly name: string; readonly position: number },
  ): Promise<void> {
    this.#run(() => {
      const of = this.#known(collection);
      const encoded = writes.map((write) => encode(of, write));
      if (checkpoint !== undefined) checkPosition(checkpoint.position);
      if (encoded.length === 0 && checkpoint === undefined) return;
      const insert = this.#prepare(of.insert);
      const replace = this.#prepare(of.replace);
      this.#transaction(() => {
        for (const { id, applied, replaces, body, values } of encoded) {
          const { changes } =
            replaces === 0
              ? insert.run(id, applied, body, ...values)
              : replace.run(applied, body, ...values, id, replaces);
          if (changes !== 1) throw this.#conflict(of, id, replaces);
        }
        if (checkpoint !== undefined) this.#setCheckpoint(checkpoint.name, checkpoint.position);
      });
    });
  }

  async checkpoint(name: string): Promise<number> {
    return this.#run(() => {
      const [row] = this.#rows('SELECT position FROM _checkpoints WHERE name = ?', [name]);
      return row === undefined ? 0 : (row[0] as number);
    });
  }

  async saveCheckpoint(name: string, position: number): Promise<void> {
    checkPosition(position);
    this.#run(() => this.#setCheckpoint(name, position));
  }

  async drop(collection: string): Promise<void> {
    this.#transaction(() => {
      if (this.#declared(collection) !== undefined) this.#db.exec(`DELETE FROM ${quoted(collection)}`);
      this.#prepare('DELETE FROM _checkpoints WHERE name = ?').run(collection);
    });
  }

  async close(): Promise<void> {
    if (this.#db.isOpen) this.#db.close();
    this.#statements.clear();
  }

  #run<T>(work: () => T): T {
    if (!this.#db.isOpen) throw new LedgerError('closed', 'The projection store is closed', { path: this.#path });
    try {
      return work();
    } catch (error) {
      throw projectionFailure(error, this.#path);
    }
  }

  #transaction(work: () => void): void {
    this.#run(() => transaction(this.#db, work));
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
      statement = arrayStatement(this.#db, sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #rows(sql: string, params: readonly (string | number | null)[]): readonly (readonly SQLOutputValue[])[] {
    return this.#prepare(sql).all(...params);
  }

  /** The collection as the file declares it; remembered, since it can only change while it is empty. */
  #declared(name: string): Collection | undefined {
    const known = this.#collections.get(name);
    if (known !== undefined) return known;
    const [row] = this.#rows('SELECT fields FROM _collections WHERE name = ?', [name]);
    if (row === undefined) return undefined;
    const declared = collectionOf(name, JSON.parse(row[0] as string) as readonly string[]);
    this.#collections.set(name, declared);
    return declared;
  }

  #known(name: string): Collection {
    const declared = this.#declared(name);
    if (declared !== undefined) return declared;
    throw unknownCollection(name);
  }

  #forget(name: string): void {
    this.#collections.delete(name);
    this.#statements.clear();
  }

  #count(collection: Collection, where: readonly FieldRange[] = []): number {
    const { text, params } = whereSql(collection, where);
    const [row] = this.#rows(`SELECT count(*) FROM ${quoted(collection.name)}${text}`, params);
    return row?.[0] as number;
  }

  #setCheckpoint(name: string, position: number): void {
    this.#prepare('INSERT OR REPLACE INTO _checkpoints VALUES (?, ?)').run(name, position);
  }

  #conflict(collection: Collection, id: string, replaces: number): LedgerError {
    const [row] = this.#rows(`SELECT applied FROM ${quoted(collection.name)} WHERE id = ?`, [id]);
    return conflict(collection, id, replaces, row?.[0] as number | undefined, 'Nothing of this batch was written.');
  }
}
