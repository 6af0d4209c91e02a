import { isLedgerError } from '@complaint-ledger/contracts';
import type { Logger } from 'pino';

interface Stalled {
  readonly error: unknown;
  /** Failures in a row. */
  readonly attempt: number;
  /** Milliseconds; infinite when it is not tried again. */
  readonly retryIn: number;
  /** Somebody must look at it. */
  readonly parked?: boolean;
}

/** So many failures of an engine are ordinary: a coordinator that loads, a leader that is being chosen. */
const ORDINARY = 5;

/**
 * Logs what stands still and is tried again. An engine that does not answer is told with its reason alone: as information at first, as a
 * warning when that goes on, or when something is missing that somebody has to make. What fails otherwise is an error at once.
 */
export const tellStall =
  (log: Logger, what: string) =>
  ({ error, ...stall }: Stalled): void => {
    const goesOn = stall.parked !== true && stall.retryIn < Number.POSITIVE_INFINITY;
    if (!isLedgerError(error, 'unavailable') || !goesOn) {
      log.error({ err: error, ...stall }, what);
      return;
    }
    const isOrdinary = stall.attempt <= ORDINARY && error.details['missing'] === undefined;
    log[isOrdinary ? 'info' : 'warn']({ reason: error.message, ...stall }, what);
  };
