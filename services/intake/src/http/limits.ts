import { LedgerError } from '@complaint-ledger/contracts';
import { BODY_LIMIT_BYTES } from '@complaint-ledger/http';

/** Most bytes of one event; a whole request holds `REQUEST_LIMIT_BYTES`. */
export const EVENT_LIMIT_BYTES = 1024 * 1024;
export const REQUEST_LIMIT_BYTES = BODY_LIMIT_BYTES;

/** The refusal of one event that is too large; undefined when it is not. */
export const sizeFault = (bytes: number): LedgerError | undefined =>
  bytes <= EVENT_LIMIT_BYTES
    ? undefined
    : new LedgerError(
        'payload-too-large',
        `One event holds at most 1 MB (${EVENT_LIMIT_BYTES} bytes), this one has ${bytes}`,
        {
          hint: 'Keep attachments where they are and send their address.',
        },
      );
