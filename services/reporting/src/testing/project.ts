import type { RecordedEvent } from '@complaint-ledger/contracts';
import { type ProjectionStore, openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import type { Projection } from '../projections/projection.ts';
import { Projector } from '../projections/projector.ts';

export const memoryStore = (): ProjectionStore => openSqliteProjectionStore({ path: ':memory:' });

/** A store that has seen these events, in pages of so many. */
export const projected = async <State, Update>(
  projection: Projection<State, Update>,
  events: readonly RecordedEvent[],
  { store = memoryStore(), page = 1000 }: { readonly store?: ProjectionStore; readonly page?: number } = {},
): Promise<ProjectionStore> => {
  const projector = new Projector(projection, store);
  await projector.position();
  for (let at = 0; at < events.length; at += page) await projector.project(events.slice(at, at + page));
  return store;
};

/** The events of a story as the log hands them out. */
export const recorded = (events: readonly unknown[]): readonly RecordedEvent[] => events as readonly RecordedEvent[];
