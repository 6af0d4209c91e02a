import { isLedgerError } from '@complaint-ledger/contracts';
import { type EventStore, PositionWaiters, type Subscription } from '@complaint-ledger/event-store';
import type { Backoff } from '../backoff.ts';
import { checkpointBeyondLog, endedBy } from '../refusals.ts';
import type { FeedConsumer, FeedSubscription, PartedConsumer, Stall } from '../event-feed.ts';
import { PageTaker, type PageTakerOptions } from '../page-taker.ts';

/** One consumer at the tail of the log. */
export class InProcessSubscription implements FeedSubscription {
  readonly done: Promise<void>;
  readonly #store: EventStore;
  readonly #consumer: FeedConsumer | PartedConsumer;
  readonly #taker: PageTaker;
  readonly #waiters = new PositionWaiters(0);
  readonly #abort = new AbortController();
  #tail: Subscription | undefined;
  #ended: Stall | undefined;

  constructor(
    store: EventStore,
    consumer: FeedConsumer | PartedConsumer,
    backoff: Backoff,
    parking: Pick<PageTakerOptions, 'parkAfter' | 'parking'> = {},
  ) {
    this.#store = store;
    this.#consumer = consumer;
    this.#taker = new PageTaker({
      consumer,
      place: 'open' in consumer ? consumer.open() : consumer,
      backoff,
      signal: this.#abort.signal,
      onProgress: (position) => this.#waiters.advance(position),
      ...parking,
    });
    this.done = this.#run();
    // Whoever only waits for `caughtUp` learns of a failure there.
    this.done.catch(() => undefined);
  }

  /** Position up to which everything was handled or passed over. */
  get reached(): number {
    return this.#waiters.reached;
  }

  caughtUp(position: number): Promise<void> {
    return this.#waiters.wait(position);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#tail?.stop();
    await this.done.catch(() => undefined);
  }

  async lag(): Promise<number> {
    return Math.max(0, (await this.#store.head()) - this.#waiters.reached);
  }

  stalled(): Stall | undefined {
    return this.#ended ?? this.#taker.stall;
  }

  has(): boolean {
    return true;
  }

  async #run(): Promise<void> {
    try {
      await this.#start();
      while (!this.#abort.signal.aborted) {
        this.#tail = this.#store.subscribe(this.#waiters.reached, (page) => this.#taker.take(page));
        try {
          await this.#tail.done;
          break;
        } catch (error) {
          await this.#taker.fail(this.#waiters.reached + 1, 0, error);
        }
      }
      await this.#taker.savePassedOver();
      this.#waiters.end();
    } catch (error) {
      this.#waiters.end(error);
      if (isLedgerError(error, 'closed')) return;
      this.#ended = endedBy(this.#consumer.name, error);
      this.#consumer.onStall?.(this.#ended);
      throw error;
    }
  }

  async #start(): Promise<void> {
    const checkpoint = await this.#taker.load();
    if (checkpoint === undefined) return;
    const head = await this.#store.head();
    if (checkpoint > head) throw checkpointBeyondLog(this.#consumer.name, checkpoint, head);
    this.#taker.begin(checkpoint);
  }
}
