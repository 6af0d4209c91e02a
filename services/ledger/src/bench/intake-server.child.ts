// Intake alone behind the real edge: events are checked, sealed, hashed and durable, and nobody decides on them. Argument: the folder.
import type { AddressInfo } from 'node:net';
import { openSqliteKeyRing } from '@complaint-ledger/access';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { createHttpApp } from '@complaint-ledger/http';
import { IntakeModule, Receiver, Webhooks, openSqliteQuarantine } from '@complaint-ledger/intake';
import { openPolicyBook } from '@complaint-ledger/policy';
import { pino } from 'pino';
import { dataFolder } from '../open/data-folder.ts';
import { openVault } from '../open/open-ledger.ts';

const files = dataFolder(process.argv[2] ?? '.');
const store = openSqliteEventStore({ path: files.events });
const vault = await openVault(files, {}, store);
const quarantine = await openSqliteQuarantine({ path: files.quarantine, sealer: vault, now: Date.now });
const keyRing = openSqliteKeyRing({ path: files.access });
const policies = openPolicyBook();
const receiver = new Receiver({ store, vault, policies, quarantine, now: Date.now });
const webhooks = new Webhooks({ receiver, policies, settings: {} });
const app = await createHttpApp(IntakeModule.forRoot({ receiver, quarantine, webhooks }), {
  keyRing,
  log: pino({ level: 'error' }, pino.destination(2)),
});
await app.getHttpAdapter().getInstance().listen({ host: '127.0.0.1', port: 0 });
const { port } = app.getHttpServer().address() as AddressInfo;
const { secret } = await keyRing.create({ role: 'publisher', label: 'bench' });
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}`, key: secret })}\n`);
process.once('SIGTERM', () => {
  void app.close().then(() => Promise.all([quarantine.close(), keyRing.close(), vault.close(), store.close()]));
});
