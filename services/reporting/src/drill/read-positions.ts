import type { RecordedEvent } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';

/** Reading a few events too many costs less than another question. */
const GAP = 64;
const PAGE = 1000;

/** The events at these positions, ascending and without repetition, in their order. */
export async function* readPositions(
  log: Pick<EventStore, 'readAll'>,
  positions: readonly number[],
): AsyncGenerator<RecordedEvent> {
  const wanted = new Set(positions);
  let index = 0;
  while (index < positions.length) {
    const first = positions[index] ?? 0;
    let last = first;
    for (index += 1; index < positions.length; index += 1) {
      const next = positions[index] ?? 0;
      if (next - last > GAP || next - first >= PAGE) break;
      last = next;
    }
    for (const event of await log.readAll({ after: first - 1, upTo: last, limit: PAGE })) {
      if (wanted.has(event.position)) yield event;
    }
  }
}
