import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds; doubled with every wait in a row. */
export interface Backoff {
  readonly first: number;
  readonly longest: number;
}

export const DEFAULT_BACKOFF: Backoff = { first: 100, longest: 30_000 };

/** How long the `turn`-th wait in a row is (from 1). */
export const waitAfter = ({ first, longest }: Backoff, turn: number): number =>
  Math.min(longest, first * 2 ** Math.min(turn - 1, 30));

/** Waits, or returns at once when aborted. */
export const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  if (signal.aborted || milliseconds === 0) return;
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
};
