import type { RecordedEvent } from '@complaint-ledger/contracts';
import type { Backoff } from '../backoff.ts';
import type { PartedConsumer, Stall } from '../event-feed.ts';
import { PageTaker } from '../page-taker.ts';
import type { ParkedBuckets } from '../parked.ts';
import type { FeedMessage } from './feed-message.ts';
import type { ReadingPlace } from './partition-reader.ts';

/** Most events that are handed over at once. */
const PAGE_EVENTS = 1_000;

/** Events kept of a bucket that stands; what comes after them is read again when it goes on. */
const KEPT_OF_STALLED = 1_000;

export interface BucketQueueOptions {
  readonly bucket: number;
  readonly consumer: PartedConsumer;
  readonly backoff: Backoff;
  readonly parkAfter: number;
  readonly parked: ParkedBuckets | undefined;
  /** Aborted when no other piece is to be begun. */
  readonly signal: AbortSignal;
  readonly owns: () => boolean;
  readonly onProgress: () => void;
}

/** The events of one bucket on their way to its consumer: one page at a time, each until it is handled and saved. */
export class BucketQueue {
  readonly bucket: number;
  readonly #taker: PageTaker;
  readonly #options: BucketQueueOptions;
  #queue: FeedMessage[] = [];
  #offered = 0;
  #overflow: ReadingPlace | undefined;
  #working: Promise<void> | undefined;

  constructor(options: BucketQueueOptions) {
    const { bucket, consumer, backoff, parkAfter, parked, signal, owns } = options;
    this.bucket = bucket;
    this.#options = options;
    this.#taker = new PageTaker({
      consumer,
      place: consumer.open(bucket),
      backoff,
      signal,
      bucket,
      parkAfter,
      parking: parked?.place(consumer.name, bucket),
      owns,
      onProgress: (position) => this.#handled(position),
    });
  }

  /** Loads the checkpoint and begins there; false when it was stopped before. */
  async open(): Promise<boolean> {
    const checkpoint = await this.#taker.load();
    if (checkpoint === undefined) return false;
    this.#taker.begin(checkpoint);
    this.#offered = checkpoint;
    return true;
  }

  /** Last position that was saved. */
  get saved(): number {
    return this.#taker.saved;
  }

  get stall(): Stall | undefined {
    return this.#taker.stall;
  }

  /** Events that wait for their turn and hold up the reading of more. */
  get waiting(): number {
    return this.#taker.stall === undefined ? this.#queue.length : 0;
  }

  /** The first event not yet handled. */
  get firstOpen(): ReadingPlace | undefined {
    return this.#queue[0] ?? this.#overflow;
  }

  /** Where to read again, once a bucket that stood has gone through what was kept of it. */
  get readAgainFrom(): ReadingPlace | undefined {
    return this.#queue.length === 0 ? this.#overflow : undefined;
  }

  /** Takes the next event; one that it has already changes nothing. */
  offer(message: FeedMessage): void {
    if (message.position <= this.#offered || this.#overflow !== undefined) return;
    if (this.#taker.stall !== undefined && this.#queue.length >= KEPT_OF_STALLED) {
      const { offset, previous } = message;
      this.#overflow = { offset, previous };
      return;
    }
    this.#offered = message.position;
    this.#queue.push(message);
    this.#working ??= this.#work().finally(() => (this.#working = undefined));
  }

  /** Reading begins again at or before `readAgainFrom`. */
  readsAgain(): void {
    if (this.#queue.length === 0) this.#overflow = undefined;
  }

  /** Resolves when nothing is being handled any more: at once when everything is, else after the signal. */
  async settled(): Promise<void> {
    await this.#working;
  }

  savePassedOver(): Promise<void> {
    return this.#taker.savePassedOver();
  }

  async #work(): Promise<void> {
    // All events of a batch that was read together are handed over together.
    await Promise.resolve();
    while (this.#queue.length > 0 && !this.#options.signal.aborted) {
      const page: RecordedEvent[] = [];
      try {
        for (const message of this.#queue.slice(0, PAGE_EVENTS)) page.push(message.event());
      } catch (error) {
        if (page.length === 0) {
          await this.#taker.fail(this.#queue[0]?.position ?? 0, 1, error);
          continue;
        }
      }
      await this.#taker.take(page);
    }
  }

  #handled(position: number): void {
    const left = this.#queue.findIndex((message) => message.position > position);
    this.#queue = left < 0 ? [] : this.#queue.slice(left);
    this.#options.onProgress();
  }
}
