import type { EventFeed, FeedSubscription, Stall } from '@complaint-ledger/event-feed';
import type { AnyProjector } from './projection.ts';

/** Consumer name of the projections: they read the log together. */
export const CONSUMER = 'reporting';

export interface FollowOptions {
  /** After every page: how far all of them are. */
  readonly onPosition?: ((position: number) => void) | undefined;
  /** Told of every failure; the feed stays at its place and tries again. */
  readonly onStall?: ((stall: Stall) => void) | undefined;
}

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
    loadCheckpoint: async () => Math.min(...(await Promise.all(projectors.map((projector) => projector.position())))),
    saveCheckpoint: async () => undefined,
    ...(onStall && { onStall }),
  });
};
