import type { EventStore, Subscription } from '@complaint-ledger/event-store';
import type { RecordedEvent } from '@complaint-ledger/contracts';

/** Anything that takes pages of the log in order and knows how far it came. */
export interface Follower {
  position(): Promise<number>;
  project(page: readonly RecordedEvent[]): Promise<void>;
}

/** Keeps projections up with the log: history from where the furthest behind stands, then live. */
export const follow = async (
  log: Pick<EventStore, 'subscribe'>,
  followers: readonly Follower[],
): Promise<Subscription> => {
  const positions = await Promise.all(followers.map((follower) => follower.position()));
  return log.subscribe(Math.min(...positions), async (page) => {
    for (const follower of followers) await follower.project(page);
  });
};
