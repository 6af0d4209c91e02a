/** What went wrong, where, and what to do: the one error type of the ledger. */
export type ErrorCode =
  | 'invalid-input' // the caller must mend what `path` names
  | 'unsupported-media-type'
  | 'payload-too-large'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict' // the same id with other content
  | 'rule' // a rule of the policy refuses; `rule` names it
  | 'wrong-revision' // the stream moved on
  | 'stream-exists'
  | 'stream-not-found'
  | 'locked' // another process writes this ledger
  | 'closed'
  | 'storage' // disk full, I/O error: the outcome is unknown, retry with the same ids
  | 'unavailable' // a part that is needed cannot be reached; nothing was lost
  | 'corrupt' // stored bytes do not match their hash
  | 'calendar' // a year without calendar data
  | 'config';

export interface ErrorDetails {
  /** Dotted place in the input, such as `data.level` or `row 17, column opened`. */
  readonly path?: string;
  /** Rule of the rulebook, such as `XFER-1`. */
  readonly rule?: string;
  /** What the reader can do about it, one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
  readonly [key: string]: unknown;
}

export class LedgerError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'LedgerError';
    this.code = code;
    this.details = details;
  }
}

export const isLedgerError = (error: unknown, code?: ErrorCode): error is LedgerError =>
  error instanceof LedgerError && (code === undefined || error.code === code);
