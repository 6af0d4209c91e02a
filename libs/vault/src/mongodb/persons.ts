import { LedgerError } from '@complaint-ledger/contracts';
import { isDuplicateKey } from '@complaint-ledger/mongodb';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { PersonDocument } from './documents.ts';

/** Of a person who is known: the salt, or that it is gone. */
export type Salt = Uint8Array | 'erased';

export interface NewPerson {
  readonly _id: string;
  readonly salt: Uint8Array;
  readonly identifier?: Uint8Array;
}

/** Documents of persons. */
export class Persons {
  readonly #persons: Collection<PersonDocument>;

  constructor(persons: Collection<PersonDocument>) {
    this.#persons = persons;
  }

  /** In order; undefined for whom the vault never knew. */
  async salts(persons: readonly string[]): Promise<readonly (Salt | undefined)[]> {
    const found = this.#persons.find({ _id: { $in: [...new Set(persons)] } }, { projection: { salt: 1, erasedAt: 1 } });
    const salts = new Map<string, Salt>();
    for await (const { _id, salt, erasedAt } of found) {
      if (salt === undefined && erasedAt === undefined) throw halfDocument(_id);
      salts.set(_id, salt ?? 'erased');
    }
    return persons.map((person) => salts.get(person));
  }

  /** Persons by the hexadecimal text of their identifiers. */
  async by(identifiers: readonly Uint8Array[]): Promise<ReadonlyMap<string, string>> {
    const found = this.#persons.find(
      { identifier: { $in: identifiers.map((each) => Buffer.from(each)) } },
      { projection: { identifier: 1 } },
    );
    const persons = new Map<string, string>();
    for await (const { _id, identifier } of found)
      if (identifier !== undefined) persons.set(Buffer.from(identifier).toString('hex'), _id);
    return persons;
  }

  /**
   * Makes who is not there, each by identifier or else by id. When it resolves, whoever was there before is acknowledged by
   * a majority too: a write that changes nothing waits for what it saw.
   */
  async make(persons: readonly NewPerson[]): Promise<void> {
    const operations = persons.map(({ _id, salt, identifier }): AnyBulkWriteOperation<PersonDocument> => {
      const update =
        identifier === undefined
          ? { filter: { _id }, update: { $setOnInsert: { salt } } }
          : { filter: { identifier }, update: { $setOnInsert: { _id, salt } } };
      return { updateOne: { ...update, upsert: true } };
    });
    try {
      await this.#persons.bulkWrite(operations, { ordered: false });
    } catch (error) {
      // Somebody else made the same person in between: whoever reads afterwards finds theirs.
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** Takes salt and identifier away; false when there is nothing, also of links, left to take. */
  async erase(person: string, erasedAt: string): Promise<boolean> {
    const { modifiedCount } = await this.#persons.updateOne(
      { _id: person, salt: { $exists: true } },
      { $unset: { salt: '', identifier: '' }, $set: { erasedAt, linksLeft: true } },
    );
    return modifiedCount === 1 || (await this.#persons.findOne({ _id: person, linksLeft: true })) !== null;
  }

  async linksErased(person: string): Promise<void> {
    await this.#persons.updateOne({ _id: person }, { $unset: { linksLeft: '' } });
  }

  async halfErased(): Promise<readonly string[]> {
    const found = await this.#persons.find({ linksLeft: true }, { projection: { _id: 1 } }).toArray();
    return found.map(({ _id }) => _id);
  }
}

const halfDocument = (person: string): LedgerError =>
  new LedgerError('corrupt', `Person ${person} has no key and was not erased`, {
    path: `vault_persons ${person}`,
    hint: 'Restore this document from your backup: somebody changed it past the vault.',
  });
