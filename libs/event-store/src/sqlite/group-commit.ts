import { resultCode } from '@complaint-ledger/sqlite';
import type { AppendRequest } from '../append-request.ts';
import type { AppendResult } from '../event-store.ts';
import type { LogWriter } from './log-writer.ts';
import { storageError } from './sqlite-errors.ts';

/** Events after which a transaction is closed although more are waiting: it keeps the event loop breathing. */
const MAX_EVENTS = 1_024;

interface Pending {
  readonly request: AppendRequest;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly result: AppendResult } | { readonly error: unknown };

export interface GroupCommitOptions {
  readonly writer: LogWriter;
  readonly path: string;
  readonly clock: () => number;
  /** Called after a commit with the number of events it added. */
  readonly onCommit: (events: number) => void;
}

/** Gathers the appends of a tick into one transaction; answers are given only after it is on disk. */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #queue: Pending[] = [];
  #isScheduled = false;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  add(request: AppendRequest): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, resolve, reject });
      this.#schedule();
    });
  }

  /** Writes everything that waits, now. */
  flushAll(): void {
    while (this.#queue.length > 0) this.#flush();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#queue.length === 0) return;
      this.#flush();
      if (this.#queue.length > 0) this.#schedule();
    });
  }

  #take(): readonly Pending[] {
    let count = 0;
    let events = 0;
    for (const { request } of this.#queue) {
      if (count > 0 && events + request.events.length > MAX_EVENTS) break;
      events += request.events.length;
      count++;
    }
    if (count === this.#queue.length) {
      const all = this.#queue;
      this.#queue = [];
      return all;
    }
    return this.#queue.splice(0, count);
  }

  #flush(): void {
    const { writer, path, clock, onCommit } = this.#options;
    const batch = this.#take();
    const before = writer.position;
    const outcomes: Outcome[] = [];
    try {
      const recordedAt = new Date(clock()).toISOString();
      writer.begin();
      for (const { request } of batch) outcomes.push(attempt(writer, request, recordedAt));
      writer.commit();
    } catch (cause) {
      const error = storageError(cause, path);
      try {
        writer.abandon();
      } catch {
        // The writer reads its state again before the next transaction.
      }
      for (const pending of batch) pending.reject(error);
      return;
    }
    for (const [index, outcome] of outcomes.entries()) {
      if ('result' in outcome) batch[index]?.resolve(outcome.result);
      else batch[index]?.reject(outcome.error);
    }
    if (writer.position > before) onCommit(writer.position - before);
  }
}

const attempt = (writer: LogWriter, request: AppendRequest, recordedAt: string): Outcome => {
  try {
    return { result: writer.append(request, request.recordedAt ?? recordedAt) };
  } catch (error) {
    // A failure of SQLite concerns everybody; the caller's own mistake only the caller.
    if (resultCode(error) !== undefined) throw error;
    return { error };
  }
};
