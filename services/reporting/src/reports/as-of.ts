import { LedgerError } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import { epochOf } from '@complaint-ledger/policy';

/**
 * The last log position recorded at or before a time; 0 when the ledger knew nothing yet. The log's clock never runs back, so
 * halving finds it. LedgerError `invalid-input` for what is no RFC 3339 time.
 */
export const positionAt = async (log: Pick<EventStore, 'head' | 'readAll'>, time: string): Promise<number> => {
  const until = epochOf(time);
  let [known, unknown] = [0, (await log.head()) + 1];
  while (unknown - known > 1) {
    const middle = Math.floor((known + unknown) / 2);
    const [event] = await log.readAll({ after: middle - 1, upTo: middle, limit: 1 });
    if (event === undefined) throw new LedgerError('corrupt', `The log has no event at position ${middle}.`);
    if (epochOf(event.recordedAt) <= until) known = middle;
    else unknown = middle;
  }
  return known;
};
