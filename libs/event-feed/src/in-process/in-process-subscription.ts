import { isLedgerError } from '@complaint-ledger/contracts';
import { type EventStore, PositionWaiters, type Subscription } from '@complaint-ledger/event-store';
import type { Backoff } from '../backoff.ts';
import { checkpointBeyondLog } from '../refusals.ts';
import type { FeedConsumer, FeedSubscription, PartedConsumer, Stall } from '../event-feed.ts';
import { PageTaker } from '../page-taker.ts';

/** One consumer at the tail of the log. */
export class InProcessSubscription implements FeedSubscription {
  readonly done: Promise<void>;
  readonly #store: EventStore;
  readonly #name: string;
  readonly #taker: PageTaker;
  readonly #waiters = new PositionWaiters(0);
  readonly #abort = new AbortController();
  #tail: Subscription | undefined;

  constructor(store: EventStore, consumer: FeedConsumer | PartedConsumer, backoff: Backoff) {
    this.#store = store;
    this.#name = consumer.name;
    this.#taker = new PageTaker({
      consumer,
      place: 'open' in consumer ? consumer.open() : consumer,
      backoff,
      signal: this.#abort.signal,
      onProgress: (position) => this.#waiters.advance(position),
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
    return this.#taker.stall;
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
      if (!isLedgerError(error, 'closed')) throw error;
    }
  }

  async #start(): Promise<void> {
    const checkpoint = await this.#taker.load();
    if (checkpoint === undefined) return;
    const head = await this.#store.head();
    if (checkpoint > head) throw checkpointBeyondLog(this.#name, checkpoint, head);
    this.#taker.begin(checkpoint);
  }
}
