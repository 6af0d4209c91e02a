import type { RecordedEvent } from '@complaint-ledger/contracts';
import { LedgerError } from '@complaint-ledger/contracts';
import type { AppendRequest } from './append-request.ts';

/** The append that makes these events, of one stream and one time of recording, what they were in another log. Error: `invalid-input`. */
export const restoring = (recorded: readonly RecordedEvent[]): AppendRequest => {
  const [first] = recorded;
  if (first === undefined) throw new LedgerError('invalid-input', 'There is no event to restore', { path: 'events' });
  const { stream, revision, recordedAt } = first;
  for (const [index, event] of recorded.entries())
    if (event.stream !== stream || event.recordedAt !== recordedAt || event.revision !== revision + index)
      throw new LedgerError('invalid-input', `Event ${event.id} does not follow the one before it`, {
        path: `events[${index}]`,
        hint: 'Restore a run of one stream that was recorded at once.',
      });
  const events = recorded.map(({ stream: _, revision: __, recordedAt: ___, position: ____, ...event }) => event);
  return { stream, expected: revision === 0 ? 'no-stream' : revision - 1, events, recordedAt };
};
