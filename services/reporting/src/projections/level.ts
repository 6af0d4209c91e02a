import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '@complaint-ledger/event-store';
import type { FeedSubscription } from '@complaint-ledger/event-feed';

/** How often it is looked how far all processes together have come, ms. */
const LOOK_MS = 500;

/** A log position up to which every event is counted, by whichever process: no bucket's checkpoint says so of the others. */
export class Level {
  readonly #abort = new AbortController();
  readonly #watching: Promise<void>;
  #reached = 0;

  constructor(log: Pick<EventStore, 'head'>, subscription: Pick<FeedSubscription, 'caughtUp'>) {
    this.#watching = this.#watch(log, subscription);
  }

  get reached(): number {
    return this.#reached;
  }

  knows(position: number): void {
    this.#reached = Math.max(this.#reached, position);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#watching;
  }

  async #watch(log: Pick<EventStore, 'head'>, subscription: Pick<FeedSubscription, 'caughtUp'>): Promise<void> {
    const { signal } = this.#abort;
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    while (!signal.aborted) {
      try {
        const head = await log.head();
        await Promise.race([subscription.caughtUp(head).then(() => this.knows(head)), stopped]);
      } catch {
        // Told where it matters: by the subscription, and by whoever asks the log.
      }
      await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
