// Run by specs: follows a topic as a process of its own until it is killed, and says on stdout what it handles.
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { openKafkaFeed } from '../kafka-feed.ts';
import { relayPlaceIn } from '../relay-place.ts';
import { BucketDiary } from './bucket-diary.ts';
import { brokers } from './kafka-ground.ts';

const [name = '', folder = '', topic = '', groupPrefix = '', sessionTimeout = ''] = process.argv.slice(2);
const log = openSqliteEventStore({ path: `${folder}/ledger.db`, readOnly: true });
const documents = openSqliteProjectionStore({ path: `${folder}/documents.db` });
const diary = await BucketDiary.open(documents, {
  name,
  before: (events) => void process.stdout.write(`${events.length}\n`),
  onStall: ({ error }) => void process.stdout.write(`stall: ${String(error)}\n`),
});
openKafkaFeed({
  kafka: { brokers: brokers() },
  log,
  relay: relayPlaceIn(documents, topic),
  topic,
  groupPrefix,
  sessionTimeout: Number(sessionTimeout),
  fetchWait: 20,
  backoff: { first: 1, longest: 100 },
}).run(diary);
