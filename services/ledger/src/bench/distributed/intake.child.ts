// Intake alone behind the real edge on KurrentDB and MongoDB: events are checked, sealed and appended, and nobody relays them or decides on them.
import type { AddressInfo } from 'node:net';
import { openMongoKeyRing } from '@complaint-ledger/access/mongodb';
import { openKurrentDbEventStore } from '@complaint-ledger/event-store/kurrentdb';
import { createHttpApp } from '@complaint-ledger/http';
import { IntakeModule, Receiver, Webhooks } from '@complaint-ledger/intake';
import { openMongoQuarantine } from '@complaint-ledger/intake/mongodb';
import { openPolicyBook } from '@complaint-ledger/policy';
import { openMongoVault } from '@complaint-ledger/vault/mongodb';
import { pino } from 'pino';
import { readDistributed } from '../../config/distributed.ts';

const { events, namespace, mongodb: url, vault: keys } = readDistributed(process.env);
const store = await openKurrentDbEventStore({ url: events, namespace });
const vault = await openMongoVault({ url, ...keys });
const quarantine = await openMongoQuarantine({ url, sealer: vault, now: Date.now });
const keyRing = await openMongoKeyRing({ url });
const policies = openPolicyBook();
const receiver = new Receiver({ store, vault, policies, quarantine, now: Date.now });
const webhooks = new Webhooks({ receiver, policies, settings: {} });
const app = await createHttpApp(IntakeModule.forRoot({ receiver, quarantine, webhooks }), {
  keyRing,
  log: pino({ level: 'error' }, pino.destination(2)),
});
await app.getHttpAdapter().getInstance().listen({ host: '127.0.0.1', port: 0 });
const { port } = app.getHttpServer().address() as AddressInfo;
process.send?.({ url: `http://127.0.0.1:${port}` });
process.once('SIGTERM', () => {
  void app
    .close()
    .then(() => Promise.all([quarantine.close(), keyRing.close(), vault.close(), store.close()]))
    .then(() => process.disconnect());
});
