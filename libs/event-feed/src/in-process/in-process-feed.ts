import type { EventStore } from '@complaint-ledger/event-store';
import { type Backoff, DEFAULT_BACKOFF } from '../backoff.ts';
import { runsAlready } from '../refusals.ts';
import type { EventFeed, FeedConsumer, FeedSubscription, PartedConsumer } from '../event-feed.ts';
import { InProcessSubscription } from './in-process-subscription.ts';

export interface InProcessFeedOptions {
  readonly backoff?: Backoff;
}

/** The feed inside one process: every consumer follows the log itself. */
export const openInProcessFeed = (
  store: EventStore,
  { backoff = DEFAULT_BACKOFF }: InProcessFeedOptions = {},
): EventFeed => {
  const running = new Map<string, FeedSubscription>();

  const run = (consumer: FeedConsumer | PartedConsumer): FeedSubscription => {
    if (running.has(consumer.name)) throw runsAlready(consumer.name);
    const subscription = new InProcessSubscription(store, consumer, backoff);
    running.set(consumer.name, subscription);
    const forget = (): boolean => running.delete(consumer.name);
    subscription.done.then(forget, forget);
    return subscription;
  };

  const close = async (): Promise<void> => {
    await Promise.all([...running.values()].map((subscription) => subscription.stop()));
  };

  return { run, close };
};
