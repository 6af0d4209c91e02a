/* oxlint-disable unicorn/require-post-message-target-origin -- threads have no origin, windows do */
import { Worker } from 'node:worker_threads';

/** Pages that the writer may move itself: a few milliseconds. */
const SMALL_REST = 400;
/** Pages of a commit beside the events themselves: tables' and indexes' edges. */
const COMMIT_PAGES = 3;
const EVENTS_PER_PAGE = 6;

/**
 * Moves the WAL into the ledger file on another thread, which does not hold up appends. The WAL starts again from its
 * beginning only when nothing is left in it, so the writer moves the few pages that came meanwhile.
 */
export class Checkpointer {
  readonly #path: string;
  readonly #limit: number;
  readonly #moveRest: () => void;
  #worker: Worker | undefined;
  #pages = 0;
  #isRunning = false;

  /** `limit` is in pages of the WAL. */
  constructor(path: string, limit: number, moveRest: () => void) {
    this.#path = path;
    this.#limit = limit;
    this.#moveRest = moveRest;
  }

  /** Tells of a commit; how many pages it took is a guess that only decides when to look. */
  wrote(events: number): void {
    this.#pages += COMMIT_PAGES + events / EVENTS_PER_PAGE;
    if (this.#pages < this.#limit || this.#isRunning) return;
    this.#isRunning = true;
    try {
      this.#worker ??= this.#start();
      this.#ask(this.#worker);
    } catch {
      // No thread to be had: commits checkpoint themselves (wal_autocheckpoint), and the next turn tries again.
      this.#forget(this.#worker);
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#worker = undefined;
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage('close');
    await exited;
  }

  #start(): Worker {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(new URL(`./checkpoint-worker.${extension}`, import.meta.url), {
      workerData: { path: this.#path },
    });
    worker.on('message', () => this.#done(worker));
    worker.on('error', () => this.#forget(worker));
    worker.on('exit', () => this.#forget(worker));
    worker.unref();
    return worker;
  }

  #ask(worker: Worker): void {
    this.#pages = 0;
    worker.postMessage('checkpoint');
  }

  /** What came while the thread was at work is left, which the thread itself cannot know. */
  #done(worker: Worker): void {
    if (worker !== this.#worker) return;
    if (this.#pages > SMALL_REST) {
      this.#ask(worker);
      return;
    }
    this.#isRunning = false;
    this.#pages = 0;
    try {
      this.#moveRest();
    } catch {
      // A full disk: everything is safe in the WAL, and is moved when there is room.
    }
  }

  #forget(worker: Worker | undefined): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    this.#isRunning = false;
    this.#pages = 0;
  }
}
