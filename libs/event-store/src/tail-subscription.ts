import { setImmediate as nextTick } from 'node:timers/promises';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import type { PageHandler, Subscription } from './event-store.ts';
import { PositionWaiters } from './position-waiters.ts';

/** What a subscription needs of a log. */
export interface LogTail {
  /** The next events after a position, in order, without a gap; empty at the end, or when the signal says that nobody waits any more. */
  readPage(after: number, signal: AbortSignal): readonly RecordedEvent[] | Promise<readonly RecordedEvent[]>;
  /** Calls back after every commit until the returned function is called. */
  onCommit(listener: () => void): () => void;
}

/** Reads page after page, then waits for commits: the same loop for history and live, so there is no seam to lose events in. */
export class TailSubscription implements Subscription {
  readonly done: Promise<void>;
  readonly #waiters: PositionWaiters;
  readonly #abort = new AbortController();
  #wake: (() => void) | undefined;
  /** A commit was told of since the page was asked for. */
  #isBehind = false;

  constructor(log: LogTail, after: number, handler: PageHandler) {
    this.#waiters = new PositionWaiters(after);
    this.done = this.#run(log, handler);
    // Whoever only waits for `caughtUp` learns of a failure there.
    this.done.catch(() => undefined);
  }

  caughtUp(position: number): Promise<void> {
    return this.#waiters.wait(position);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    this.#wake?.();
    await this.done.catch(() => undefined);
  }

  async #run(log: LogTail, handler: PageHandler): Promise<void> {
    const unsubscribe = log.onCommit(() => {
      this.#isBehind = true;
      this.#wake?.();
    });
    try {
      await nextTick();
      while (!this.#abort.signal.aborted) {
        this.#isBehind = false;
        const page = await log.readPage(this.#waiters.reached, this.#abort.signal);
        const last = page.at(-1);
        if (this.#abort.signal.aborted) break;
        if (last === undefined) {
          if (!this.#isBehind) await new Promise<void>((resolve) => (this.#wake = resolve));
          this.#wake = undefined;
        } else {
          await handler(page);
          this.#waiters.advance(last.position);
        }
        // A handler without real waiting would else keep appends and requests from running.
        await nextTick();
      }
      this.#waiters.end();
    } catch (error) {
      this.#waiters.end(error);
      throw error;
    } finally {
      unsubscribe();
    }
  }
}
