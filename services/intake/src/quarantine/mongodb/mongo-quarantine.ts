import { LedgerError, newId } from '@complaint-ledger/contracts';
import { insertOnce, isDuplicateKey, type MongoPlace, type OpenMongo, openMongo } from '@complaint-ledger/mongodb';
import type { BlobSealer } from '@complaint-ledger/vault';
import type { Collection, Filter } from 'mongodb';
import { newFingerprintKey, PURPOSE, sealBody, type SealedBody } from '../fingerprint.ts';
import { decodeBody } from '../held-body.ts';
import type {
  Held,
  HeldMessage,
  Quarantine,
  QuarantineEntry,
  QuarantinePage,
  QuarantineQuery,
  QuarantineState,
  QuarantinedMessage,
  Settlement,
  Taken,
  Waiting,
} from '../quarantine.ts';
import { alreadyTaken, notFound } from '../refusals.ts';
import {
  discarded,
  type EntryDocument,
  entryOf,
  forgotten,
  historyOf,
  kept,
  refused,
  repeated,
  resent,
  triedAgain,
} from './entry-document.ts';

export interface MongoQuarantineOptions extends MongoPlace {
  /** Seals whole messages: a message that was not understood may hold anybody's data. */
  readonly sealer: BlobSealer;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
}

interface SecretDocument {
  readonly _id: 'fingerprint';
  readonly value: Uint8Array;
}

/** Changes of one entry by others that a change waits out. */
const ROUNDS = 100;

/**
 * The quarantine in a MongoDB database, shared by any number of processes. An entry is one document, changed by compare-and-set; no
 * transaction spans two. A call that a crash cuts off has done a part: the same call again does the rest. The order of messages
 * is that of their ids: of one process as they came, of several as their clocks say.
 * Errors when opening: `config`, `unavailable`, and what the sealer says.
 */
export const openMongoQuarantine = async (options: MongoQuarantineOptions): Promise<Quarantine> => {
  const mongo = await openMongo(options, { what: 'The quarantine' });
  try {
    return await mongo.run(async () => {
      await ensureIndexes(mongo.db.collection('quarantine_entries'));
      const key = await fingerprintKey(mongo.db.collection('quarantine_secrets'), options.sealer);
      return new MongoQuarantine(mongo, options, key);
    });
  } catch (error) {
    await mongo.close();
    throw error;
  }
};

/** Making an index that is there changes nothing. */
const ensureIndexes = async (entries: Collection<EntryDocument>): Promise<void> => {
  await entries.createIndex({ fingerprint: 1 }, { name: 'by fingerprint', unique: true });
  await entries.createIndex({ state: 1, _id: 1 }, { name: 'by state' });
  await entries.createIndex({ waitsOn: 1, _id: 1 }, { name: 'by stream', sparse: true });
  await entries.createIndex({ source: 1, externalId: 1 }, { name: 'by message', sparse: true });
};

/** Of all who open a new quarantine together one makes the key. */
const fingerprintKey = async (secrets: Collection<SecretDocument>, sealer: BlobSealer): Promise<Uint8Array> => {
  const value = await newFingerprintKey(sealer);
  await insertOnce(secrets, { _id: 'fingerprint' }, { value });
  const secret = await secrets.findOne({ _id: 'fingerprint' });
  if (secret === null) throw crowded();
  return sealer.openBytes(PURPOSE, secret.value);
};

class MongoQuarantine implements Quarantine {
  readonly #mongo: OpenMongo;
  readonly #entries: Collection<EntryDocument>;
  readonly #sealer: BlobSealer;
  readonly #now: () => number;
  readonly #key: Uint8Array;

  constructor(mongo: OpenMongo, { sealer, now = Date.now }: MongoQuarantineOptions, key: Uint8Array) {
    this.#mongo = mongo;
    this.#entries = mongo.db.collection('quarantine_entries');
    this.#sealer = sealer;
    this.#now = now;
    this.#key = key;
  }

  async keep(held: readonly Held[]): Promise<readonly string[]> {
    return this.#mongo.run(async () => {
      for (const { entry } of held) if (entry !== undefined) await this.#entry(entry);
      const ids: string[] = [];
      for (const each of held) {
        const sealed = await sealBody(this.#sealer, this.#key, each);
        ids.push(await this.#keepOne(each, sealed));
      }
      return ids;
    });
  }

  async parkedAmong(streams: readonly string[]): Promise<readonly string[]> {
    if (streams.length === 0) return [];
    return this.#mongo.run(() =>
      this.#entries.distinct('waitsOn', { waitsOn: { $in: [...streams] }, state: 'parked' }),
    ) as Promise<readonly string[]>;
  }

  async parkedStreams(): Promise<readonly string[]> {
    return this.#mongo.run(async () => {
      // Not by `distinct`, whose answer is one document of at most 16 MB.
      const streams = await this.#entries
        .aggregate<{ readonly _id: string }>([{ $match: { state: 'parked' } }, { $group: { _id: '$waitsOn' } }])
        .toArray();
      return streams.map(({ _id }) => _id);
    });
  }

  async parkedOn(stream: string): Promise<readonly Waiting[]> {
    return this.#mongo.run(async () => {
      const waiting: Waiting[] = [];
      for await (const { _id, caller, body } of this.#entries
        .find({ waitsOn: stream, state: 'parked' })
        .sort({ _id: 1 })) {
        if (body === undefined) continue;
        const bytes = await this.#sealer.openBytes(PURPOSE, body);
        waiting.push({ quarantineId: _id, caller, raw: JSON.parse(new TextDecoder().decode(bytes)) as unknown });
      }
      return waiting;
    });
  }

  async settle(settlements: readonly Settlement[]): Promise<void> {
    await this.#mongo.run(async () => {
      for (const { quarantineId } of settlements) await this.#entry(quarantineId);
      for (const settlement of settlements) {
        const { quarantineId } = settlement;
        if (settlement.state === 'rejected') {
          await this.#change(quarantineId, (entry) => refused(entry, settlement.problem, this.#time()));
          continue;
        }
        const { eventId } = settlement;
        const { source, externalId } = await this.#change(quarantineId, (entry) =>
          resent(entry, eventId, this.#time()),
        );
        if (source !== undefined && externalId !== undefined)
          await this.#resentToo([{ source, id: externalId, eventId }]);
      }
    });
  }

  async taken(messages: readonly Taken[]): Promise<void> {
    await this.#mongo.run(async () => {
      // Most of the time nothing is rejected, and then there is nothing to look for.
      if (
        messages.length === 0 ||
        (await this.#entries.findOne({ state: 'rejected' }, { projection: { _id: 1 } })) === null
      )
        return;
      await this.#resentToo(messages);
    });
  }

  async list({ state, source, after, limit }: QuarantineQuery): Promise<QuarantinePage> {
    return this.#mongo.run(async () => {
      if (after !== undefined) await this.#entry(after);
      const filter: Filter<EntryDocument> = {
        ...(state === undefined ? {} : { state }),
        ...(source === undefined ? {} : { source }),
        ...(after === undefined ? {} : { _id: { $lt: after } }),
      };
      const found = await this.#entries
        .find(filter, { projection: { body: 0, 'history.body': 0 } })
        .sort({ _id: -1 })
        .limit(limit + 1)
        .toArray();
      const entries = found.slice(0, limit).map(entryOf);
      const last = entries.at(-1);
      return found.length > limit && last !== undefined ? { entries, next: last.quarantineId } : { entries };
    });
  }

  async get(quarantineId: string): Promise<QuarantinedMessage> {
    return this.#mongo.run(async () => {
      const entry = await this.#entry(quarantineId);
      const message = { ...entryOf(entry), history: historyOf(entry) };
      if (entry.body === undefined) return message;
      return { ...message, body: decodeBody(entry.format, await this.#sealer.openBytes(PURPOSE, entry.body)) };
    });
  }

  async discard(quarantineId: string, reason: string): Promise<QuarantineEntry> {
    return this.#mongo.run(async () =>
      entryOf(
        await this.#change(quarantineId, (entry) => {
          if (entry.state === 'resent') throw alreadyTaken();
          return discarded(entry, reason, this.#time());
        }),
      ),
    );
  }

  async forget(picks: (message: HeldMessage) => Promise<boolean>, reason: string): Promise<number> {
    return this.#mongo.run(async () => {
      const withBodies: Filter<EntryDocument> = {
        $or: [{ body: { $exists: true } }, { 'history.body': { $exists: true } }],
      };
      let count = 0;
      for await (const entry of this.#entries.find(withBodies)) {
        if (!(await picks(await this.#heldOf(entry)))) continue;
        await this.#change(entry._id, (now) => forgotten(now, reason, this.#time()));
        count++;
      }
      return count;
    });
  }

  async #heldOf({ source, body, history }: EntryDocument): Promise<HeldMessage> {
    const bodies: Uint8Array[] = [];
    for (const each of [body, ...history.map((earlier) => earlier.body)])
      if (each !== undefined) bodies.push(await this.#sealer.openBytes(PURPOSE, each));
    return { ...(source !== undefined && { source }), bodies };
  }

  async counts(): Promise<Readonly<Record<QuarantineState, number>>> {
    return this.#mongo.run(async () => {
      const counts: Record<QuarantineState, number> = { discarded: 0, parked: 0, rejected: 0, resent: 0 };
      const groups = this.#entries.aggregate<{ readonly _id: QuarantineState; readonly n: number }>([
        { $group: { _id: '$state', n: { $sum: 1 } } },
      ]);
      for await (const { _id, n } of groups) counts[_id] = n;
      return counts;
    });
  }

  close(): Promise<void> {
    return this.#mongo.close();
  }

  async #keepOne(held: Held, sealed: SealedBody): Promise<string> {
    for (let round = 0; round < ROUNDS; round++) {
      const same = await this.#entries.findOne({ fingerprint: sealed.fingerprint }, { projection: { _id: 1 } });
      try {
        if (same !== null && same._id !== held.entry)
          return (await this.#change(same._id, (entry) => repeated(entry, held, sealed, this.#time())))._id;
        if (held.entry !== undefined)
          return (await this.#change(held.entry, (entry) => triedAgain(entry, held, sealed, this.#time())))._id;
        const entry = kept(newId(), held, sealed, this.#time());
        await this.#entries.insertOne(entry);
        return entry._id;
      } catch (error) {
        // Another process keeps the same message by now: then this one is a repetition.
        if (!isDuplicateKey(error)) throw error;
      }
    }
    throw crowded();
  }

  /** Rejected messages of the same source and id, but for those that say something else than the log. */
  async #resentToo(messages: readonly Taken[]): Promise<void> {
    const events = new Map(messages.map(({ source, id, eventId }) => [nameOf(source, id), eventId]));
    const found = await this.#entries
      .find(
        {
          state: 'rejected',
          code: { $ne: 'conflict' },
          $or: messages.map(({ source, id }) => ({ source, externalId: id })),
        },
        { projection: { source: 1, externalId: 1 } },
      )
      .toArray();
    for (const { _id, source, externalId } of found) {
      const eventId = events.get(nameOf(source, externalId));
      if (eventId === undefined) continue;
      await this.#change(_id, (entry) =>
        entry.state === 'rejected' && entry.code !== 'conflict' ? resent(entry, eventId, this.#time()) : entry,
      );
    }
  }

  /** Compare-and-set: `to` may run several times, and its answer is written over what it was given or not at all. */
  async #change(quarantineId: string, to: (entry: EntryDocument) => EntryDocument): Promise<EntryDocument> {
    for (let round = 0; round < ROUNDS; round++) {
      const entry = await this.#entry(quarantineId);
      const next = to(entry);
      if (next === entry) return entry;
      const { _id, version, ...rest } = next;
      const { matchedCount } = await this.#entries.replaceOne({ _id, version }, { ...rest, version: version + 1 });
      if (matchedCount === 1) return next;
    }
    throw crowded();
  }

  async #entry(quarantineId: string): Promise<EntryDocument> {
    const entry = await this.#entries.findOne({ _id: quarantineId });
    if (entry === null) throw notFound(quarantineId);
    return entry;
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }
}

const nameOf = (source: string | undefined, id: string | undefined): string => JSON.stringify([source, id]);

const crowded = (): LedgerError =>
  new LedgerError('unavailable', 'Other processes keep changing the same message', {
    hint: 'Nothing was lost; the same call may be repeated.',
  });
