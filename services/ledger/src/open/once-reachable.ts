import { setTimeout as delay } from 'node:timers/promises';
import { LedgerError } from '@complaint-ledger/contracts';
import { Closing } from './closing.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/** Whether an engine is away, which passes; a key or a user that it refuses does not. */
const isAway = (error: unknown): error is LedgerError =>
  error instanceof LedgerError && error.details['engine'] !== undefined;

export interface OnceReachable {
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** Closes what an attempt opened that failed. */
  readonly undo: (closing: Closing) => Promise<void>;
  readonly onAway: (error: LedgerError) => void;
}

/**
 * Does work that opens things, again and again while an engine is away; answers undefined when it was told to stop before that was over.
 * The work gives what it opened to the `Closing`. Throws what the work throws, also of an engine that is away when not all could be closed:
 * what is left open would be in the way of the next attempt.
 */
export const onceReachable = async <T>(
  work: (closing: Closing) => Promise<T>,
  { signal, undo, onAway }: OnceReachable,
): Promise<T | undefined> => {
  for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const closing = new Closing();
    try {
      return await work(closing);
    } catch (error) {
      const isClosed = await undo(closing).then(
        () => true,
        () => false,
      );
      if (!isClosed || !isAway(error)) throw error;
      onAway(error);
    }
    await delay(pause, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
};
