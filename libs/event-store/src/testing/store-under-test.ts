import type { EventStore } from '../event-store.ts';

/** A place for one log, empty at first. */
export interface StoreUnderTest {
  /** Opens the log; opening again after `close` finds what was written. */
  open(): Promise<EventStore>;
  /** Takes everything away; stores opened here are closed by the suite before. */
  dispose(): Promise<void>;
}

export interface StoreCapabilities {
  /** A second writer is refused with `locked`. */
  readonly exclusiveWriter: boolean;
  /** Positions count from 1 without gaps, and appends of one tick are in the order of the calls; else they only grow. */
  readonly oneSequence: boolean;
}

export type StoreFactory = () => Promise<StoreUnderTest>;
