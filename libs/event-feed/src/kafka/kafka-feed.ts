import { LedgerError } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import { type Backoff, DEFAULT_BACKOFF } from '../backoff.ts';
import type { EventFeed, FeedConsumer, FeedSubscription, PartedConsumer } from '../event-feed.ts';
import type { ParkedBuckets } from '../parked.ts';
import { runsAlready } from '../refusals.ts';
import { KafkaSubscription, type PartitionLag } from './kafka-subscription.ts';
import type { RelayPlace } from './relay-place.ts';
import type { KafkaSettings } from './settings.ts';
import { EVENTS_TOPIC } from './topics.ts';

export interface KafkaFeedOptions {
  readonly kafka: KafkaSettings;
  /** The log that is relayed: how long it is. */
  readonly log: Pick<EventStore, 'head'>;
  /** How far the relay has come. */
  readonly relay: Pick<RelayPlace, 'read'>;
  /** Default `ledger.events.v1`. */
  readonly topic?: string;
  /** Put before a consumer's name to make the name of its group; default `ledger.`. */
  readonly groupPrefix?: string;
  readonly backoff?: Backoff;
  /** Waits in a row after which a failing event counts as parked; default 5. */
  readonly parkAfter?: number;
  /** Where it is noted which buckets are parked, and why; default nowhere. */
  readonly parked?: ParkedBuckets;
  /** Milliseconds after which a process that says nothing loses its partitions; default 30,000. */
  readonly sessionTimeout?: number;
  /** Longest wait of a fetch for events, ms; default 500: how long `stop` may take. */
  readonly fetchWait?: number;
  /** Shortest time between two looks at what others have handled, and between two commits, ms; default 100. */
  readonly lookEvery?: number;
  /** Only tells how far the groups are and joins none of them: nothing is handed out; default false. */
  readonly watchOnly?: boolean;
}

export interface KafkaFeed extends EventFeed {
  run(consumer: FeedConsumer | PartedConsumer): KafkaFeedSubscription;
  /** Consumers of this process. */
  consumers(): readonly string[];
  /** Those to which their group has not yet given their share. */
  notJoined(): readonly string[];
  /** Of each partition for each consumer of this process, whoever has it. LedgerErrors of the broker. */
  lags(): Promise<readonly ConsumerLag[]>;
}

export interface ConsumerLag extends PartitionLag {
  readonly consumer: string;
}

export interface KafkaFeedSubscription extends FeedSubscription {
  /** Whether its group has ever given this process a share, which may be none. */
  joined(): boolean;
  /** Of each partition, whoever has it: for metrics. */
  partitions(): Promise<readonly PartitionLag[]>;
}

const needsBuckets = (name: string): LedgerError =>
  new LedgerError('config', `Consumer ${name} has one place for the whole log, but Kafka hands it out in buckets`, {
    consumer: name,
    hint: 'Give it an `open(bucket)` that keeps a place for each bucket.',
  });

/**
 * The feed of a cluster: every consumer name is a consumer group, whose processes share the buckets. Each bucket is handed out in the
 * order of the log; its checkpoint is the consumer's own, and what the group has committed is only where reading begins.
 */
export const openKafkaFeed = (options: KafkaFeedOptions): KafkaFeed => {
  const running = new Map<string, KafkaSubscription>();
  const settings = {
    topic: EVENTS_TOPIC,
    groupPrefix: 'ledger.',
    backoff: DEFAULT_BACKOFF,
    parkAfter: 5,
    sessionTimeout: 30_000,
    fetchWait: 500,
    lookEvery: 100,
    watchOnly: false,
    ...options,
  };

  const run = (consumer: FeedConsumer | PartedConsumer): KafkaFeedSubscription => {
    if (!('open' in consumer)) throw needsBuckets(consumer.name);
    if (running.has(consumer.name)) throw runsAlready(consumer.name);
    const subscription = new KafkaSubscription(consumer, settings);
    running.set(consumer.name, subscription);
    const forget = (): boolean => running.delete(consumer.name);
    subscription.done.then(forget, forget);
    return subscription;
  };

  const close = async (): Promise<void> => {
    await Promise.all([...running.values()].map((subscription) => subscription.stop()));
  };

  const notJoined = (): readonly string[] =>
    [...running].flatMap(([name, subscription]) => (subscription.joined() ? [] : [name]));

  const lags = async (): Promise<readonly ConsumerLag[]> => {
    const ofEach = [...running].map(async ([consumer, subscription]) =>
      (await subscription.partitions()).map((lag) => ({ consumer, ...lag })),
    );
    return (await Promise.all(ofEach)).flat();
  };

  return { run, close, consumers: () => [...running.keys()], notJoined, lags };
};
