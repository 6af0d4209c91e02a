// The relay alone: a log as it stands, sent to a topic. Argument: how many partitions.
import { EVENTS_TOPIC, ensureTopics, openKafkaRelay, relayPlaceIn } from '@complaint-ledger/event-feed/kafka';
import { openKurrentDbEventStore } from '@complaint-ledger/event-store/kurrentdb';
import { openMongoProjectionStore } from '@complaint-ledger/projection-store/mongodb';
import { readDistributed } from '../../config/distributed.ts';
import type { StageTime } from './stages.ts';

const { events, namespace, mongodb, kafka, prefix } = readDistributed(process.env);
await ensureTopics(kafka, { prefix, partitions: Number(process.argv[2]), replication: 1 });
const log = await openKurrentDbEventStore({ url: events, namespace });
const documents = await openMongoProjectionStore({ url: mongodb });
const topic = `${prefix}${EVENTS_TOPIC}`;
const head = await log.head();
const begun = performance.now();
const relay = openKafkaRelay({ kafka, log, place: relayPlaceIn(documents, topic), topic });
await relay.caughtUp(head);
const time: StageTime = { milliseconds: performance.now() - begun };
await relay.stop();
await Promise.all([log.close(), documents.close()]);
process.send?.(time, () => process.disconnect());
