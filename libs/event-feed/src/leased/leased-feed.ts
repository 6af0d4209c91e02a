import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import type { EventStore } from '@complaint-ledger/event-store';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { type Backoff, DEFAULT_BACKOFF } from '../backoff.ts';
import type { EventFeed, FeedConsumer, FeedSubscription, PartedConsumer } from '../event-feed.ts';
import type { ParkedBuckets } from '../parked.ts';
import { type RelayPlace, relayPlaceIn } from '../kafka/relay-place.ts';
import { runsAlready } from '../refusals.ts';
import { LeasedSubscription } from './leased-subscription.ts';

export interface LeasedFeedOptions {
  readonly log: EventStore;
  /** Where the processes agree on who has which consumer. */
  readonly documents: Pick<ProjectionStore, 'ensure' | 'get' | 'write'>;
  /** Put before a consumer's name; several ledgers may share a database. Default none. */
  readonly prefix?: string;
  /** Default host name and a random part. */
  readonly holder?: string;
  /** Milliseconds without a sign of life after which another process takes over; default 10,000. */
  readonly ttl?: number;
  readonly backoff?: Backoff;
  /** Shortest time between two signs of progress, and between two looks for them, ms; default 100. */
  readonly lookEvery?: number;
  /** Waits in a row after which a failing event counts as parked; default 5. */
  readonly parkAfter?: number;
  /** Only tells how far the consumers are, whichever process has them: nothing is handed out; default false. */
  readonly watchOnly?: boolean;
  /** Where it is noted which consumers are parked, and why; default nowhere. */
  readonly parked?: ParkedBuckets;
}

export interface LeasedFeed extends EventFeed {
  /** Position that each consumer of this process has reached, whichever process has it now. LedgerErrors of the store. */
  reached(): Promise<ReadonlyMap<string, number>>;
}

/**
 * The whole log in one order, for consumers that need it so: each runs in one of the processes at a time, any of them, and goes over
 * to another when that one ends. One that lost its lease without noticing may handle a page more: handlers are at least once anyway.
 */
export const openLeasedFeed = (options: LeasedFeedOptions): LeasedFeed => {
  const { log, documents, prefix = '', ttl = 10_000, backoff = DEFAULT_BACKOFF, lookEvery = 100 } = options;
  const { parkAfter = 5, parked, watchOnly = false } = options;
  const { holder = `${hostname()}-${randomUUID()}` } = options;
  const running = new Map<string, FeedSubscription>();

  const placeOf = (name: string): RelayPlace => relayPlaceIn(documents, `${prefix}consumer:${name}`);

  const run = (consumer: FeedConsumer | PartedConsumer): FeedSubscription => {
    if (running.has(consumer.name)) throw runsAlready(consumer.name);
    const place = placeOf(consumer.name);
    const waits = { ttl, backoff, lookEvery, parkAfter };
    const subscription = new LeasedSubscription({ log, place, consumer, holder, watchOnly, ...waits, parked });
    running.set(consumer.name, subscription);
    const forget = (): boolean => running.delete(consumer.name);
    subscription.done.then(forget, forget);
    return subscription;
  };

  const close = async (): Promise<void> => {
    await Promise.all([...running.values()].map((subscription) => subscription.stop()));
  };

  const reached = async (): Promise<ReadonlyMap<string, number>> =>
    new Map(
      await Promise.all(
        [...running.keys()].map(async (name) => [name, (await placeOf(name).read())?.position ?? 0] as const),
      ),
    );

  return { run, close, reached };
};
