import { type NewEvent, streamName } from '@complaint-ledger/contracts';

/** Calls come into the log in the turn of their caller, who is judged by their order there (CALL-10); all else in that of its own stream. */
export const inTurnOf = ([event]: readonly NewEvent[]): string | undefined => {
  const caller = event?.type === 'CallReceived' ? event.data['caller'] : undefined;
  return typeof caller === 'string' ? streamName('caller', caller) : undefined;
};
