import { LedgerError } from '@complaint-ledger/contracts';
import type { Parked, Rejected } from '../../receive/receipt.ts';
import type { Send } from '../message.ts';
import type { SourceRow } from '../read/source-row.ts';
import type { Acknowledged, ImportState } from './import-state.ts';

/** Where a message comes from. */
export interface Origin {
  readonly line: number;
  /** Absent for what only the end of the file shows; then it is known of which case it speaks. */
  readonly row?: SourceRow;
  readonly caseKey?: string;
}

interface Waiting {
  readonly message: unknown;
  /** Absent for what the import itself says. */
  readonly origin: Origin | undefined;
}

export interface Counts {
  messages: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  parked: number;
  /** Messages of an earlier run that were not sent again. */
  skipped: number;
}

export interface SenderOptions {
  readonly send: Send;
  readonly batchSize: number;
  readonly state: ImportState;
  readonly acknowledged: Acknowledged;
  readonly refused: (origin: Origin, receipt: Rejected | Parked) => Promise<void>;
  readonly signal: AbortSignal | undefined;
}

/** The state speaks of messages that this ledger does not have: another ledger, or one restored from a copy. */
export class StaleState extends Error {}

/** Refused rows that a state remembers; beyond them a later run simply sends more again. */
const MOST_REFUSED = 10_000;

/** Sends messages in batches, in order, and remembers what was acknowledged. */
export class Sender {
  readonly counts: Counts = { messages: 0, accepted: 0, duplicates: 0, rejected: 0, parked: 0, skipped: 0 };
  readonly notes: string[] = [];
  private readonly options: SenderOptions;
  private readonly refusedRows = new Set<number>();
  private readonly resend: ReadonlySet<number>;
  private waiting: Waiting[] = [];

  constructor(options: SenderOptions) {
    this.options = options;
    this.resend = new Set(options.acknowledged.refusedRows);
  }

  async add(message: unknown, origin: Origin | undefined): Promise<void> {
    const { acknowledged, batchSize } = this.options;
    this.counts.messages++;
    if (this.counts.messages <= acknowledged.messages && (origin === undefined || !this.resend.has(origin.line))) {
      this.counts.skipped++;
      if (this.counts.messages === acknowledged.messages) await this.probe(message);
      return;
    }
    this.waiting.push({ message, origin });
    if (this.waiting.length >= batchSize) await this.flush();
  }

  /** The last message that the state holds to be acknowledged must be known to the ledger. */
  private async probe(message: unknown): Promise<void> {
    const [receipt] = await this.options.send([message]);
    if (receipt?.status === 'accepted') throw new StaleState();
  }

  /** Sends what waits. LedgerError of `send` passes through. */
  async flush(): Promise<void> {
    this.options.signal?.throwIfAborted();
    const batch = this.waiting;
    this.waiting = [];
    if (batch.length === 0) return;
    const receipts = await this.options.send(batch.map(({ message }) => message));
    if (receipts.length !== batch.length) {
      throw new LedgerError('unavailable', `${String(batch.length)} messages got ${String(receipts.length)} receipts`);
    }
    for (const [at, receipt] of receipts.entries()) {
      const origin = batch[at]?.origin;
      if (receipt.status === 'accepted') this.counts.accepted++;
      else if (receipt.status === 'duplicate') this.counts.duplicates++;
      else {
        this.counts[receipt.status]++;
        if (origin === undefined) {
          this.notes.push(`the ledger refused the clock of the source: ${whyOf(receipt)}`);
          continue;
        }
        this.refusedRows.add(origin.line);
        await this.options.refused(origin, receipt);
      }
    }
    await this.remember();
  }

  private async remember(): Promise<void> {
    const { acknowledged, state } = this.options;
    if (this.refusedRows.size > MOST_REFUSED) return;
    await state.save({
      messages: Math.max(this.counts.messages, acknowledged.messages),
      refusedRows: [...this.refusedRows],
    });
  }
}

/** Why a message was not taken, in one sentence. */
export const whyOf = (receipt: Rejected | Parked): string =>
  receipt.status === 'rejected' ? receipt.message : receipt.reason;
