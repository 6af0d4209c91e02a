import { epochOf } from '@complaint-ledger/policy';

/** A wall clock that stands still until it is told to go on. */
export interface FakeClock {
  /** Milliseconds since the epoch; a function of its own, to be passed where `Date.now` would be. */
  readonly now: () => number;
  /** Sets the clock; RFC 3339. A clock never goes back: RangeError. */
  readonly to: (rfc3339: string) => void;
  readonly forward: (ms: number) => void;
}

export const fakeClock = (rfc3339: string): FakeClock => {
  let ms = epochOf(rfc3339);
  const set = (next: number): void => {
    if (next < ms) throw new RangeError(`the clock would go back by ${ms - next} ms`);
    ms = next;
  };
  return { now: () => ms, to: (at) => set(epochOf(at)), forward: (by) => set(ms + by) };
};
