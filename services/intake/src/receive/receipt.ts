import type { ErrorCode } from '@complaint-ledger/contracts';

interface Identified {
  /** Place of the message in what was sent, from 0. */
  readonly index: number;
  /** CloudEvents id, as the sender gave it. */
  readonly id: string;
  readonly source: string;
}

interface Recorded extends Identified {
  /** Id of the event in the log. */
  readonly eventId: string;
  readonly position: number;
  /** Ledger id of the complaint or call, which is that of its case; absent for what is about a source. */
  readonly caseId?: string;
}

export interface Accepted extends Recorded {
  readonly status: 'accepted';
}

/** Already in the log with the same content: nothing was written. */
export interface Duplicate extends Recorded {
  readonly status: 'duplicate';
}

/** Kept in the quarantine: the sender or an operator must mend it. */
export interface Rejected extends Problem {
  readonly index: number;
  readonly status: 'rejected';
  readonly id?: string;
  readonly source?: string;
  readonly quarantineId: string;
}

/** About a matter that nobody has filed yet: recorded by itself as soon as it is filed. */
export interface Parked extends Identified {
  readonly status: 'parked';
  readonly eventId: string;
  readonly caseId: string;
  readonly reason: string;
  readonly quarantineId: string;
}

/** What became of one message. */
export type Receipt = Accepted | Duplicate | Rejected | Parked;

/** Why a message is refused: what, where, what to do. */
export interface Problem {
  readonly code: ErrorCode;
  /** Dotted place in the message, such as `data.level`; empty for the whole of it. */
  readonly path: string;
  readonly message: string;
  readonly hint: string;
}
