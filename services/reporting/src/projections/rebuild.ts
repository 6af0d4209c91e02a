import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { Projection } from './projection.ts';
import { Projector } from './projector.ts';
import { type ReplayLog, type ReplayOptions, replayPages } from './replay.ts';

/** Events folded between two writes. */
const WRITE_EVERY = 100_000;

/**
 * Makes the documents of a projection anew from the whole log and answers the position it then stands at. Nobody else may write
 * them meanwhile. Readers see it grow. LedgerErrors of the log and the store.
 */
export const rebuild = async <State, Update>(
  log: ReplayLog,
  store: ProjectionStore,
  projection: Projection<State, Update>,
  options: ReplayOptions = {},
): Promise<number> => {
  await store.ensure(projection.name, projection.fields);
  await store.drop(projection.name);
  const projector = new Projector(projection, store, { fromNothing: true, cachedDocuments: 200_000 });
  let written = 0;
  for await (const { events, position } of replayPages(log, projection.types, options)) {
    await projector.fold(events, position);
    if (position - written < WRITE_EVERY) continue;
    await projector.flush();
    written = position;
  }
  await projector.flush();
  return projector.position();
};
