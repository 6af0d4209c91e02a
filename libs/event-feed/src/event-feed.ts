import type { RecordedEvent } from '@complaint-ledger/contracts';

/**
 * Called with ordered pages, never two at a time. `through` is the position up to which every event that the consumer wants has
 * been handed to it when this page is done: what a consumer stores that keeps its place together with its own data.
 * A page comes again, whole or in smaller pieces, when it failed or when the process ended before its checkpoint was saved:
 * handle by position, or idempotently.
 */
export type FeedHandler = (events: readonly RecordedEvent[], through: number) => Promise<void> | void;

export interface FeedConsumer {
  /** Names the consumer's place in the log; one runs at a time. */
  readonly name: string;
  /** Only these types are handed out; all others are passed over. */
  readonly types?: readonly string[];
  readonly handle: FeedHandler;
  /** Position up to which everything was handled; 0 at the beginning. */
  loadCheckpoint(): Promise<number>;
  /**
   * Called after `handle` has returned; may do nothing when `handle` itself stored `through`. Events passed over are saved now and
   * then only.
   */
  saveCheckpoint(position: number): Promise<void>;
  /** Told of every failure. The feed stays at its place and tries again. */
  onStall?(stall: Stall): void;
}

export interface Stall {
  readonly consumer: string;
  /** First position that could not be handled; 0 when not even the checkpoint could be loaded. */
  readonly position: number;
  /** Events in the piece that failed: it is made smaller until the one event that fails stands alone. */
  readonly events: number;
  /** Failures in a row. */
  readonly attempt: number;
  readonly error: unknown;
  /** Milliseconds. */
  readonly retryIn: number;
}

export interface FeedSubscription {
  /** Resolves when everything up to `position` was handled; rejects when the subscription ended before. */
  caughtUp(position: number): Promise<void>;
  /**
   * Resolves when the subscription has ended by `stop` or with the log. Rejects with `config` when the checkpoint lies beyond the
   * end of the log.
   */
  readonly done: Promise<void>;
  /** Waits for the running page. Not to be awaited inside `handle`. */
  stop(): Promise<void>;
  /** Events in the log that were not yet handled. */
  lag(): Promise<number>;
  /** The failure at which the consumer stands, if it does: for health checks. */
  stalled(): Stall | undefined;
}

/** Hands the log to consumers that remember their place: in order, at least once, nothing skipped. */
export interface EventFeed {
  /** Error: `conflict` when a consumer of that name runs already. */
  run(consumer: FeedConsumer): FeedSubscription;
  /** Stops all. */
  close(): Promise<void>;
}
