import { BUCKETS, LedgerError, isLedgerError } from '@complaint-ledger/contracts';
import type { Admin, Kafka } from 'kafkajs';
import { pause } from '../backoff.ts';
import type { PartedConsumer, Stall } from '../event-feed.ts';
import { PageTaker } from '../page-taker.ts';
import { checkpointBeyondLog, endedBy } from '../refusals.ts';
import { answered } from './answered.ts';
import { GroupSession } from './group-session.ts';
import type { KafkaFeedOptions, KafkaFeedSubscription } from './kafka-feed.ts';
import { agrees, readPlaceNote } from './place-note.ts';
import { kafkaOf } from './settings.ts';
import { bucketsOf } from './topics.ts';

export type SubscriptionSettings = Required<Omit<KafkaFeedOptions, 'parked'>> & Pick<KafkaFeedOptions, 'parked'>;

/** How one partition stands for a consumer group. */
export interface PartitionLag {
  readonly partition: number;
  /** Messages in the partition that the group has not handled yet. */
  readonly messages: number;
  /** Whether it is this process that handles them. */
  readonly mine: boolean;
}

interface Waiter {
  readonly position: number;
  /** Offsets up to which all has to be handled, known once everything up to `position` is in the topic. */
  ends?: ReadonlyMap<number, bigint>;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Looks for what others have handled after which it is looked whether the log is still open. */
const LOOKS_BETWEEN_HEADS = 10;

/** One consumer of this process as a member of its group, over any number of lives of the connection. */
export class KafkaSubscription implements KafkaFeedSubscription {
  readonly done: Promise<void>;
  readonly #consumer: PartedConsumer;
  readonly #settings: SubscriptionSettings;
  readonly #group: string;
  readonly #kafka: Kafka;
  readonly #admin: Admin;
  readonly #abort = new AbortController();
  /** Tells and counts the failures that are no bucket's: of the checkpoints at the start and of the connection. */
  readonly #trouble: PageTaker;
  /** Partitions whose commits were seen to agree with the consumer's checkpoints. */
  readonly #agreed = new Set<number>();
  #connecting: Promise<void> | undefined;
  #session: GroupSession | undefined;
  #waiters: readonly Waiter[] = [];
  #ended: { readonly reason: unknown } | undefined;
  #wake: () => void = () => undefined;
  #failed: Stall | undefined;
  #joined = false;

  constructor(consumer: PartedConsumer, settings: SubscriptionSettings) {
    this.#consumer = consumer;
    this.#settings = settings;
    this.#group = `${settings.groupPrefix}${consumer.name}`;
    this.#kafka = kafkaOf(settings.kafka);
    this.#admin = this.#kafka.admin();
    this.#trouble = new PageTaker({
      consumer,
      place: {
        handle: () => undefined,
        loadCheckpoint: () => this.#furthest(),
        saveCheckpoint: async () => undefined,
      },
      backoff: settings.backoff,
      signal: this.#abort.signal,
    });
    this.done = this.#run();
    // Whoever only waits for `caughtUp` learns of a failure there.
    this.done.catch(() => undefined);
  }

  caughtUp(position: number): Promise<void> {
    if (position <= 0) return Promise.resolve();
    if (this.#ended !== undefined) return Promise.reject(this.#ended.reason);
    return new Promise((resolve, reject) => {
      this.#waiters = [...this.#waiters, { position, resolve, reject }];
      this.#wake();
    });
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.done.catch(() => undefined);
  }

  async lag(): Promise<number> {
    const [head, sent, partitions] = await Promise.all([this.#settings.log.head(), this.#sent(), this.partitions()]);
    return Math.max(0, head - sent) + partitions.reduce((sum, { messages }) => sum + messages, 0);
  }

  async partitions(): Promise<readonly PartitionLag[]> {
    const ends = await this.#ends();
    const handled = await this.#handled(ends);
    return [...ends].map(([partition, end]) => ({
      partition,
      messages: Math.max(0, Number(end - (handled.get(partition) ?? 0n))),
      mine: this.#session?.has(partition) ?? false,
    }));
  }

  stalled(): Stall | undefined {
    if (this.#failed !== undefined) return this.#failed;
    const stalls = [...(this.#trouble.stall ? [this.#trouble.stall] : []), ...(this.#session?.stalls ?? [])];
    return stalls.sort((a, b) => a.position - b.position)[0];
  }

  joined(): boolean {
    return this.#joined;
  }

  has(bucket: number): boolean {
    return this.#session?.hasBucket(bucket) ?? false;
  }

  async #run(): Promise<void> {
    try {
      await this.#checkPlaces();
      const consuming = this.#settings.watchOnly ? Promise.resolve() : this.#consume();
      consuming.catch(() => this.#abort.abort());
      try {
        await this.#look();
      } finally {
        this.#abort.abort();
        await consuming;
      }
      this.#end();
    } catch (error) {
      this.#end(error);
      if (isLedgerError(error, 'closed')) return;
      this.#failed = endedBy(this.#consumer.name, error);
      this.#consumer.onStall?.(this.#failed);
      throw error;
    } finally {
      await this.#admin.disconnect().catch(() => undefined);
    }
  }

  /** Whatever buckets this process gets: none may know more than the log. */
  async #checkPlaces(): Promise<void> {
    const furthest = await this.#trouble.load();
    if (furthest === undefined) return;
    this.#trouble.begin(furthest);
    const head = await this.#settings.log.head();
    if (furthest > head) throw checkpointBeyondLog(this.#consumer.name, furthest, head);
  }

  async #furthest(): Promise<number> {
    let furthest = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      furthest = Math.max(furthest, await this.#consumer.open(bucket).loadCheckpoint());
    }
    return furthest;
  }

  async #consume(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      try {
        await this.#connected();
        this.#session = new GroupSession({
          kafka: this.#kafka,
          admin: this.#admin,
          group: this.#group,
          consumer: this.#consumer,
          settings: this.#settings,
          onJoined: () => void (this.#joined = true),
          onProgress: () => this.#progressed(),
        });
        await this.#session.run(this.#abort.signal);
      } catch (error) {
        if (isLedgerError(error, 'config')) throw error;
        const { message } = error as Error;
        const unavailable = new LedgerError('unavailable', `Kafka does not serve group ${this.#group}: ${message}`, {
          cause: error,
          hint: 'It is tried again. Check the brokers, the topic and what this user may do.',
        });
        await this.#trouble.fail(0, 0, unavailable);
      }
    }
  }

  #progressed(): void {
    if (this.#trouble.stall !== undefined) this.#trouble.begin(0);
    if (this.#waiters.length > 0) this.#wake();
  }

  /** Serves those who wait, now and then; throws when the log was closed. */
  async #look(): Promise<void> {
    for (let turn = 1; !this.#abort.signal.aborted; turn++) {
      if (turn % LOOKS_BETWEEN_HEADS === 0) await this.#settings.log.head().catch(ignoreUnlessClosed);
      if (this.#waiters.length > 0) await this.#serve().catch(ignoreUnlessClosed);
      await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    await pause(this.#settings.lookEvery, AbortSignal.any([this.#abort.signal, woken.signal]));
    // What wakes comes in swarms.
    await new Promise((resolve) => setImmediate(resolve));
  }

  async #serve(): Promise<void> {
    const sent = await this.#sent();
    const due = this.#waiters.filter(({ position, ends }) => ends === undefined && position <= sent);
    if (due.length > 0) {
      const ends = await this.#ends();
      for (const waiter of due) waiter.ends = ends;
    }
    const known = this.#waiters.filter(({ ends }) => ends !== undefined);
    const [first] = known;
    if (first?.ends === undefined) return;
    const handled = await this.#handled(first.ends);
    const isServed = ({ ends }: Waiter): boolean =>
      ends !== undefined && [...ends].every(([partition, end]) => (handled.get(partition) ?? 0n) >= end);
    const served = known.filter(isServed);
    this.#waiters = this.#waiters.filter((waiter) => !served.includes(waiter));
    for (const { resolve } of served) resolve();
  }

  async #sent(): Promise<number> {
    return (await this.#settings.relay.read())?.position ?? 0;
  }

  async #ends(): Promise<ReadonlyMap<number, bigint>> {
    await this.#connected();
    const offsets = await answered(() => this.#admin.fetchTopicOffsets(this.#settings.topic), this.#settings.topic);
    return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
  }

  /** Of own partitions what is handled; of others what their process has committed. */
  async #handled(ends: ReadonlyMap<number, bigint>): Promise<ReadonlyMap<number, bigint>> {
    const handled = new Map<number, bigint>();
    const others = [...ends.keys()].filter((partition) => this.#session?.handledUpTo(partition) === undefined);
    if (others.length > 0) {
      const asked = { groupId: this.#group, topics: [this.#settings.topic] };
      const [committed] = await answered(() => this.#admin.fetchOffsets(asked));
      for (const { partition, offset, metadata } of committed?.partitions ?? []) {
        if (offset === '-1' || !(await this.#isTrue(partition, ends.size, metadata ?? ''))) continue;
        handled.set(partition, BigInt(offset));
      }
    }
    for (const partition of ends.keys()) {
      const own = this.#session?.handledUpTo(partition);
      if (own !== undefined) handled.set(partition, own);
    }
    return handled;
  }

  /** What was committed before the consumer's checkpoints were set back, to rebuild something, is not handled any more. */
  async #isTrue(partition: number, partitions: number, metadata: string): Promise<boolean> {
    if (this.#agreed.has(partition)) return true;
    const buckets = bucketsOf(partition, partitions);
    const note = readPlaceNote(metadata, buckets.length);
    if (note === undefined) return false;
    const checkpoints: number[] = [];
    for (const bucket of buckets) checkpoints.push(await this.#consumer.open(bucket).loadCheckpoint());
    const agreed = agrees(note, checkpoints);
    if (agreed) this.#agreed.add(partition);
    return agreed;
  }

  /** Connects the admin client, once. */
  async #connected(): Promise<void> {
    this.#connecting ??= this.#admin.connect();
    try {
      await this.#connecting;
    } catch (error) {
      this.#connecting = undefined;
      throw error;
    }
  }

  #end(failure?: unknown): void {
    const reason = failure ?? new LedgerError('closed', `Consumer ${this.#consumer.name} was stopped`, {});
    this.#ended = { reason };
    for (const { reject } of this.#waiters) reject(reason);
    this.#waiters = [];
  }
}

const ignoreUnlessClosed = (error: unknown): void => {
  if (isLedgerError(error, 'closed')) throw error;
};
