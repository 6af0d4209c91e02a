/**
 * Records the golden history of a release: `node dist/golden/record.js 0.1`. Done once per release and kept for ever;
 * an existing one is never written over.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LedgerError } from '@complaint-ledger/contracts';
import { simulateCallCentre } from '@complaint-ledger/testing';
import { pino } from 'pino';
import { openLedger } from '../open/open-ledger.ts';
import { type GoldenDigests, goldenFile } from './golden-history.ts';

const record = async (release: string): Promise<void> => {
  const events = goldenFile(release, 'events.ndjson.gz');
  if (existsSync(events))
    throw new LedgerError('conflict', `The history of ${release} is recorded already.`, { hint: 'A release has one.' });
  const data = mkdtempSync(join(tmpdir(), 'golden-'));
  const ledger = await openLedger({
    configuration: { data, policy: 'standard', packs: [], webhooks: undefined },
    environment: {},
    log: pino({ level: 'warn' }),
  });
  try {
    const messages = [...simulateCallCentre({ seed: 2026, from: '2026-02-02', to: '2026-03-09', cases: 60 })];
    await ledger.receiver.receive(messages, { caller: 'golden' });
    await ledger.settled();
    const { rows } = ledger.store.readBodies({ after: 0, limit: 1_000_000 });
    const digests: GoldenDigests = {
      root: Buffer.from(ledger.store.root().root).toString('hex'),
      projections: Object.fromEntries(await ledger.reporting.digests()),
    };
    mkdirSync(new URL('.', events), { recursive: true });
    writeFileSync(events, gzipSync(rows.map(([, body]) => `${body}\n`).join(''), { level: 9 }));
    copyFileSync(
      new URL('../../../../libs/policy/packs/standard.yaml', import.meta.url),
      goldenFile(release, 'standard.yaml'),
    );
    writeFileSync(goldenFile(release, 'digests.json'), `${JSON.stringify(digests, undefined, 2)}\n`);
  } finally {
    await ledger.close();
    rmSync(data, { recursive: true });
  }
};

await record(process.argv[2] ?? '');
