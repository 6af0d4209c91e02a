import type { RecordedEvent } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';

/** Reading so many events too many costs less than another question. */
const GAP = 64;
const PAGE = 1000;

/**
 * The events at these positions, ascending and without repetition, in their order. How far apart events are in the log is learnt from what
 * is read: positions are numbers in one log and bytes in another.
 */
export async function* readPositions(
  log: Pick<EventStore, 'readAll'>,
  positions: readonly number[],
): AsyncGenerator<RecordedEvent> {
  const wanted = new Set(positions);
  let apart = 1;
  let index = 0;
  while (index < positions.length) {
    const first = positions[index] ?? 0;
    let last = first;
    for (index += 1; index < positions.length; index += 1) {
      const next = positions[index] ?? 0;
      if (next - last > GAP * apart || next - first >= PAGE * apart) break;
      last = next;
    }
    for (let after = first - 1; after < last;) {
      const page = await log.readAll({ after, upTo: last, limit: PAGE });
      for (const event of page) if (wanted.has(event.position)) yield event;
      const reached = page.at(-1)?.position ?? last;
      if (page.length > 1) apart = Math.max(1, (reached - (page[0]?.position ?? reached)) / (page.length - 1));
      after = reached;
    }
  }
}
