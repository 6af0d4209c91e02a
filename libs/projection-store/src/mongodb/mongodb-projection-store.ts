import type { LedgerError } from '@complaint-ledger/contracts';
import { type MongoPlace, type OpenMongo, isDuplicateKey, openMongo } from '@complaint-ledger/mongodb';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import {
  type Declared,
  type EncodedWrite,
  checkCount,
  checkPosition,
  conflict,
  declaredField,
  encode,
  otherFields,
  sameFields,
  unknownCollection,
} from '../declared.ts';
import { checkCollectionName, checkFieldNames } from '../names.ts';
import type { DocumentWrite, FieldRange, ProjectionStore, QueryOptions, StoredDocument } from '../projection-store.ts';
import { type Held, filterOf, place } from './filter.ts';

export type MongoProjectionStoreOptions = MongoPlace;

interface Declaration {
  readonly _id: string;
  readonly fields: readonly string[];
}

interface Checkpoint {
  readonly _id: string;
  readonly position: number;
}

/** Documents asked for at once: an `$in` of more is slower than two. */
const IDS_PER_READ = 1_000;

/**
 * The projection store in a MongoDB database, on a replica set or sharded (by `_id`). Every document is written by compare-and-set on
 * `applied`; no transaction spans documents: of a refused batch a part may be written, its checkpoint never is. Writes are acknowledged
 * by a majority. Errors: those of `ProjectionStore`, and `config` (the collection has other fields, the connection string is none),
 * `unavailable` (no server answers: the same write may be repeated).
 */
export const openMongoProjectionStore = async (options: MongoProjectionStoreOptions): Promise<ProjectionStore> =>
  new MongoProjectionStore(await openMongo(options, { what: 'The projection store' }));

class MongoProjectionStore implements ProjectionStore {
  readonly #mongo: OpenMongo;
  readonly #declarations: Collection<Declaration>;
  readonly #checkpoints: Collection<Checkpoint>;
  readonly #known = new Map<string, Declared>();

  constructor(mongo: OpenMongo) {
    this.#mongo = mongo;
    this.#declarations = mongo.db.collection('_collections');
    this.#checkpoints = mongo.db.collection('_checkpoints');
  }

  ensure(collection: string, fields: readonly string[]): Promise<void> {
    return this.#mongo.run(async () => {
      checkCollectionName(collection);
      checkFieldNames(fields);
      const declared = await this.#declared(collection);
      if (declared !== undefined && !sameFields(declared.fields, fields)) {
        if ((await this.#documents(collection).findOne({}, { projection: { _id: 1 } })) !== null)
          throw otherFields(declared, fields);
        await this.#documents(collection).drop();
      }
      // Making an index that is there changes nothing.
      for (const field of fields)
        await this.#documents(collection).createIndex({ [place(field)]: 1, _id: 1 }, { name: `by ${field}` });
      if (declared === undefined || !sameFields(declared.fields, fields))
        await this.#declarations.replaceOne({ _id: collection }, { fields: [...fields] }, { upsert: true });
      this.#known.set(collection, { name: collection, fields });
    });
  }

  get<Body>(collection: string, ids: readonly string[]): Promise<readonly StoredDocument<Body>[]> {
    return this.#mongo.run(async () => {
      const of = await this.#expect(collection);
      const found = new Map<string, Held>();
      for (let from = 0; from < ids.length; from += IDS_PER_READ) {
        const some = ids.slice(from, from + IDS_PER_READ);
        for await (const held of this.#documents(collection).find({ _id: { $in: some } })) found.set(held._id, held);
      }
      return ids.flatMap((id) => {
        const held = found.get(id);
        return held === undefined ? [] : [decode<Body>(of, held)];
      });
    });
  }

  query<Body>(collection: string, options: QueryOptions = {}): Promise<readonly StoredDocument<Body>[]> {
    return this.#mongo.run(async () => {
      const of = await this.#expect(collection);
      const filter = filterOf(of, options.where);
      const direction: 1 | -1 = options.descending === true ? -1 : 1;
      const by =
        options.orderBy === undefined ? {} : { [place(declaredField(of, options.orderBy, 'orderBy'))]: direction };
      const limit = options.limit === undefined ? undefined : checkCount(options.limit, 'limit');
      const offset = checkCount(options.offset ?? 0, 'offset');
      if (limit === 0) return [];
      const found = this.#documents(collection)
        .find(filter)
        .sort({ ...by, _id: direction })
        .skip(offset)
        .limit(limit ?? 0);
      return (await found.toArray()).map((held) => decode<Body>(of, held));
    });
  }

  count(collection: string, where: readonly FieldRange[] = []): Promise<number> {
    return this.#mongo.run(async () => {
      const of = await this.#expect(collection);
      return this.#documents(collection).countDocuments(filterOf(of, where));
    });
  }

  write(
    collection: string,
    writes: readonly DocumentWrite[],
    checkpoint?: { readonly name: string; readonly position: number },
  ): Promise<void> {
    return this.#mongo.run(async () => {
      const of = await this.#expect(collection);
      const encoded = writes.map((write) => encode(of, write));
      if (checkpoint !== undefined) checkPosition(checkpoint.position);
      if (encoded.length > 0) await this.#compareAndSet(of, encoded);
      // After its documents: a crash in between makes the writer fold events that `applied` tells it to leave out.
      if (checkpoint !== undefined) await this.#setCheckpoint(checkpoint.name, checkpoint.position);
    });
  }

  checkpoint(name: string): Promise<number> {
    return this.#mongo.run(async () => (await this.#checkpoints.findOne({ _id: name }))?.position ?? 0);
  }

  saveCheckpoint(name: string, position: number): Promise<void> {
    return this.#mongo.run(async () => {
      checkPosition(position);
      await this.#setCheckpoint(name, position);
    });
  }

  drop(collection: string): Promise<void> {
    return this.#mongo.run(async () => {
      // The checkpoint first: documents without one are folded anew, a checkpoint without documents would lose them.
      await this.#checkpoints.deleteOne({ _id: collection });
      if ((await this.#declared(collection)) !== undefined) await this.#documents(collection).deleteMany({});
    });
  }

  close(): Promise<void> {
    return this.#mongo.close();
  }

  #documents(collection: string): Collection<Held> {
    return this.#mongo.db.collection<Held>(collection);
  }

  async #compareAndSet(of: Declared, writes: readonly EncodedWrite[]): Promise<void> {
    const operations = writes.map((write): AnyBulkWriteOperation<Held> => {
      const { id, applied, replaces, body, values } = write;
      const fields = Object.fromEntries(of.fields.map((field, index) => [field, values[index] ?? null]));
      const held = { applied, body, fields };
      return replaces === 0
        ? { insertOne: { document: { _id: id, ...held } } }
        : { replaceOne: { filter: { _id: id, applied: replaces }, replacement: held } };
    });
    const documents = this.#documents(of.name);
    try {
      // In order: a document may be written twice in one batch.
      const { insertedCount, matchedCount } = await documents.bulkWrite(operations, { ordered: true });
      if (insertedCount + matchedCount === writes.length) return;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    throw await this.#conflict(of, writes);
  }

  /** The first write that another version stood in the way of, as far as the documents still show it. */
  async #conflict(of: Declared, writes: readonly EncodedWrite[]): Promise<LedgerError> {
    const stored = new Map(
      (
        await this.#documents(of.name)
          .find({ _id: { $in: writes.map(({ id }) => id) } }, { projection: { applied: 1 } })
          .toArray()
      ).map(({ _id, applied }) => [_id, applied]),
    );
    const last = new Map(writes.map((write) => [write.id, write]));
    const lost = [...last.values()].find(({ id, applied }) => stored.get(id) !== applied) ?? writes[0];
    const { id, replaces } = lost as EncodedWrite;
    return conflict(of, id, replaces, stored.get(id), 'A part of this batch may have been written.');
  }

  async #declared(name: string): Promise<Declared | undefined> {
    const found = await this.#declarations.findOne({ _id: name });
    return found === null ? undefined : { name, fields: found.fields };
  }

  async #expect(name: string): Promise<Declared> {
    const known = this.#known.get(name) ?? (await this.#declared(name));
    if (known === undefined) throw unknownCollection(name);
    this.#known.set(name, known);
    return known;
  }

  async #setCheckpoint(name: string, position: number): Promise<void> {
    await this.#checkpoints.replaceOne({ _id: name }, { position }, { upsert: true });
  }
}

const decode = <Body>(of: Declared, held: Held): StoredDocument<Body> => ({
  id: held._id,
  applied: held.applied,
  body: JSON.parse(held.body) as Body,
  fields: Object.fromEntries(of.fields.map((field) => [field, held.fields[field] ?? null])),
});
