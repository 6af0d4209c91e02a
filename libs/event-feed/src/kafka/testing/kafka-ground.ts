import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventStore, openSqliteEventStore } from '@complaint-ledger/event-store';
import { type ProjectionStore, openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { type KafkaFeed, type KafkaFeedOptions, openKafkaFeed } from '../kafka-feed.ts';
import { type RelayPlace, relayPlaceIn } from '../relay-place.ts';
import { type Relay, type RelayOptions, openKafkaRelay } from '../relay.ts';
import { type KafkaSettings, brokersOf, kafkaOf } from '../settings.ts';
import { EVENTS_TOPIC, ensureTopics } from '../topics.ts';

/** A log, a topic of its own on the broker that LEDGER_KAFKA names, and a relay between them. */
export interface KafkaGround {
  readonly folder: string;
  readonly prefix: string;
  readonly topic: string;
  readonly kafka: KafkaSettings;
  readonly store: EventStore;
  readonly documents: ProjectionStore;
  readonly place: RelayPlace;
  relay(options?: Partial<RelayOptions>): Relay;
  feed(options?: Partial<KafkaFeedOptions>): KafkaFeed;
  /** Stops every relay and feed of it. */
  dispose(): Promise<void>;
}

export const brokers = (): readonly string[] => {
  const address = process.env['LEDGER_KAFKA'];
  if (address === undefined) throw new Error('LEDGER_KAFKA names no broker: start the tests by npm run test:engines');
  return brokersOf(address);
};

export const kafkaGround = async ({ partitions = 4 } = {}): Promise<KafkaGround> => {
  const kafka: KafkaSettings = { brokers: brokers() };
  const prefix = `spec-${randomUUID()}-`;
  const topic = `${prefix}${EVENTS_TOPIC}`;
  const { created } = await ensureTopics(kafka, { prefix, partitions, inboundPartitions: 1, replication: 1 });
  const folder = await mkdtemp(join(tmpdir(), 'kafka-feed-'));
  const store = openSqliteEventStore({ path: join(folder, 'ledger.db') });
  const documents = openSqliteProjectionStore({ path: join(folder, 'documents.db') });
  const place = relayPlaceIn(documents, topic);
  const backoff = { first: 1, longest: 2 };
  const closing: (() => Promise<void>)[] = [];
  return {
    folder,
    prefix,
    topic,
    kafka,
    store,
    documents,
    place,
    relay(options = {}) {
      const relay = openKafkaRelay({ kafka, log: store, place, topic, backoff, ttl: 500, ...options });
      closing.push(() => relay.stop());
      return relay;
    },
    feed(options = {}) {
      const feed = openKafkaFeed({
        kafka,
        log: store,
        relay: place,
        topic,
        groupPrefix: prefix,
        backoff,
        fetchWait: 20,
        lookEvery: 10,
        sessionTimeout: 6_000,
        ...options,
      });
      closing.push(() => feed.close());
      return feed;
    },
    async dispose() {
      await Promise.all(closing.map((close) => close()));
      await store.close();
      await documents.close();
      await rm(folder, { recursive: true });
      const admin = kafkaOf(kafka).admin();
      await admin.connect();
      await admin.deleteTopics({ topics: [...created] });
      await admin.disconnect();
    },
  };
};
