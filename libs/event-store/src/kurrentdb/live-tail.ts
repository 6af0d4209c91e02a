import { setTimeout as delay } from 'node:timers/promises';
import { END, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import type { KurrentReader } from './kurrent-reader.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Wakes those who read the log when another process appends. It only wakes: what is read comes from reads, so that a subscription
 * that breaks off, as the client's may without a word, loses nothing; and once in a while everybody looks anyhow.
 */
export class LiveTail {
  readonly #client: KurrentDBClient;
  readonly #reader: KurrentReader;
  readonly #listeners = new Set<() => void>();
  readonly #end = new AbortController();
  readonly #look: NodeJS.Timeout;
  #running: Promise<void> | undefined;

  constructor(client: KurrentDBClient, reader: KurrentReader, lookEveryMs: number) {
    this.#client = client;
    this.#reader = reader;
    this.#look = setInterval(() => this.wake(), lookEveryMs);
    this.#look.unref();
  }

  wake(): void {
    for (const listener of this.#listeners) listener();
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#running ??= this.#run();
    return () => this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    clearInterval(this.#look);
    this.#end.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#end;
    let pause = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      try {
        const live = this.#client.subscribeToAll({ fromPosition: END, filter: this.#reader.filter() });
        const leave = (): void => void live.unsubscribe().catch(() => undefined);
        signal.addEventListener('abort', leave, { once: true });
        try {
          for await (const _ of live) {
            pause = FIRST_PAUSE_MS;
            this.wake();
          }
        } finally {
          signal.removeEventListener('abort', leave);
        }
      } catch {
        // Those who read learn themselves that the server is away.
      }
      await delay(pause, undefined, { signal }).catch(() => undefined);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      this.wake();
    }
  }
}
