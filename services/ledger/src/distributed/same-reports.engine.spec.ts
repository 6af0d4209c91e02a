import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Reporting } from '@complaint-ledger/reporting';
import { pino } from 'pino';
import { openLedger } from '../open/open-ledger.ts';
import { type Cluster, openCluster } from './cluster.ts';
import { callCentre, tour } from './told-stories.ts';

const NOW = Date.parse('2026-11-20T12:00:00+08:00');
const now = (): number => NOW;

const periods = [
  ...Array.from({ length: 52 }, (_, week) => ['weekly', `2026-W${String(week + 1).padStart(2, '0')}`] as const),
  ...Array.from({ length: 12 }, (_, month) => ['monthly', `2026-${String(month + 1).padStart(2, '0')}`] as const),
  ...['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'].map((quarter) => ['quarterly', quarter] as const),
  ['annual', '2026'] as const,
  ['annual', '2025'] as const,
];

/** Every report and its agents, as JSON, but for the position, which is the log's own. */
const reportsOf = async (reporting: Reporting): Promise<readonly string[]> => {
  const told: string[] = [await reporting.digest()];
  for (const [kind, period] of periods) {
    const { asOf: _, ...report } = await reporting.report({ kind, period });
    const { asOf: __, ...agents } = await reporting.agents({ kind, period });
    told.push(JSON.stringify(report), JSON.stringify(agents));
  }
  return told;
};

const inBatches = (messages: readonly object[]): readonly (readonly object[])[] =>
  Array.from({ length: Math.ceil(messages.length / 100) }, (_, batch) =>
    messages.slice(batch * 100, batch * 100 + 100),
  );

describe.each([
  ['the tour', tour],
  ['a call centre of 20 cases', () => callCentre(20)],
])('%s', (_, story) => {
  let folder = '';
  let expected: readonly string[] = [];
  let cluster: Cluster | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'distributed-'));
    const ledger = await openLedger({
      configuration: { data: folder, policy: 'standard', packs: [], webhooks: undefined },
      environment: {},
      log: pino({ level: 'silent' }),
      now,
    });
    for (const batch of inBatches(story())) await ledger.receiver.receive(batch, { caller: 'spec' });
    await ledger.settled();
    expected = await reportsOf(ledger.reporting);
    await ledger.close();
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(async () => {
    await cluster?.dispose();
    cluster = undefined;
  }, 60_000);

  it.each([1, 4])(
    'gives the same reports embedded and with %i of routing and of reporting',
    async (instances) => {
      const { open, settled, all } = (cluster = await openCluster({ data: join(folder, 'cluster'), now }));
      const intake = await open(['intake']);
      await Promise.all(
        Array.from({ length: instances }, async () => {
          await open(['routing']);
          await open(['reporting']);
        }),
      );
      for (const batch of inBatches(story())) await intake.receiver?.receive(batch, { caller: 'spec' });
      await settled();
      for (const { reporting } of all) {
        if (reporting !== undefined) expect(await reportsOf(reporting)).toEqual(expected);
      }
    },
    300_000,
  );
});
