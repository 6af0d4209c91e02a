import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { AnyProjection } from './projection.ts';
import { type ReplayLog, type ReplayOptions, replayPages } from './replay.ts';

/** Changed documents that a projection keeps in memory before it writes them. */
const CHANGED = 5_000;

/**
 * Makes the documents of projections anew from the log, in one pass, and answers the position they then stand at. Nobody else
 * may write them meanwhile; readers see them incomplete. LedgerErrors of the log and the store.
 */
export const rebuild = async (
  log: ReplayLog,
  store: ProjectionStore,
  projections: readonly AnyProjection[],
  options: ReplayOptions = {},
): Promise<number> => {
  for (const { name, fields } of projections) {
    await store.ensure(name, fields);
    await store.drop(name);
  }
  const projectors = projections.map((projection) => projection.projector(store, { fromNothing: true }));
  const types = [...new Set(projections.flatMap((projection) => projection.types))];
  let reached = 0;
  for await (const { events, position } of replayPages(log, types, options)) {
    for (const projector of projectors) {
      await projector.fold(events, position);
      if (projector.changed >= CHANGED) await projector.flush();
    }
    reached = position;
  }
  for (const projector of projectors) await projector.flush();
  return reached;
};
