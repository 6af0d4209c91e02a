import { LedgerError } from '@complaint-ledger/contracts';
import type { Stall } from './event-feed.ts';

/** A consumer knows more than the log has: LedgerError `config`. */
export const checkpointBeyondLog = (consumer: string, checkpoint: number, head: number): LedgerError =>
  new LedgerError('config', `Consumer ${consumer} has handled position ${checkpoint}, but the log ends at ${head}`, {
    consumer,
    checkpoint,
    head,
    hint: 'The log was replaced or restored from an older copy: rebuild what this consumer keeps.',
  });

export const runsAlready = (consumer: string): LedgerError =>
  new LedgerError('conflict', `Consumer ${consumer} runs already`, {
    consumer,
    hint: 'Stop it first, or give this one another name.',
  });

/** A consumer that ended because of an error: nobody tries again, and whoever looks shall learn of it. */
export const endedBy = (consumer: string, error: unknown): Stall => ({
  consumer,
  position: 0,
  events: 0,
  attempt: 1,
  error,
  retryIn: Number.POSITIVE_INFINITY,
});
