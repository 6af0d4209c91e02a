import { isDuplicateKey } from '@complaint-ledger/mongodb';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { LinkDocument } from './documents.ts';

/** Documents of links. */
export class Links {
  readonly #links: Collection<LinkDocument>;

  constructor(links: Collection<LinkDocument>) {
    this.#links = links;
  }

  /** Persons by subject. */
  async of(subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (subjects.length === 0) return new Map();
    const found = await this.#links.find({ _id: { $in: [...subjects] } }).toArray();
    return new Map(found.map(({ _id, person }) => [_id, person]));
  }

  async subjectsOf(person: string): Promise<readonly string[]> {
    const found = await this.#links.find({ person }).sort({ _id: 1 }).toArray();
    return found.map(({ _id }) => _id);
  }

  async put(links: ReadonlyMap<string, string>): Promise<void> {
    const operations = [...links].map(([_id, person]): AnyBulkWriteOperation<LinkDocument> => ({
      updateOne: { filter: { _id }, update: { $set: { person } }, upsert: true },
    }));
    const write = () => this.#links.bulkWrite(operations, { ordered: false });
    try {
      await write();
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // Somebody else made the same link in between: now it is there to be changed.
      await write();
    }
  }

  /** Removes what still says the same. */
  async takeBack(links: ReadonlyMap<string, string>): Promise<void> {
    if (links.size === 0) return;
    await this.#links.bulkWrite(
      [...links].map(([_id, person]) => ({ deleteOne: { filter: { _id, person } } })),
      { ordered: false },
    );
  }

  async eraseOf(person: string): Promise<void> {
    await this.#links.deleteMany({ person });
  }
}
