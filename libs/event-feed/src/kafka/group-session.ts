import type { Admin, Consumer, Kafka } from 'kafkajs';
import type { PartedConsumer, Stall } from '../event-feed.ts';
import { answered } from './answered.ts';
import type { SubscriptionSettings } from './kafka-subscription.ts';
import { type CommittedPlace, PartitionConsumer } from './partition-consumer.ts';
import { checkPartitions, partitionOf } from './topics.ts';

export interface GroupSessionOptions {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly group: string;
  readonly consumer: PartedConsumer;
  readonly settings: SubscriptionSettings;
  /** Called whenever the group has given it its share, which may be none. */
  readonly onJoined: () => void;
  readonly onProgress: () => void;
}

/**
 * One life of a group member. kafkajs reads and says who has which partition; it neither waits for handlers nor commits:
 * it would go on with partitions that it has lost in the meantime (tulios/kafkajs#1046). Here every assignment is a generation of its own:
 * what belongs to an earlier one begins nothing, saves nothing and commits nothing any more.
 */
export class GroupSession {
  readonly #options: GroupSessionOptions;
  readonly #member: Consumer;
  readonly #full = new Set<number>();
  readonly #committed = new Map<number, string>();
  #partitions: ReadonlyMap<number, PartitionConsumer> = new Map();
  #count = 0;
  #generation = 0;
  #opening: Promise<void> = Promise.resolve();
  #committing: Promise<void> | undefined;
  #commitAgain = false;
  #leaving = false;
  #fail: (error: unknown) => void = () => undefined;

  constructor(options: GroupSessionOptions) {
    const { kafka, group, settings } = options;
    this.#options = options;
    this.#member = kafka.consumer({
      groupId: group,
      sessionTimeout: settings.sessionTimeout,
      rebalanceTimeout: settings.sessionTimeout * 2,
      heartbeatInterval: Math.floor(settings.sessionTimeout / 10),
      maxWaitTimeInMs: settings.fetchWait,
      allowAutoTopicCreation: false,
      // A life that failed ends; the next one is begun by the subscription, which tells why.
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 6, restartOnFailure: async () => false },
    });
  }

  has(partition: number): boolean {
    return this.handledUpTo(partition) !== undefined;
  }

  hasBucket(bucket: number): boolean {
    return this.#count > 0 && this.has(partitionOf(bucket, this.#count));
  }

  /** Undefined for a partition that is not this member's, or not yet. */
  handledUpTo(partition: number): bigint | undefined {
    return this.#partitions.get(partition)?.handledUpTo;
  }

  get stalls(): readonly Stall[] {
    return [...this.#partitions.values()].flatMap(({ stalls }) => stalls);
  }

  /** Joins and reads until the signal; then finishes what is in hand, commits and leaves. Throws what ended it before. */
  async run(signal: AbortSignal): Promise<void> {
    const { topic } = this.#options.settings;
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve, reject) => {
      end = resolve;
      this.#fail = reject;
    });
    ended.catch(() => undefined);
    signal.addEventListener('abort', end, { once: true });
    try {
      this.#count = (await answered(() => this.#options.admin.fetchTopicOffsets(topic), topic)).length;
      checkPartitions(this.#count);
      this.#listen();
      await this.#member.connect();
      await this.#member.subscribe({ topics: [topic], fromBeginning: true });
      if (signal.aborted) return;
      await this.#member.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: async ({ batch, resolveOffset, isRunning, isStale }) => {
          const partition = this.#partitions.get(batch.partition);
          if (partition === undefined || !isRunning() || isStale()) return;
          partition.deliver(batch.messages);
          resolveOffset(batch.lastOffset());
          if (partition.full && !this.#full.has(batch.partition)) this.#hold(batch.partition);
        },
      });
      await ended;
    } finally {
      signal.removeEventListener('abort', end);
      await this.#leave();
    }
  }

  #listen(): void {
    const { events } = this.#member;
    this.#member.on(events.GROUP_JOIN, ({ payload }) => {
      this.#joined(payload.memberAssignment[this.#options.settings.topic] ?? []);
    });
    this.#member.on(events.REBALANCING, () => {
      for (const partition of this.#partitions.values()) partition.pause();
    });
    this.#member.on(events.CRASH, ({ payload }) => this.#fail(payload.error));
  }

  #joined(assigned: readonly number[]): void {
    const { consumer, settings } = this.#options;
    const generation = ++this.#generation;
    const before = [...this.#partitions.values()];
    for (const partition of before) partition.lose();
    // Others may leave at the same time: what this member is given on its way out is opened by whoever has it next.
    if (this.#leaving) return;
    this.#full.clear();
    this.#committed.clear();
    this.#partitions = new Map(
      assigned.map((partition) => [
        partition,
        new PartitionConsumer({
          partition,
          partitions: this.#count,
          consumer,
          backoff: settings.backoff,
          parkAfter: settings.parkAfter,
          parked: settings.parked,
          seek: (offset) => this.#seek(generation, partition, offset),
          onProgress: () => this.#progressed(generation, partition),
        }),
      ]),
    );
    this.#member.pause([{ topic: settings.topic, partitions: [...assigned] }]);
    // After what an earlier generation waits for: a handler may outlast several of them.
    this.#opening = this.#opening
      .then(() => this.#open(generation, before))
      .catch((error: unknown) => this.#fail(error));
    this.#options.onJoined();
    this.#options.onProgress();
  }

  /** What was handled for the earlier generation is waited for: a bucket is never handled twice at a time by one process. */
  async #open(generation: number, before: readonly PartitionConsumer[]): Promise<void> {
    const { admin, group, settings } = this.#options;
    const { topic } = settings;
    await Promise.all(before.map((partition) => partition.settled()));
    if (generation !== this.#generation) return;
    const [committed, ends] = await Promise.all([
      answered(() => admin.fetchOffsets({ groupId: group, topics: [topic] })),
      answered(() => admin.fetchTopicOffsets(topic), topic),
    ]);
    const places = new Map<number, CommittedPlace>();
    for (const { partition, offset, metadata } of committed[0]?.partitions ?? []) {
      if (offset !== '-1') places.set(partition, { offset: BigInt(offset), metadata: metadata ?? '' });
    }
    const lows = new Map(ends.map(({ partition, low }) => [partition, BigInt(low)]));
    for (const [number, partition] of this.#partitions) {
      if (generation !== this.#generation) return;
      await partition.open(places.get(number), lows.get(number) ?? 0n);
      if (generation === this.#generation && partition.handledUpTo !== undefined) {
        this.#member.resume([{ topic, partitions: [number] }]);
      }
    }
  }

  #seek(generation: number, partition: number, offset: bigint): void {
    if (generation !== this.#generation) return;
    this.#member.seek({ topic: this.#options.settings.topic, partition, offset: String(offset) });
  }

  #hold(partition: number): void {
    this.#full.add(partition);
    this.#member.pause([{ topic: this.#options.settings.topic, partitions: [partition] }]);
  }

  #progressed(generation: number, partition: number): void {
    if (generation !== this.#generation) return;
    if (this.#full.has(partition) && this.#partitions.get(partition)?.full === false) {
      this.#full.delete(partition);
      this.#member.resume([{ topic: this.#options.settings.topic, partitions: [partition] }]);
    }
    this.#commitSoon();
    this.#options.onProgress();
  }

  /** One commit at a time, of all that was handled until then. */
  #commitSoon(): void {
    this.#commitAgain = true;
    this.#committing ??= this.#commitWhileNeeded().finally(() => (this.#committing = undefined));
  }

  async #commitWhileNeeded(): Promise<void> {
    while (this.#commitAgain) {
      this.#commitAgain = false;
      await this.#commit();
    }
  }

  async #commit(): Promise<void> {
    // Events handled side by side are committed together.
    await new Promise((resolve) => setImmediate(resolve));
    const generation = this.#generation;
    const { topic } = this.#options.settings;
    const places = [...this.#partitions].flatMap(([partition, { place }]) => {
      if (place === undefined) return [];
      const offset = String(place.offset);
      if (this.#committed.get(partition) === offset) return [];
      return [{ topic, partition, offset, metadata: place.metadata }];
    });
    if (places.length === 0) return;
    try {
      await this.#member.commitOffsets(places);
      if (generation !== this.#generation) return;
      for (const { partition, offset } of places) this.#committed.set(partition, offset);
    } catch {
      // What is not committed is read again by whoever has the partition next, and known by its position.
    }
  }

  async #leave(): Promise<void> {
    this.#leaving = true;
    const partitions = [...this.#partitions.values()];
    for (const partition of partitions) partition.pause();
    await this.#opening;
    await Promise.all(partitions.map((partition) => partition.settled()));
    for (const partition of partitions) await partition.savePassedOver();
    await this.#committing;
    this.#committed.clear();
    await this.#commit();
    this.#generation++;
    for (const partition of partitions) partition.lose();
    this.#partitions = new Map();
    await this.#member.disconnect().catch(() => undefined);
  }
}
