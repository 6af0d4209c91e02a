import { isLedgerError, LedgerError, type RecordedEvent } from '@complaint-ledger/contracts';
import { type EventStore, PositionWaiters, type Subscription } from '@complaint-ledger/event-store';
import type { FeedConsumer, FeedSubscription, Stall } from '../event-feed.ts';
import { type Backoff, pause, waitAfter } from './backoff.ts';

/** Positions passed over after which the checkpoint is saved although nothing was handled. */
const PASSED_OVER = 10_000;

/** One consumer at the tail of the log. */
export class InProcessSubscription implements FeedSubscription {
  readonly done: Promise<void>;
  readonly #store: EventStore;
  readonly #consumer: FeedConsumer;
  readonly #backoff: Backoff;
  readonly #types: ReadonlySet<string> | undefined;
  readonly #waiters = new PositionWaiters(0);
  readonly #abort = new AbortController();
  #tail: Subscription | undefined;
  #saved = 0;
  #failures = 0;
  #waits = 0;
  #stall: Stall | undefined;

  constructor(store: EventStore, consumer: FeedConsumer, backoff: Backoff) {
    this.#store = store;
    this.#consumer = consumer;
    this.#backoff = backoff;
    this.#types = consumer.types && new Set(consumer.types);
    this.done = this.#run();
    // Whoever only waits for `caughtUp` learns of a failure there.
    this.done.catch(() => undefined);
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
    return this.#stall;
  }

  get #stopping(): boolean {
    return this.#abort.signal.aborted;
  }

  async #run(): Promise<void> {
    try {
      await this.#start();
      while (!this.#stopping) {
        this.#tail = this.#store.subscribe(this.#waiters.reached, (page) => this.#take(page));
        try {
          await this.#tail.done;
          break;
        } catch (error) {
          await this.#fail(this.#waiters.reached + 1, 0, error);
        }
      }
      await this.#savePassedOver();
      this.#waiters.end();
    } catch (error) {
      this.#waiters.end(error);
      if (!isLedgerError(error, 'closed')) throw error;
    }
  }

  async #start(): Promise<void> {
    while (!this.#stopping) {
      let checkpoint: number;
      try {
        checkpoint = await this.#consumer.loadCheckpoint();
      } catch (error) {
        await this.#fail(0, 0, error);
        continue;
      }
      await this.#checkIsOfThisLog(checkpoint);
      this.#saved = checkpoint;
      this.#progress(checkpoint);
      return;
    }
  }

  async #checkIsOfThisLog(checkpoint: number): Promise<void> {
    const head = await this.#store.head();
    if (checkpoint <= head) return;
    const { name } = this.#consumer;
    throw new LedgerError(
      'config',
      `Consumer ${name} has handled position ${checkpoint}, but the log ends at ${head}`,
      {
        consumer: name,
        checkpoint,
        head,
        hint: 'The log was replaced or restored from an older copy: rebuild what this consumer keeps.',
      },
    );
  }

  /** Hands out a page, in smaller and smaller pieces where it fails, so that all before the failing event gets through. */
  async #take(page: readonly RecordedEvent[]): Promise<void> {
    let size = page.length;
    for (let index = 0; index < page.length && !this.#stopping;) {
      const piece = page.slice(index, index + size);
      try {
        await this.#handle(piece);
        index += piece.length;
        size *= 2;
      } catch (error) {
        await this.#fail(piece[0]?.position ?? 0, piece.length, error);
        size = Math.ceil(piece.length / 2);
      }
    }
  }

  async #handle(piece: readonly RecordedEvent[]): Promise<void> {
    const through = piece.at(-1)?.position;
    if (through === undefined) return;
    const types = this.#types;
    const wanted = types === undefined ? piece : piece.filter(({ type }) => types.has(type));
    if (wanted.length > 0) await this.#consumer.handle(wanted, through);
    if (wanted.length > 0 || through - this.#saved >= PASSED_OVER) {
      await this.#consumer.saveCheckpoint(through);
      this.#saved = through;
    }
    this.#progress(through);
  }

  #progress(position: number): void {
    this.#failures = 0;
    this.#waits = 0;
    this.#stall = undefined;
    this.#waiters.advance(position);
  }

  async #fail(position: number, events: number, error: unknown): Promise<void> {
    this.#failures++;
    // A smaller piece is tried at once; only what cannot be made smaller waits, the first time briefly.
    const retryIn = events > 1 ? 0 : waitAfter(this.#backoff, ++this.#waits);
    this.#stall = { consumer: this.#consumer.name, position, events, attempt: this.#failures, error, retryIn };
    this.#consumer.onStall?.(this.#stall);
    await pause(retryIn, this.#abort.signal);
  }

  /** Saves a way that need not be gone again; when it fails, it is gone again. */
  async #savePassedOver(): Promise<void> {
    const { reached } = this.#waiters;
    if (reached > this.#saved) await this.#consumer.saveCheckpoint(reached).catch(() => undefined);
  }
}
