import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { LedgerError, newId, type SealedBlob } from '@complaint-ledger/contracts';
import { arrayStatement, type ArrayStatement, openFile, Recent, uuidFromBytes } from '@complaint-ledger/sqlite';
import { decidingIdentifier, identifiersIn } from '../identity/identifiers.ts';
import { personIdBytes } from '../identity/person-id.ts';
import { normalisePhone } from '../identity/phone.ts';
import type { KeyEncryptionKey } from '../keys/key-encryption-key.ts';
import { keySource, type KeySource, type VaultKeyOptions } from '../keys/key-source.ts';
import { noVault } from '../keys/root-key.ts';
import { checkEventId, gone, strange } from '../refusals.ts';
import { derivePersonKeys, sealFields, type PersonKeys } from '../sealing/person-keys.ts';
import { VaultKeys } from '../sealing/vault-keys.ts';
import { viewFields } from '../sealing/view-fields.ts';
import type { Identifiers, KeyedVault, SealRequest, Unsealed, View } from '../vault.ts';
import { GroupCommit } from './group-commit.ts';
import { openRoot, rewrapRoot } from './kept-root.ts';
import { Salts } from './salts.ts';
import { PRAGMAS, SCHEMA } from './schema.ts';
import { vaultFailure } from './vault-failure.ts';

export interface SqliteVaultOptions extends VaultKeyOptions {
  /** The vault; it and its folder are made when missing, readable by this user only. */
  readonly path: string;
  /** How long a write waits for another process that is writing, in milliseconds. */
  readonly busyTimeout?: number;
  /** Persons whose keys stay in memory. */
  readonly rememberedPersons?: number;
  readonly now?: () => Date;
}

export type SqliteVault = KeyedVault;

/**
 * The vault in one SQLite file and its key beside it. Errors when opening: `unavailable` (no key, another vault's key, an
 * unreadable file), `not-found` (it must exist and does not), `config` (a key file open to others), `corrupt`.
 */
export const openSqliteVault = (options: SqliteVaultOptions): SqliteVault => {
  const source = keySource(options);
  const { mustExist = false, path } = options;
  if (mustExist && !existsSync(path)) throw noVault(path);
  try {
    const db = openFile(options, PRAGMAS + SCHEMA);
    try {
      return new OpenSqliteVault(db, new VaultKeys(openRoot(db, source, options)), source, options);
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw vaultFailure(error, options.path);
  }
};

class OpenSqliteVault implements SqliteVault {
  readonly #db: DatabaseSync;
  readonly #options: SqliteVaultOptions;
  readonly #vaultKeys: VaultKeys;
  readonly #source: KeySource;
  readonly #keys: Recent<string, PersonKeys>;
  readonly #commits: GroupCommit;
  readonly #salts = new Salts();

  readonly #dataVersion: ArrayStatement<readonly [version: number]>;
  readonly #selectErasures: ArrayStatement<readonly [count: number]>;
  readonly #selectSalt: ArrayStatement<readonly [salt: Uint8Array | null]>;
  readonly #selectByIdentifier: ArrayStatement<readonly [person: Uint8Array]>;
  readonly #insertPerson: ArrayStatement<[]>;
  readonly #erasePerson: ArrayStatement<[]>;
  readonly #selectLink: ArrayStatement<readonly [person: Uint8Array]>;
  readonly #selectSubjects: ArrayStatement<readonly [subject: string]>;
  readonly #insertLink: ArrayStatement<[]>;
  readonly #truncateLog: ArrayStatement<readonly [busy: number, pages: number, moved: number]>;

  #seenVersion: number | undefined;
  #seenErasures: number | undefined;

  constructor(db: DatabaseSync, vaultKeys: VaultKeys, source: KeySource, options: SqliteVaultOptions) {
    this.#db = db;
    this.#options = options;
    this.#vaultKeys = vaultKeys;
    this.#source = source;
    this.#keys = new Recent(options.rememberedPersons ?? 20_000);
    this.#commits = new GroupCommit(db);
    this.#dataVersion = arrayStatement(db, 'PRAGMA data_version');
    this.#selectErasures = arrayStatement(db, 'SELECT count FROM erasures');
    this.#selectSalt = arrayStatement(db, 'SELECT salt FROM person WHERE id = ?');
    this.#selectByIdentifier = arrayStatement(db, 'SELECT id FROM person WHERE identifier = ?');
    this.#insertPerson = arrayStatement(
      db,
      'INSERT INTO person (id, salt, identifier) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#erasePerson = arrayStatement(
      db,
      'UPDATE person SET salt = NULL, identifier = NULL, erased_at = ? WHERE id = ? AND salt IS NOT NULL',
    );
    this.#selectLink = arrayStatement(db, 'SELECT person FROM link WHERE subject = ?');
    this.#selectSubjects = arrayStatement(db, 'SELECT subject FROM link WHERE person = ? ORDER BY subject');
    this.#insertLink = arrayStatement(
      db,
      'INSERT INTO link VALUES (?, ?) ON CONFLICT DO UPDATE SET person = excluded.person',
    );
    this.#truncateLog = arrayStatement(db, 'PRAGMA wal_checkpoint(TRUNCATE)');
    this.#forgetErased();
  }

  async seal(requests: readonly SealRequest[]): Promise<readonly SealedBlob[]> {
    const keys = this.#run(() => {
      for (const [index, { eventId }] of requests.entries()) checkEventId(eventId, `requests[${index}].eventId`);
      this.#forgetErased();
      return requests.map(({ person }, index) => this.#sealingKeys(person, `requests[${index}].person`));
    });
    const unknown = requests.filter((_, index) => keys[index] === undefined);
    const made = unknown.length === 0 ? undefined : await this.#makePersons(unknown.map(({ person }) => person));
    return requests.map(({ person, eventId, fields }, index) => ({
      person,
      blob: sealFields((keys[index] ?? made?.get(person)) as PersonKeys, person, eventId, fields),
    }));
  }

  async unseal(eventId: string, sealed: SealedBlob, view: View): Promise<Unsealed> {
    return this.#run(() => {
      this.#forgetErased();
      const keys = this.#keysOf(sealed.person);
      if (keys === 'erased') return { state: 'erased' };
      if (keys === undefined) throw strange(sealed.person);
      return viewFields(keys, eventId, sealed, view);
    });
  }

  async personFor(identifiers: Identifiers): Promise<string> {
    const [person] = await this.personsFor([identifiers]);
    return person as string;
  }

  async personsFor(identifiers: readonly Identifiers[]): Promise<readonly string[]> {
    const indexes = identifiers.map((each) => this.#vaultKeys.blindIndex(decidingIdentifier(each)));
    const known = this.#run(() => indexes.map((index) => this.#personBy(index)));
    const isLinked = ({ subject }: Identifiers, i: number): boolean =>
      subject === undefined || this.#linked(subject) === known[i];
    if (!known.includes(undefined) && this.#run(() => identifiers.every(isLinked))) return known as readonly string[];
    return this.#commit(() =>
      identifiers.map(({ subject }, i) => {
        // Looked up again: whoever we saw before may be erased by now, and somebody else may have made who was missing.
        const index = indexes[i] as Uint8Array;
        const person = this.#personBy(index) ?? this.#newPerson(index);
        if (subject !== undefined) this.#insertLink.run(subject, personIdBytes(person));
        return person;
      }),
    );
  }

  async findByPhone(phone: string): Promise<readonly string[]> {
    const value = normalisePhone(phone);
    return this.#run(() => {
      const person =
        value === undefined ? undefined : this.#personBy(this.#vaultKeys.blindIndex({ kind: 'phone', value }));
      return person === undefined ? [] : [person];
    });
  }

  async namedIn(texts: readonly string[]): Promise<readonly string[]> {
    return this.#run(() => {
      const found = texts
        .flatMap(identifiersIn)
        .flatMap((identifier) => this.#personBy(this.#vaultKeys.blindIndex(identifier)) ?? []);
      return [...new Set(found)];
    });
  }

  async link(subject: string, person: string): Promise<void> {
    await this.linkMany([{ subject, person }]);
  }

  async linkMany(links: readonly { readonly subject: string; readonly person: string }[]): Promise<void> {
    const changed = this.#run(() =>
      links
        .map(({ subject, person }, index) => ({ subject, person, id: personIdBytes(person, `links[${index}].person`) }))
        .filter(({ subject, person }) => this.#linked(subject) !== person),
    );
    if (changed.length === 0) return;
    await this.#commit(() => {
      for (const { person, id } of changed) if (this.#selectSalt.get(id)?.[0] == null) throw gone(person);
      for (const { subject, id } of changed) this.#insertLink.run(subject, id);
    });
  }

  async personOf(subject: string): Promise<string | undefined> {
    return this.#run(() => this.#linked(subject));
  }

  async subjectsOf(person: string): Promise<readonly string[]> {
    return this.#run(() => this.#selectSubjects.all(personIdBytes(person)).map(([subject]) => subject));
  }

  async erase(person: string): Promise<{ readonly erased: boolean }> {
    const id = personIdBytes(person);
    const at = (this.#options.now?.() ?? new Date()).toISOString();
    const erased = await this.#commit(() => {
      if (this.#erasePerson.run(at, id).changes === 0) return false;
      this.#db.prepare('DELETE FROM link WHERE person = ?').run(id);
      this.#db.exec('UPDATE erasures SET count = count + 1');
      this.#keys.delete(person);
      return true;
    });
    // The salt still stands in older pages of the write-ahead log.
    const [busy] = this.#run(() => this.#truncateLog.get()) ?? [];
    if (busy !== 0) throw stillInLog(person, this.#options.path);
    return { erased };
  }

  async sealBytes(purpose: string, bytes: Uint8Array): Promise<Uint8Array> {
    return this.#run(() => this.#vaultKeys.sealBytes(purpose, bytes));
  }

  async openBytes(purpose: string, sealed: Uint8Array): Promise<Uint8Array> {
    return this.#run(() => this.#vaultKeys.openBytes(purpose, sealed));
  }

  async rotateKey(next?: KeyEncryptionKey): Promise<void> {
    this.#run(() =>
      rewrapRoot(
        this.#db,
        this.#vaultKeys.root,
        next === undefined ? this.#source.next() : { key: next, install: () => undefined },
      ),
    );
  }

  async close(): Promise<void> {
    if (!this.#db.isOpen) return;
    this.#commits.flush();
    this.#db.close();
    this.#keys.clear();
  }

  #run<T>(work: () => T): T {
    if (!this.#db.isOpen) throw new LedgerError('closed', 'The vault is closed', { path: this.#options.path });
    try {
      return work();
    } catch (error) {
      throw vaultFailure(error, this.#options.path);
    }
  }

  async #commit<T>(work: () => T): Promise<T> {
    try {
      return await this.#run(() => this.#commits.submit(work));
    } catch (error) {
      throw vaultFailure(error, this.#options.path);
    }
  }

  #personBy(index: Uint8Array): string | undefined {
    const row = this.#selectByIdentifier.get(index);
    return row && uuidFromBytes(row[0]);
  }

  #newPerson(index: Uint8Array): string {
    const person = newId();
    const id = personIdBytes(person);
    const salt = this.#salts.next();
    this.#insertPerson.run(id, salt, index);
    // Who is new is sealed for next. If the transaction fails, nobody ever hears of this id.
    this.#keys.set(person, derivePersonKeys(this.#vaultKeys.root, salt, id));
    return person;
  }

  #linked(subject: string): string | undefined {
    const row = this.#selectLink.get(subject);
    return row && uuidFromBytes(row[0]);
  }

  /** Keys derived before are forgotten as soon as any process has erased anybody. */
  #forgetErased(): void {
    const version = this.#dataVersion.get()?.[0];
    if (version === this.#seenVersion) return;
    const erasures = this.#selectErasures.get()?.[0];
    if (erasures !== this.#seenErasures) this.#keys.clear();
    this.#seenErasures = erasures;
    this.#seenVersion = version;
  }

  #keysOf(person: string): PersonKeys | 'erased' | undefined {
    const known = this.#keys.get(person);
    if (known !== undefined) return known;
    const id = personIdBytes(person);
    const row = this.#selectSalt.get(id);
    if (row === undefined) return undefined;
    if (row[0] === null) return 'erased';
    const keys = derivePersonKeys(this.#vaultKeys.root, row[0], id);
    this.#keys.set(person, keys);
    return keys;
  }

  #sealingKeys(person: string, path: string): PersonKeys | undefined {
    const keys = this.#keysOf(person);
    if (keys === 'erased') throw gone(person, path);
    return keys;
  }

  /** Persons named by somebody else than this vault: they get a key, but no identifier leads to them. */
  async #makePersons(persons: readonly string[]): Promise<ReadonlyMap<string, PersonKeys>> {
    await this.#commit(() => {
      for (const person of persons) this.#insertPerson.run(personIdBytes(person), this.#salts.next(), null);
    });
    return this.#run(
      () => new Map(persons.map((person) => [person, this.#sealingKeys(person, 'person') as PersonKeys])),
    );
  }
}

const stillInLog = (person: string, path: string): LedgerError =>
  new LedgerError('unavailable', `Person ${person} is erased, but a reader of the vault keeps older pages alive`, {
    path,
    hint: 'End what reads the vault file, such as a backup, and erase the same person id again.',
  });
