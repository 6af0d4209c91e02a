import { LedgerError } from '@complaint-ledger/contracts';

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
