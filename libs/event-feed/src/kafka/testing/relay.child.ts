// Run by specs: relays the log as it stands as a process of its own, and says on stdout whether it leads.
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { relayPlaceIn } from '../relay-place.ts';
import { openKafkaRelay } from '../relay.ts';
import { brokers } from './kafka-ground.ts';

const [folder = '', topic = '', ttl = ''] = process.argv.slice(2);
const relay = openKafkaRelay({
  kafka: { brokers: brokers() },
  log: openSqliteEventStore({ path: `${folder}/ledger.db`, readOnly: true }),
  place: relayPlaceIn(openSqliteProjectionStore({ path: `${folder}/documents.db` }), topic),
  topic,
  ttl: Number(ttl),
});
let led = false;
setInterval(() => {
  if (relay.leads() === led) return;
  led = relay.leads();
  process.stdout.write(led ? 'leads\n' : 'lost\n');
}, 1);
