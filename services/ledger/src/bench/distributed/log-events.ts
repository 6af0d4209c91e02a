import type { RecordedEvent } from '@complaint-ledger/contracts';
import { openKurrentDbEventStore } from '@complaint-ledger/event-store/kurrentdb';
import { readDistributed } from '../../config/distributed.ts';
import type { Fleet } from '../../distributed/fleet.ts';

const PAGE = 1_000;

/** The log of a fleet, page by page. */
export async function* logPages(
  { environment }: Pick<Fleet, 'environment'>,
  after = 0,
): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
  const { events: url, namespace } = readDistributed(environment);
  const store = await openKurrentDbEventStore({ url, namespace });
  try {
    for (let from = after; ;) {
      const page = await store.readAll({ after: from, limit: PAGE });
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      from = last.position;
    }
  } finally {
    await store.close();
  }
}

export const eventsAfter = async (fleet: Pick<Fleet, 'environment'>, after: number): Promise<number> => {
  let events = 0;
  for await (const page of logPages(fleet, after)) events += page.length;
  return events;
};
