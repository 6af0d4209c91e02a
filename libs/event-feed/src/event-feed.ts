import type { RecordedEvent } from '@complaint-ledger/contracts';

/**
 * Called with ordered pages, never two at a time. `through` is the position up to which every event that the consumer wants has
 * been handed to it when this page is done: what a consumer stores that keeps its place together with its own data.
 * A page comes again, whole or in smaller pieces, when it failed or when the process ended before its checkpoint was saved:
 * handle by position, or idempotently.
 */
export type FeedHandler = (events: readonly RecordedEvent[], through: number) => Promise<void> | void;

/** Handles events and remembers how far. */
export interface FeedPlace {
  readonly handle: FeedHandler;
  /** Position up to which everything was handled; 0 at the beginning. */
  loadCheckpoint(): Promise<number>;
  /**
   * Called after `handle` has returned; may do nothing when `handle` itself stored `through`. Events passed over are saved now and
   * then only.
   */
  saveCheckpoint(position: number): Promise<void>;
}

interface Follower {
  /** Names the consumer's place in the log; one runs at a time, in a cluster one of a bucket. */
  readonly name: string;
  /** Only these types are handed out; all others are passed over. */
  readonly types?: readonly string[];
  /** Told of every failure. The feed stays at its place and tries again. */
  onStall?(stall: Stall): void;
}

/** A consumer with one place for the whole log: it needs a feed that hands out all of it in one order. */
export interface FeedConsumer extends Follower, FeedPlace {}

/**
 * A consumer that can follow the log bucket by bucket (`bucketOf` a stream's id), each in log order, at its own pace and with
 * its own checkpoint; only so can several processes share the log. A feed that hands out the whole log in one order opens
 * one place without a bucket.
 */
export interface PartedConsumer extends Follower {
  /**
   * Types that every bucket must see in their order among its own events, such as the advance of a source's clock; all others are handed
   * to the bucket of their stream only.
   */
  readonly everywhere?: readonly string[];
  /** A fresh place whenever a bucket is taken up: another process may have had it in between. */
  open(bucket?: number): FeedPlace;
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
  /** Milliseconds; infinite when the consumer has ended and must be started again. */
  readonly retryIn: number;
  /** The bucket that stands; the others go on. Absent when all stand. */
  readonly bucket?: number;
  /** Trying again has not helped for a while: somebody must look at it. It is tried on, and its bucket skips nothing. */
  readonly parked?: boolean;
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
  /** Events in the log that were not yet handled; at most so many where positions have gaps or events were sent twice. */
  lag(): Promise<number>;
  /** The failure at which the consumer stands, if it does, the earliest in the log of several: for health checks. */
  stalled(): Stall | undefined;
  /** Whether this process follows that bucket now: all of them where the feed is not shared. */
  has(bucket: number): boolean;
}

/** Hands the log to consumers that remember their place: in order, at least once, nothing skipped. */
export interface EventFeed {
  /**
   * Errors: `conflict` when a consumer of that name runs already, `config` when the consumer has one place for the whole log and
   * this feed hands it out in buckets.
   */
  run(consumer: FeedConsumer | PartedConsumer): FeedSubscription;
  /** Stops all. */
  close(): Promise<void>;
}
