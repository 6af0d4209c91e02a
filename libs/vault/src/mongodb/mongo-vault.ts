import { randomBytes } from 'node:crypto';
import { LedgerError, newId, type SealedBlob } from '@complaint-ledger/contracts';
import { type MongoPlace, type OpenMongo, openMongo } from '@complaint-ledger/mongodb';
import { decidingIdentifier, identifiersIn } from '../identity/identifiers.ts';
import { personIdBytes } from '../identity/person-id.ts';
import { normalisePhone } from '../identity/phone.ts';
import type { KeyEncryptionKey } from '../keys/key-encryption-key.ts';
import { keySource, type KeySource, type VaultKeyOptions } from '../keys/key-source.ts';
import { checkEventId, gone, strange } from '../refusals.ts';
import { derivePersonKeys, type PersonKeys, sealFields } from '../sealing/person-keys.ts';
import { VaultKeys } from '../sealing/vault-keys.ts';
import { viewFields } from '../sealing/view-fields.ts';
import type { Identifiers, KeyedVault, SealRequest, Unsealed, View } from '../vault.ts';
import { ensureIndexes, vaultDocuments } from './documents.ts';
import { openRoot, rewrapRoot } from './kept-root.ts';
import { Links } from './links.ts';
import { Persons, type Salt } from './persons.ts';
import { Together } from './together.ts';

export interface MongoVaultOptions extends MongoPlace, VaultKeyOptions {
  readonly now?: () => Date;
}

/**
 * The vault in a MongoDB database, shared by any number of processes. Reads and writes are those of a majority, and no
 * transaction spans documents.
 *
 * An erasure holds for every process as soon as `erase` resolves: no key of a person is kept in memory, each call asks for
 * the salt anew. Only a primary that was cut off and does not know it yet may answer its own clients from before, for the
 * election timeout of the replica set (10 s unless set otherwise). What MongoDB writes beside the data keeps the salt longer: the oplog
 * until it rolls over, backups until they are deleted; a salt opens nothing without the root and the key-encryption key.
 *
 * Errors when opening: `config` (the connection string, the user, a key file open to others), `unavailable` (no server, no key,
 * another vault's key), `not-found` (it must exist and does not), `corrupt`.
 */
export const openMongoVault = async (options: MongoVaultOptions): Promise<KeyedVault> => {
  const source = keySource(options);
  const mongo = await openMongo(options, { what: 'The vault', readConcern: 'majority' });
  try {
    return await mongo.run(async () => {
      const documents = vaultDocuments(mongo.db);
      const keys = new VaultKeys(await openRoot(documents, source, options));
      await ensureIndexes(documents);
      const vault = new OpenMongoVault(mongo, keys, source, options.now ?? (() => new Date()));
      await vault.finishErasures();
      return vault;
    });
  } catch (error) {
    await mongo.close();
    throw error;
  }
};

interface Wanted {
  readonly identifier: Uint8Array;
  readonly subject?: string;
}

/** Rounds of looking and writing beside others that erase the same persons at the same time. */
const ROUNDS = 8;

class OpenMongoVault implements KeyedVault {
  readonly #mongo: OpenMongo;
  readonly #keys: VaultKeys;
  readonly #source: KeySource;
  readonly #now: () => Date;
  readonly #persons: Persons;
  readonly #links: Links;
  readonly #salts: Together<string, Salt | undefined>;
  readonly #wanted: Together<Wanted, string>;
  #closing: Promise<void> | undefined;

  constructor(mongo: OpenMongo, keys: VaultKeys, source: KeySource, now: () => Date) {
    this.#mongo = mongo;
    this.#keys = keys;
    this.#source = source;
    this.#now = now;
    const documents = vaultDocuments(mongo.db);
    this.#persons = new Persons(documents.persons);
    this.#links = new Links(documents.links);
    this.#salts = new Together((persons) => mongo.run(() => this.#persons.salts(persons)));
    this.#wanted = new Together((wanted) => mongo.run(() => this.#findOrMake(wanted)));
  }

  /** Erasures that a crash cut off. */
  async finishErasures(): Promise<void> {
    for (const person of await this.#persons.halfErased()) await this.#eraseLinks(person);
  }

  async seal(requests: readonly SealRequest[]): Promise<readonly SealedBlob[]> {
    return this.#run(async () => {
      for (const [index, { person, eventId }] of requests.entries()) {
        checkEventId(eventId, `requests[${index}].eventId`);
        personIdBytes(person, `requests[${index}].person`);
      }
      const salts = await this.#saltsToSeal(requests.map(({ person }) => person));
      const keys = new Map<string, PersonKeys>();
      return requests.map(({ person, eventId, fields }, index) => {
        const known = keys.get(person) ?? this.#personKeys(person, salts[index] as Uint8Array);
        keys.set(person, known);
        return { person, blob: sealFields(known, person, eventId, fields) };
      });
    });
  }

  async unseal(eventId: string, sealed: SealedBlob, view: View): Promise<Unsealed> {
    return this.#run(async () => {
      const salt = await this.#salt(sealed.person);
      if (salt === undefined) throw strange(sealed.person);
      if (salt === 'erased') return { state: 'erased' };
      return viewFields(this.#personKeys(sealed.person, salt), eventId, sealed, view);
    });
  }

  async personFor(identifiers: Identifiers): Promise<string> {
    const [person] = await this.personsFor([identifiers]);
    return person as string;
  }

  async personsFor(identifiers: readonly Identifiers[]): Promise<readonly string[]> {
    return this.#run(() =>
      this.#wanted.ask(
        identifiers.map((each) => ({
          identifier: this.#keys.blindIndex(decidingIdentifier(each)),
          ...(each.subject === undefined ? {} : { subject: each.subject }),
        })),
      ),
    );
  }

  async findByPhone(phone: string): Promise<readonly string[]> {
    return this.#run(async () => {
      const value = normalisePhone(phone);
      if (value === undefined) return [];
      return [...(await this.#persons.by([this.#keys.blindIndex({ kind: 'phone', value })])).values()];
    });
  }

  async namedIn(texts: readonly string[]): Promise<readonly string[]> {
    return this.#run(async () => {
      const indexes = texts.flatMap(identifiersIn).map((identifier) => this.#keys.blindIndex(identifier));
      return indexes.length === 0 ? [] : [...new Set((await this.#persons.by(indexes)).values())];
    });
  }

  async link(subject: string, person: string): Promise<void> {
    await this.linkMany([{ subject, person }]);
  }

  async linkMany(links: readonly { readonly subject: string; readonly person: string }[]): Promise<void> {
    await this.#run(async () => {
      for (const [index, { person }] of links.entries()) personIdBytes(person, `links[${index}].person`);
      const wanted = new Map(links.map(({ subject, person }) => [subject, person]));
      const linked = await this.#links.of([...wanted.keys()]);
      const changed = new Map([...wanted].filter(([subject, person]) => linked.get(subject) !== person));
      const [someGone] = await this.#goneOf([...changed.values()]);
      if (someGone !== undefined) throw gone(someGone);
      const [erased] = await this.#linkUnlessGone(changed);
      if (erased !== undefined) throw gone(changed.get(erased) as string);
    });
  }

  async personOf(subject: string): Promise<string | undefined> {
    return this.#run(async () => {
      const person = (await this.#links.of([subject])).get(subject);
      // A link that came beside an erasure, by a process that ended before it could take it back.
      return person === undefined || (await this.#goneOf([person])).length > 0 ? undefined : person;
    });
  }

  async subjectsOf(person: string): Promise<readonly string[]> {
    return this.#run(async () =>
      (await this.#salt(person)) instanceof Uint8Array ? this.#links.subjectsOf(person) : [],
    );
  }

  /** The key goes first, with the index, in one write: whatever happens afterwards, nothing of the person can be read. */
  async erase(person: string): Promise<{ readonly erased: boolean }> {
    return this.#run(() => {
      personIdBytes(person);
      return this.#wanted.alone(() =>
        this.#mongo.run(async () => {
          const erased = await this.#persons.erase(person, this.#now().toISOString());
          if (erased) await this.#eraseLinks(person);
          return { erased };
        }),
      );
    });
  }

  async sealBytes(purpose: string, bytes: Uint8Array): Promise<Uint8Array> {
    return this.#run(async () => this.#keys.sealBytes(purpose, bytes));
  }

  async openBytes(purpose: string, sealed: Uint8Array): Promise<Uint8Array> {
    return this.#run(async () => this.#keys.openBytes(purpose, sealed));
  }

  async rotateKey(next?: KeyEncryptionKey): Promise<void> {
    await this.#run(() =>
      rewrapRoot(
        vaultDocuments(this.#mongo.db),
        this.#keys.root,
        next === undefined ? this.#source.next() : { key: next, install: () => undefined },
      ),
    );
  }

  async close(): Promise<void> {
    this.#closing ??= (async () => {
      await this.#wanted.idle();
      await this.#salts.idle();
      await this.#mongo.close();
    })();
    await this.#closing;
  }

  /** What waits when the vault is closed is still done; what comes later is refused. */
  async #run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing !== undefined) throw new LedgerError('closed', 'The vault is closed');
    return this.#mongo.run(work);
  }

  async #salt(person: string): Promise<Salt | undefined> {
    personIdBytes(person);
    const [salt] = await this.#salts.ask([person]);
    return salt;
  }

  #personKeys(person: string, salt: Uint8Array): PersonKeys {
    return derivePersonKeys(this.#keys.root, salt, personIdBytes(person));
  }

  /** Persons named by somebody else than this vault get a salt, but no identifier leads to them. */
  async #saltsToSeal(persons: readonly string[]): Promise<readonly Uint8Array[]> {
    let salts = await this.#salts.ask(persons);
    const refuse = (): void => {
      const index = salts.indexOf('erased');
      if (index !== -1) throw gone(persons[index] as string, `requests[${index}].person`);
    };
    refuse();
    const unknown = persons.filter((_, index) => salts[index] === undefined);
    if (unknown.length > 0) {
      await this.#persons.make(unknown.map((_id) => ({ _id, salt: newSalt() })));
      salts = await this.#salts.ask(persons);
      refuse();
    }
    if (salts.includes(undefined)) throw beside();
    return salts as readonly Uint8Array[];
  }

  async #findOrMake(wanted: readonly Wanted[]): Promise<readonly string[]> {
    for (let round = 0; round < ROUNDS; round++) {
      const persons = await this.#personsBy(wanted.map(({ identifier }) => identifier));
      const links = new Map<string, string>();
      for (const [index, { subject }] of wanted.entries())
        if (subject !== undefined) links.set(subject, persons[index] as string);
      const linked = await this.#links.of([...links.keys()]);
      for (const [subject, person] of links) if (linked.get(subject) === person) links.delete(subject);
      if ((await this.#linkUnlessGone(links)).length === 0) return persons;
    }
    throw beside();
  }

  async #personsBy(identifiers: readonly Uint8Array[]): Promise<readonly string[]> {
    for (let round = 0; round < ROUNDS; round++) {
      const known = await this.#persons.by(identifiers);
      const missing = identifiers.filter((identifier) => !known.has(nameOf(identifier)));
      if (missing.length === 0) return identifiers.map((identifier) => known.get(nameOf(identifier)) as string);
      await this.#persons.make(
        [...new Map(missing.map((each) => [nameOf(each), each])).values()].map((identifier) => ({
          _id: newId(),
          salt: newSalt(),
          identifier,
        })),
      );
    }
    throw beside();
  }

  /**
   * Subjects that were not linked because their person is erased by now. A link is written first and the person looked at
   * afterwards: an erasure removes the key first and links afterwards, so that one of the two sees the other.
   */
  async #linkUnlessGone(links: ReadonlyMap<string, string>): Promise<readonly string[]> {
    if (links.size === 0) return [];
    await this.#links.put(links);
    const erased = new Set(await this.#goneOf([...links.values()]));
    const undone = new Map([...links].filter(([, person]) => erased.has(person)));
    await this.#links.takeBack(undone);
    return [...undone.keys()];
  }

  async #goneOf(persons: readonly string[]): Promise<readonly string[]> {
    const salts = await this.#salts.ask(persons);
    return persons.filter((_, index) => !(salts[index] instanceof Uint8Array));
  }

  async #eraseLinks(person: string): Promise<void> {
    await this.#links.eraseOf(person);
    await this.#persons.linksErased(person);
  }
}

/** Not from a page of random bytes: the driver reads it later. */
const newSalt = (): Uint8Array => randomBytes(32);

const nameOf = (identifier: Uint8Array): string => Buffer.from(identifier).toString('hex');

const beside = (): LedgerError =>
  new LedgerError('unavailable', 'Other processes keep changing the same persons', {
    hint: 'Nothing was lost; the same call may be repeated.',
  });
