import type { NewEvent, RecordedEvent } from '@complaint-ledger/contracts';

/** What the writer believes of the stream: its last revision, that it is new, that it is there, or nothing. */
export type ExpectedRevision = number | 'no-stream' | 'stream-exists' | 'any';

export interface AppendResult {
  /** False when every event was already there with the same content: the append is a repetition. */
  readonly appended: boolean;
  /** Revision of the last event of this append. */
  readonly revision: number;
  /** Position of the last event of this append. */
  readonly position: number;
}

export interface ReadStreamOptions {
  /** First revision to read, inclusive; default 0 forwards, the last one backwards. */
  readonly from?: number;
  readonly direction?: 'forwards' | 'backwards';
  readonly limit?: number;
}

export interface ReadAllOptions {
  /** Last position already seen; 0 reads from the start. */
  readonly after: number;
  /** Last position to read, inclusive. */
  readonly upTo?: number;
  /** At most so many events; default 1,000. */
  readonly limit?: number;
}

/** Called with contiguous, ordered pages; the next page waits until the promise resolves. */
export type PageHandler = (events: readonly RecordedEvent[]) => Promise<void> | void;

export interface Subscription {
  /** Resolves when the handler has returned for every event up to `position`; rejects when the subscription failed. */
  caughtUp(position: number): Promise<void>;
  /** Settles when the subscription ends; rejects with the handler's error. */
  readonly done: Promise<void>;
  /** Waits for the running page. Not to be awaited inside the handler. */
  stop(): Promise<void>;
}

/**
 * The log. All appends of one tick are made durable together; a resolved append is on disk.
 *
 * Errors (LedgerError): `wrong-revision`, `stream-exists`, `stream-not-found` (expectation not met, nothing written),
 * `conflict` (same event id, other content; nothing written), `storage` (outcome unknown: retry with the same ids),
 * `closed`, `locked`.
 */
export interface EventStore {
  /** All or nothing, in order. Idempotent by event id: the same events again answer `appended: false`. */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;
  /** Events of one stream; an unknown stream is an empty list. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]>;
  readAll(options: ReadAllOptions): Promise<readonly RecordedEvent[]>;
  /** The event of that id, if the log has it. */
  find(eventId: string): Promise<RecordedEvent | undefined>;
  /** Position of the last event, 0 when the log is empty. */
  head(): Promise<number>;
  /** History first, then live, without a gap or a repetition. */
  subscribe(after: number, handler: PageHandler): Subscription;
  close(): Promise<void>;
}

/** A log that can take over another one. */
export interface RestorableStore extends EventStore {
  /**
   * Appends events of one stream as another log recorded them at one time: the same bytes at the same revisions. Errors: those of `append`,
   * `wrong-revision` when the stream is not just before the first of them.
   */
  restore(events: readonly RecordedEvent[]): Promise<AppendResult>;
  /** The newest event. */
  last(): Promise<RecordedEvent | undefined>;
}
