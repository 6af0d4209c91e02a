// The feed alone: a topic handed out bucket by bucket to a consumer that does nothing. Its time begins when it has its partitions.
import type { PartedConsumer } from '@complaint-ledger/event-feed';
import { EVENTS_TOPIC, openKafkaFeed, relayPlaceIn } from '@complaint-ledger/event-feed/kafka';
import { openKurrentDbEventStore } from '@complaint-ledger/event-store/kurrentdb';
import { openMongoProjectionStore } from '@complaint-ledger/projection-store/mongodb';
import { readDistributed } from '../../config/distributed.ts';
import type { StageTime } from './stages.ts';

const { events, namespace, mongodb, kafka, prefix } = readDistributed(process.env);
const log = await openKurrentDbEventStore({ url: events, namespace });
const documents = await openMongoProjectionStore({ url: mongodb });
const topic = `${prefix}${EVENTS_TOPIC}`;
let begun = 0;
let handled = 0;
const consumer: PartedConsumer = {
  name: 'bench',
  open: () => ({
    handle: (events) => {
      handled += events.length;
    },
    loadCheckpoint: async () => {
      if (handled === 0) begun = performance.now();
      return 0;
    },
    saveCheckpoint: async () => undefined,
  }),
};
const feed = openKafkaFeed({
  kafka,
  log,
  relay: relayPlaceIn(documents, topic),
  topic,
  groupPrefix: `${prefix}ledger.`,
});
await feed.run(consumer).caughtUp(await log.head());
const time: StageTime = { milliseconds: performance.now() - begun };
await feed.close();
await Promise.all([log.close(), documents.close()]);
process.send?.(time, () => process.disconnect());
