import type { EventStore, Subscription } from '@complaint-ledger/event-store';
import type { AnyProjector } from './projection.ts';

/** Keeps projections up with the log: history from where the furthest behind stands, then live. */
export const follow = async (
  log: Pick<EventStore, 'subscribe'>,
  followers: readonly AnyProjector[],
): Promise<Subscription> => {
  const positions = await Promise.all(followers.map((follower) => follower.position()));
  return log.subscribe(Math.min(...positions), async (page) => {
    for (const follower of followers) await follower.project(page);
  });
};
