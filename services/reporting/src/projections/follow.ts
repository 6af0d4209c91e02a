import type { EventFeed, FeedPlace, FeedSubscription, Stall } from '@complaint-ledger/event-feed';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { AnyProjection, AnyProjector } from './projection.ts';

/** Consumer name of the projections: they read the log together. */
export const CONSUMER = 'reporting';

/** Of those that need the whole log in its order while others share it. */
export const SERIAL_CONSUMER = 'reporting-serial';

/** Documents that a projector of one bucket keeps in memory. */
const CACHED = 1_000;

export interface FollowOptions {
  /** After every page: how far all of them are. */
  readonly onPosition?: ((position: number) => void) | undefined;
  /** Told of every failure; the feed stays at its place and tries again. */
  readonly onStall?: ((stall: Stall) => void) | undefined;
}

const startOf = async (projectors: readonly AnyProjector[]): Promise<number> =>
  Math.min(...(await Promise.all(projectors.map((projector) => projector.position()))));

/** Keeps projections level with the log, from where the furthest behind stands. Each keeps its place with its documents. */
export const follow = (
  feed: EventFeed,
  projectors: readonly AnyProjector[],
  { onPosition, onStall }: FollowOptions = {},
): FeedSubscription => {
  const project: AnyProjector['project'] = async (events, through) => {
    for (const projector of projectors) await projector.project(events, through);
    if (through !== undefined) onPosition?.(through);
  };
  return feed.run({
    name: CONSUMER,
    handle: project,
    loadCheckpoint: () => startOf(projectors),
    saveCheckpoint: async () => undefined,
    ...(onStall && { onStall }),
  });
};

/**
 * The same bucket by bucket, or place by place: whoever opens a place begins with what is stored. They keep one place together, under their
 * names: a projection that is new among them begins with all of them at the start, and the documents of the others know what they had.
 */
export const followByBucket = (
  feed: EventFeed,
  { name, store, projections }: { name: string; store: ProjectionStore; projections: readonly AnyProjection[] },
  { onPosition, onStall }: FollowOptions = {},
): FeedSubscription => {
  const names = projections.map((projection) => projection.name).toSorted();
  const open = (bucket?: number): FeedPlace => {
    const checkpoint = `${name}(${names.join()})${bucket === undefined ? '' : `/${bucket}`}`;
    let projectors: readonly AnyProjector[] = [];
    return {
      handle: async (events, through) => {
        const ends = await Promise.allSettled(projectors.map((projector) => projector.project(events, through)));
        // Not before all have ended: one that still writes when the page comes again would take what it failed to write for done.
        const failed = ends.find((end) => end.status === 'rejected');
        if (failed !== undefined) throw failed.reason;
        onPosition?.(through);
      },
      loadCheckpoint: async () => {
        const from = await store.checkpoint(checkpoint);
        const options = { cachedDocuments: CACHED, declared: true, from };
        projectors = projections.map((projection) => projection.projector(store, options));
        return from;
      },
      saveCheckpoint: (position) => store.saveCheckpoint(checkpoint, position),
    };
  };
  return feed.run({ name, open, ...(onStall && { onStall }) });
};

/** Several subscriptions as one. */
export const together = (all: readonly FeedSubscription[]): FeedSubscription => ({
  caughtUp: async (position) => {
    await Promise.all(all.map((each) => each.caughtUp(position)));
  },
  done: Promise.all(all.map(({ done }) => done)).then(() => undefined),
  stop: async () => {
    await Promise.all(all.map((each) => each.stop()));
  },
  lag: async () => Math.max(...(await Promise.all(all.map((each) => each.lag())))),
  stalled: () => all.map((each) => each.stalled()).find((stall) => stall !== undefined),
  has: (bucket) => all.every((each) => each.has(bucket)),
});
