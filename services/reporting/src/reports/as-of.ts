import type { EventStore } from '@complaint-ledger/event-store';
import { epochOf } from '@complaint-ledger/policy';

/**
 * The last log position recorded at or before a time; 0 when the ledger knew nothing yet. The log's clock never runs back, so
 * halving finds it; where several processes write, it may run back by what their clocks differ, and the answer is off by as much. LedgerError `invalid-input` for what is no RFC 3339 time.
 */
export const positionAt = async (log: Pick<EventStore, 'head' | 'readAll'>, time: string): Promise<number> => {
  const until = epochOf(time);
  let [known, unknown] = [0, (await log.head()) + 1];
  while (unknown - known > 1) {
    const middle = Math.floor((known + unknown) / 2);
    // Positions have gaps in some logs: the first event from there on stands for it.
    const [event] = await log.readAll({ after: middle - 1, limit: 1 });
    if (event !== undefined && epochOf(event.recordedAt) <= until) known = event.position;
    else unknown = middle;
  }
  return known;
};
