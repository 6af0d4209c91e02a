import type { KafkaMessage } from 'kafkajs';
import type { Backoff } from '../backoff.ts';
import type { PartedConsumer, Stall } from '../event-feed.ts';
import type { ParkedBuckets } from '../parked.ts';
import { BucketQueue } from './bucket-queue.ts';
import { type FeedMessage, readMessage } from './feed-message.ts';
import { PartitionReader, type ReadingPlace } from './partition-reader.ts';
import { agrees, readPlaceNote, writePlaceNote } from './place-note.ts';
import { bucketsOf } from './topics.ts';

/** Events read ahead of a partition's handlers. */
const AHEAD = 4_000;

/** What the group remembers of a partition. */
export interface CommittedPlace {
  /** The next message to read. */
  readonly offset: bigint;
  readonly metadata: string;
}

export interface PartitionConsumerOptions {
  readonly partition: number;
  readonly partitions: number;
  readonly consumer: PartedConsumer;
  readonly backoff: Backoff;
  readonly parkAfter: number;
  readonly parked: ParkedBuckets | undefined;
  /** Reads again from an offset. */
  readonly seek: (offset: bigint) => void;
  /** Called whenever something was handled, or reading stands still at a gap. */
  readonly onProgress: () => void;
}

/** One partition for as long as it is this process's: its messages in order, divided among its buckets. */
export class PartitionConsumer {
  readonly partition: number;
  readonly #options: PartitionConsumerOptions;
  readonly #buckets: readonly BucketQueue[];
  readonly #everywhere: ReadonlySet<string>;
  readonly #abort = new AbortController();
  #reader = new PartitionReader(0);
  #next = 0n;
  #lost = false;
  #opened = false;
  #gap: Stall | undefined;

  constructor(options: PartitionConsumerOptions) {
    const { partition, partitions, consumer, backoff, parkAfter, parked } = options;
    this.partition = partition;
    this.#options = options;
    this.#everywhere = new Set(consumer.everywhere);
    this.#buckets = bucketsOf(partition, partitions).map(
      (bucket) =>
        new BucketQueue({
          bucket,
          consumer,
          backoff,
          parkAfter,
          parked,
          signal: this.#abort.signal,
          owns: () => !this.#lost,
          onProgress: () => this.#progressed(),
        }),
    );
  }

  /**
   * Loads the checkpoints of its buckets and begins to read: where the group stands, unless a checkpoint has gone back since,
   * because what it belongs to was rebuilt or restored; then from `low`, the first message there is. What was handled is known by
   * its position either way.
   */
  async open(committed: CommittedPlace | undefined, low: bigint): Promise<void> {
    for (const bucket of this.#buckets) if (!(await bucket.open())) return;
    const note = committed && readPlaceNote(committed.metadata, this.#buckets.length);
    const saved = this.#buckets.map((bucket) => bucket.saved);
    const trusted = committed !== undefined && note !== undefined && committed.offset >= low && agrees(note, saved);
    this.#reader = new PartitionReader(trusted ? note.reached : 0);
    this.#next = trusted ? committed.offset : low;
    this.#opened = true;
    this.#options.seek(this.#next);
  }

  /** Messages in the order of the partition. */
  deliver(messages: readonly KafkaMessage[]): void {
    if (!this.#opened || this.#abort.signal.aborted) return;
    for (const each of messages) {
      const message = this.#read(each);
      if (message === undefined) continue;
      this.#next = message.offset + 1n;
      const reading = this.#reader.read(message);
      if (reading === 'repeated' || reading === 'early') {
        if (reading === 'early') this.#tellGap();
        continue;
      }
      const everywhere = this.#everywhere.has(message.type);
      for (const bucket of this.#buckets) {
        if (everywhere || bucket.bucket === message.bucket) bucket.offer(message);
      }
      if (reading === 'found') {
        this.#gap = undefined;
        this.#readAgain();
        return;
      }
    }
    this.#options.onProgress();
  }

  /** More events wait than should be read ahead. */
  get full(): boolean {
    return this.#buckets.reduce((sum, { waiting }) => sum + waiting, 0) >= AHEAD;
  }

  /** Everything before this offset is handled; undefined until it is opened. */
  get handledUpTo(): bigint | undefined {
    return this.#opened ? this.#firstOpen().offset : undefined;
  }

  /** What the group is to remember. */
  get place(): CommittedPlace | undefined {
    if (!this.#opened) return undefined;
    const { offset, previous } = this.#firstOpen();
    return { offset, metadata: writePlaceNote({ reached: previous, saved: this.#buckets.map(({ saved }) => saved) }) };
  }

  get stalls(): readonly Stall[] {
    const stalls = this.#buckets.flatMap(({ stall }) => (stall === undefined ? [] : [stall]));
    return this.#gap === undefined ? stalls : [this.#gap, ...stalls];
  }

  /** Begins no other piece. */
  pause(): void {
    this.#abort.abort();
  }

  /** Another process may have the partition now: nothing is saved any more. */
  lose(): void {
    this.#lost = true;
    this.#abort.abort();
  }

  /** After `pause` or `lose`: resolves when no handler runs any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#buckets.map((bucket) => bucket.settled()));
  }

  async savePassedOver(): Promise<void> {
    for (const bucket of this.#buckets) await bucket.savePassedOver();
  }

  #firstOpen(): ReadingPlace {
    let first = this.#reader.heldAt ?? { offset: this.#next, previous: this.#reader.reached };
    for (const { firstOpen } of this.#buckets) {
      if (firstOpen !== undefined && firstOpen.offset < first.offset) first = firstOpen;
    }
    return first;
  }

  #progressed(): void {
    if (this.#abort.signal.aborted) return;
    if (this.#reader.heldAt === undefined && this.#buckets.some(({ readAgainFrom }) => readAgainFrom !== undefined)) {
      this.#readAgain();
    }
    this.#options.onProgress();
  }

  /** Reads again what had to wait for a missing event that has come, and what a bucket that stood has not kept. */
  #readAgain(): void {
    const { heldAt, reached } = this.#reader;
    const places = this.#buckets.flatMap(({ readAgainFrom }) => (readAgainFrom === undefined ? [] : [readAgainFrom]));
    if (heldAt !== undefined) places.push({ offset: heldAt.offset, previous: reached });
    const [first] = places.sort((a, b) => (a.offset < b.offset ? -1 : 1));
    if (first === undefined) return;
    for (const bucket of this.#buckets) bucket.readsAgain();
    this.#reader.rewind(first.previous);
    this.#next = first.offset;
    this.#options.seek(first.offset);
  }

  /** Undefined for what no relay wrote: it is told and passed over, for the chain of the events shows that none is missing. */
  #read(each: KafkaMessage): FeedMessage | undefined {
    try {
      return readMessage(each);
    } catch (error) {
      const { consumer } = this.#options;
      consumer.onStall?.({ consumer: consumer.name, position: 0, events: 0, attempt: 1, error, retryIn: 0 });
      this.#next = BigInt(each.offset) + 1n;
      return undefined;
    }
  }

  #tellGap(): void {
    const { consumer } = this.#options;
    const error = this.#reader.gap(this.partition);
    if (this.#gap !== undefined || error === undefined) return;
    const position = this.#reader.missing;
    this.#gap = { consumer: consumer.name, position, events: 0, attempt: 1, error, retryIn: 0 };
    consumer.onStall?.(this.#gap);
  }
}
