import { type NewEvent, type RecordedEvent, bucketOf, parseStreamName } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import { sampleEvent } from '@complaint-ledger/event-store/testing';

/** Appends `rounds` events to each of `cases` cases, one case after the other in every round. */
export const appendRounds = async (
  store: EventStore,
  {
    cases,
    rounds,
    given = {},
  }: { readonly cases: number; readonly rounds: number; readonly given?: Partial<NewEvent> },
): Promise<number> => {
  const appends = Array.from({ length: rounds * cases }, (_, index) =>
    store.append(`case-${index % cases}`, 'any', [sampleEvent(given)]),
  );
  await Promise.all(appends);
  return store.head();
};

export const readLog = async (store: EventStore): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readAll({ after: events.at(-1)?.position ?? 0 });
    if (page.length === 0) return events;
    events.push(...page);
  }
};

/** What every bucket of the log must see, in order. */
export const byBucket = (events: readonly RecordedEvent[]): ReadonlyMap<number, readonly number[]> => {
  const buckets = new Map<number, number[]>();
  for (const { stream, position } of events) {
    const bucket = bucketOf(parseStreamName(stream).id);
    const positions = buckets.get(bucket) ?? [];
    positions.push(position);
    buckets.set(bucket, positions);
  }
  return buckets;
};
