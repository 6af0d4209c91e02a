import { setTimeout as delay } from 'node:timers/promises';
import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { LedgerError, type NewEvent, type RecordedEvent, isLedgerError } from '@complaint-ledger/contracts';
import { type AppendRequest, checkRequest } from '../append-request.ts';
import type {
  AppendResult,
  ExpectedRevision,
  PageHandler,
  ReadAllOptions,
  ReadStreamOptions,
  RestorableStore,
  Subscription,
} from '../event-store.ts';
import { restoring } from '../restoring.ts';
import { TailSubscription } from '../tail-subscription.ts';
import { IdRegister } from './id-register.ts';
import { kurrentClient } from './kurrent-client.ts';
import { KurrentReader } from './kurrent-reader.ts';
import { KurrentWriter } from './kurrent-writer.ts';
import { kurrentFailure } from './kurrent-failure.ts';
import { LiveTail } from './live-tail.ts';
import { versionOf } from './look-at-kurrentdb.ts';
import { LogSeal } from './log-seal.ts';
import { StreamNames } from './names.ts';
import { SealStream } from './seals.ts';

export interface KurrentDbEventStoreOptions {
  /** `kurrentdb://user:secret@host:2113?tls=true`; also `kurrentdb+discover://`, and `esdb://` of EventStoreDB. */
  readonly url: string;
  /** Before the names of the ledger's streams, so that a server may hold other things; default `complaint-ledger`. */
  readonly namespace?: string;
  /** Time of recording, milliseconds since 1970; default `Date.now`. */
  readonly clock?: () => number;
  /** How often a subscriber looks for events although nobody told it of any, milliseconds; default 1,000. */
  readonly lookEveryMs?: number;
  /**
   * Streams whose appends keep their place among all appends of this process, such as the advance of a source's clock: what was to be
   * appended before is appended before, the rest after. Default none.
   */
  readonly inOrder?: (stream: string) => boolean;
  /**
   * A stream in whose turn an append is made, besides that of its own, such as the caller's for a call: appends of one turn follow one
   * another, in the order of the calls. Default none.
   */
  readonly inTurnOf?: (events: readonly NewEvent[]) => string | undefined;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** The log on a server, and the Merkle tree over it. */
export interface KurrentDbEventStore extends RestorableStore {
  readonly seal: LogSeal;
}

/**
 * The log on KurrentDB or EventStoreDB (20.6 or newer), written by any number of processes. A position is the commit position of $all:
 * it grows, with gaps. Appends of one process to one stream are made in the order of the calls, those to different streams side by side.
 * A server that is away does not end a subscription: it goes on where it was. Errors: those of `EventStore`, and `unavailable`, `config`.
 */
export const openKurrentDbEventStore = async (options: KurrentDbEventStoreOptions): Promise<KurrentDbEventStore> => {
  const { url, namespace = 'complaint-ledger', clock = Date.now, lookEveryMs = 1_000 } = options;
  const { inOrder = () => false, inTurnOf = () => undefined } = options;
  const names = new StreamNames(namespace);
  const client = kurrentClient(url);
  const reader = new KurrentReader(client, names);
  const register = new IdRegister(client, names);
  const writer = new KurrentWriter({ client, names, reader, register, clock });
  const tail = new LiveTail(client, reader, lookEveryMs);
  const seal = new LogSeal(reader, new SealStream(client, names));
  const store = new OpenStore({ client, reader, writer, tail, seal, inOrder, inTurnOf });
  try {
    await versionOf(client);
    await reader.head();
    return store;
  } catch (error) {
    await store.close();
    throw kurrentFailure(error, 'read');
  }
};

interface Parts {
  readonly client: KurrentDBClient;
  readonly reader: KurrentReader;
  readonly writer: KurrentWriter;
  readonly tail: LiveTail;
  readonly seal: LogSeal;
  readonly inOrder: (stream: string) => boolean;
  readonly inTurnOf: (events: readonly NewEvent[]) => string | undefined;
}

class OpenStore implements KurrentDbEventStore {
  readonly seal: LogSeal;
  readonly #client: KurrentDBClient;
  readonly #reader: KurrentReader;
  readonly #writer: KurrentWriter;
  readonly #tail: LiveTail;
  readonly #subscriptions = new Set<Subscription>();
  /** The last append in the turn of each stream that is under way. */
  readonly #appends = new Map<string, Promise<unknown>>();
  readonly #inOrder: Parts['inOrder'];
  readonly #inTurnOf: Parts['inTurnOf'];
  /** The last append that all after it wait for. */
  #barrier: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #closing: Promise<void> | undefined;

  constructor({ client, reader, writer, tail, seal, inOrder, inTurnOf }: Parts) {
    this.#inOrder = inOrder;
    this.#inTurnOf = inTurnOf;
    this.seal = seal;
    this.#client = client;
    this.#reader = reader;
    this.#writer = writer;
    this.#tail = tail;
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    return this.#append({ stream, expected, events });
  }

  async restore(events: readonly RecordedEvent[]): Promise<AppendResult> {
    return this.#append(restoring(events));
  }

  async #append(request: AppendRequest): Promise<AppendResult> {
    this.#checkOpen();
    checkRequest(request);
    const { stream, events } = request;
    const isBarrier = this.#inOrder(stream);
    const turn = this.#inTurnOf(events);
    const turns = turn === undefined ? [stream] : [stream, turn];
    const earlier = isBarrier ? this.#appends.values() : turns.map((each) => this.#appends.get(each));
    const before = Promise.all([this.#barrier, ...earlier]);
    const mine = before.then(() => this.#writer.append(request));
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    for (const each of turns) this.#appends.set(each, settled);
    if (isBarrier) this.#barrier = settled;
    try {
      return await mine;
    } finally {
      for (const each of turns) if (this.#appends.get(each) === settled) this.#appends.delete(each);
      this.#tail.wake();
    }
  }

  async readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    return this.#reader.stream(stream, options);
  }

  async readAll(options: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    return this.#reader.page(options);
  }

  async find(eventId: string): Promise<RecordedEvent | undefined> {
    this.#checkOpen();
    return this.#writer.find(eventId);
  }

  async last(): Promise<RecordedEvent | undefined> {
    this.#checkOpen();
    return this.#reader.last();
  }

  async head(): Promise<number> {
    this.#checkOpen();
    return this.#reader.head();
  }

  subscribe(after: number, handler: PageHandler): Subscription {
    this.#checkOpen();
    if (this.#closing !== undefined) throw closed();
    const log = {
      readPage: (from: number, signal: AbortSignal) => this.#patientPage(from, signal),
      onCommit: (listener: () => void) => this.#tail.listen(listener),
    };
    const subscription = new TailSubscription(log, after, handler);
    this.#subscriptions.add(subscription);
    const forget = (): boolean => this.#subscriptions.delete(subscription);
    subscription.done.then(forget, forget);
    return subscription;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // Running pages end first: what their handlers append is still taken.
    while (this.#subscriptions.size > 0)
      await Promise.all([...this.#subscriptions].map((subscription) => subscription.stop()));
    this.#isClosed = true;
    await Promise.all(this.#appends.values());
    await this.#tail.stop();
    await this.#client.dispose();
  }

  /** The next page, also when the server is away for a while. */
  async #patientPage(after: number, signal: AbortSignal): Promise<readonly RecordedEvent[]> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        return await this.#reader.page({ after });
      } catch (error) {
        if (!isLedgerError(error, 'unavailable')) throw error;
        if (signal.aborted) return [];
      }
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  #checkOpen(): void {
    if (this.#isClosed) throw closed();
  }
}

const closed = (): LedgerError => new LedgerError('closed', 'The ledger was closed', {});
