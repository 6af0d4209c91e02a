import type { DatabaseSync } from 'node:sqlite';
import { resultCode, transaction } from '@complaint-ledger/sqlite';

interface Job {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** All writes of one turn of the event loop share one transaction; a write resolves once that is on disk. */
export class GroupCommit {
  readonly #db: DatabaseSync;
  #waiting: Job[] = [];

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** `work` runs inside the transaction. What it throws rejects its own caller; it must have written nothing then. */
  submit<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.flush());
      this.#waiting.push({ work, resolve, reject });
    });
  }

  /** Commits what waits, now. */
  flush(): void {
    const jobs = this.#waiting;
    if (jobs.length === 0) return;
    this.#waiting = [];
    let outcomes: readonly Outcome[];
    try {
      outcomes = this.#transaction(jobs);
    } catch (error) {
      for (const job of jobs) job.reject(error);
      return;
    }
    for (const [index, outcome] of outcomes.entries()) {
      const job = jobs[index] as Job;
      if (outcome.ok) job.resolve(outcome.value as never);
      else job.reject(outcome.error);
    }
  }

  #transaction(jobs: readonly Job[]): readonly Outcome[] {
    return transaction(this.#db, () =>
      jobs.map(({ work }): Outcome => {
        try {
          return { ok: true, value: work() };
        } catch (error) {
          // A failure of SQLite concerns everybody; the caller's own mistake only the caller.
          if (resultCode(error) !== undefined) throw error;
          return { ok: false, error };
        }
      }),
    );
  }
}
