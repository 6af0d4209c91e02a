import { randomUUID } from 'node:crypto';
import { LedgerError } from '@complaint-ledger/contracts';
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
import { Gathering } from './gathering.ts';
import { type Round, roundsOf } from './rounds.ts';

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

/** What a collection is asked for and told by everybody in this process. */
interface Traffic {
  readonly writes: Gathering<readonly EncodedWrite[], void>;
  readonly reads: Gathering<readonly string[], readonly Held[]>;
}

/**
 * The projection store in a MongoDB database, on a replica set or sharded (by `_id`). Every document is written by compare-and-set on
 * `applied`; no transaction spans documents: of a refused batch a part may be written, its checkpoint never is. Calls made side by side
 * reach the server together. Writes are acknowledged by a majority, and only what a majority has is read: what a failover took back would be
 * taken for folded. Errors: those of `ProjectionStore`, and `config` (the collection has other fields, the connection string is none),
 * `payload-too-large`, `unavailable` (no server answers: the same write may be repeated).
 */
export const openMongoProjectionStore = async (options: MongoProjectionStoreOptions): Promise<ProjectionStore> =>
  new MongoProjectionStore(await openMongo(options, { what: 'The projection store', readConcern: 'majority' }));

class MongoProjectionStore implements ProjectionStore {
  readonly #mongo: OpenMongo;
  readonly #declarations: Collection<Declaration>;
  readonly #checkpoints: Collection<Checkpoint>;
  readonly #known = new Map<string, Promise<Declared | undefined>>();
  readonly #traffic = new Map<string, Traffic>();
  readonly #places: Gathering<Checkpoint, void>;
  readonly #writer = randomUUID();
  #written = 0;

  constructor(mongo: OpenMongo) {
    this.#mongo = mongo;
    this.#places = new Gathering((checkpoints) => this.#setCheckpoints(checkpoints));
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
      this.#known.set(collection, Promise.resolve({ name: collection, fields }));
      this.#traffic.delete(collection);
    });
  }

  get<Body>(collection: string, ids: readonly string[]): Promise<readonly StoredDocument<Body>[]> {
    return this.#mongo.run(async () => {
      const of = await this.#expect(collection);
      const held = await this.#trafficOf(of).reads.ask(ids);
      const found = new Map(held.map((document) => [document._id, document]));
      return ids.flatMap((id) => {
        const document = found.get(id);
        return document === undefined ? [] : [decode<Body>(of, document)];
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
      for (const write of encoded) checkSize(of, write);
      if (checkpoint !== undefined) checkPosition(checkpoint.position);
      if (encoded.length > 0) await this.#trafficOf(of).writes.ask(encoded);
      // After its documents: a crash in between makes the writer fold events that `applied` tells it to leave out.
      if (checkpoint !== undefined) await this.#places.ask({ _id: checkpoint.name, position: checkpoint.position });
    });
  }

  checkpoint(name: string): Promise<number> {
    return this.#mongo.run(async () => (await this.#checkpoints.findOne({ _id: name }))?.position ?? 0);
  }

  saveCheckpoint(name: string, position: number): Promise<void> {
    return this.#mongo.run(async () => {
      checkPosition(position);
      await this.#places.ask({ _id: name, position });
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

  #trafficOf(of: Declared): Traffic {
    const known = this.#traffic.get(of.name);
    if (known !== undefined) return known;
    const traffic: Traffic = {
      writes: new Gathering((batches) => this.#compareAndSet(of, batches)),
      reads: new Gathering((asked) => this.#read(of.name, asked)),
    };
    this.#traffic.set(of.name, traffic);
    return traffic;
  }

  async #read(
    collection: string,
    asked: readonly (readonly string[])[],
  ): Promise<readonly PromiseSettledResult<readonly Held[]>[]> {
    const found = new Map<string, Held>();
    const ids = [...new Set(asked.flat())];
    for (let from = 0; from < ids.length; from += IDS_PER_READ) {
      const some = ids.slice(from, from + IDS_PER_READ);
      for await (const held of this.#documents(collection).find({ _id: { $in: some } })) found.set(held._id, held);
    }
    return asked.map((some) => ({
      status: 'fulfilled',
      value: some.flatMap((id) => found.get(id) ?? []),
    }));
  }

  async #compareAndSet(
    of: Declared,
    batches: readonly (readonly EncodedWrite[])[],
  ): Promise<readonly PromiseSettledResult<void>[]> {
    const answers: PromiseSettledResult<void>[] = [];
    for (const round of roundsOf(batches)) answers.push(...(await this.#writeRound(of, round)));
    return answers;
  }

  async #writeRound(of: Declared, { batches, ordered }: Round): Promise<readonly PromiseSettledResult<void>[]> {
    const marked = batches.map((writes) => ({ by: `${this.#writer}/${(this.#written += 1)}`, writes }));
    const operations = marked.flatMap(({ by, writes }) => writes.map((write) => operationOf(of, write, by)));
    try {
      const { insertedCount, matchedCount } = await this.#documents(of.name).bulkWrite(operations, { ordered });
      if (insertedCount + matchedCount === operations.length) return batches.map(() => written);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    return this.#whoseStand(of, marked);
  }

  /** Of batches of which something was refused: those are written whose documents all stand as they wrote them. */
  async #whoseStand(of: Declared, batches: readonly Marked[]): Promise<readonly PromiseSettledResult<void>[]> {
    const ids = batches.flatMap(({ writes }) => writes.map(({ id }) => id));
    const stored = new Map<string, Pick<Held, 'applied' | 'by'>>();
    for await (const { _id, applied, by } of this.#documents(of.name).find(
      { _id: { $in: ids } },
      { projection: { applied: 1, by: 1 } },
    ))
      stored.set(_id, { applied, by });
    return batches.map(({ by, writes }) => {
      const last = new Map(writes.map((write) => [write.id, write]));
      const lost = [...last.values()].find(({ id, applied }) => {
        const stands = stored.get(id);
        return stands?.by !== by || stands.applied !== applied;
      });
      if (lost === undefined) return written;
      const { id, replaces } = lost;
      const note = 'A part of this batch may have been written.';
      return { status: 'rejected', reason: conflict(of, id, replaces, stored.get(id)?.applied, note) };
    });
  }

  async #declared(name: string): Promise<Declared | undefined> {
    const found = await this.#declarations.findOne({ _id: name });
    return found === null ? undefined : { name, fields: found.fields };
  }

  async #expect(name: string): Promise<Declared> {
    const asked = this.#known.get(name) ?? this.#declared(name);
    this.#known.set(name, asked);
    const forget = (): boolean => this.#known.delete(name);
    const known = await asked.catch((error: unknown) => {
      forget();
      throw error;
    });
    if (known !== undefined) return known;
    forget();
    throw unknownCollection(name);
  }

  async #setCheckpoints(checkpoints: readonly Checkpoint[]): Promise<readonly PromiseSettledResult<void>[]> {
    const last = new Map(checkpoints.map(({ _id, position }) => [_id, position]));
    const operations = [...last].map(([_id, position]) => ({
      replaceOne: { filter: { _id }, replacement: { position }, upsert: true },
    }));
    await this.#checkpoints.bulkWrite(operations, { ordered: false });
    return checkpoints.map(() => written);
  }
}

interface Marked {
  /** Whose documents these are: of no other batch of any process. */
  readonly by: string;
  readonly writes: readonly EncodedWrite[];
}

/** Bytes of a body: MongoDB takes documents of 16 MiB, with all that is around it. */
const LARGEST_BODY = 16 * 1024 * 1024 - 64 * 1024;

/** Found before it goes together with others, none of which would be written. */
const checkSize = (of: Declared, { id, body }: EncodedWrite): void => {
  // A UTF-16 unit has at most three bytes.
  if (3 * body.length <= LARGEST_BODY || Buffer.byteLength(body) <= LARGEST_BODY) return;
  throw new LedgerError('payload-too-large', `${of.name}: document "${id}" is larger than MongoDB takes`, {
    path: id,
    hint: `A body may have ${LARGEST_BODY} bytes: a projection divides what grows without end.`,
  });
};

const written: PromiseSettledResult<void> = { status: 'fulfilled', value: undefined };

const operationOf = (of: Declared, write: EncodedWrite, by: string): AnyBulkWriteOperation<Held> => {
  const { id, applied, replaces, body, values } = write;
  const fields = Object.fromEntries(of.fields.map((field, index) => [field, values[index] ?? null]));
  const held = { applied, by, body, fields };
  return replaces === 0
    ? { insertOne: { document: { _id: id, ...held } } }
    : { replaceOne: { filter: { _id: id, applied: replaces }, replacement: held } };
};

const decode = <Body>(of: Declared, held: Held): StoredDocument<Body> => ({
  id: held._id,
  applied: held.applied,
  body: JSON.parse(held.body) as Body,
  fields: Object.fromEntries(of.fields.map((field) => [field, held.fields[field] ?? null])),
});
