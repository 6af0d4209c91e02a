// node24 --conditions=@complaint-ledger/source services/reporting/src/bench/replay.bench.ts
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewEvent } from '@complaint-ledger/contracts';
import { openInProcessFeed } from '@complaint-ledger/event-feed';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { Reporting } from '../reporting.ts';
import { sampleLog } from './sample-log.ts';

const print = (what: string, value: string): void => void process.stdout.write(`${what.padEnd(44)} ${value}\n`);

for (const departments of [8, 650]) {
  const events = sampleLog(10_000, departments);
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  const log = openSqliteEventStore({ path: join(folder, 'ledger.db') });
  const writes = events.map(({ stream, revision: _, position: __, recordedAt: ___, ...event }) =>
    log.append(stream, 'any', [event as NewEvent]),
  );
  await Promise.all(writes);
  const store = openSqliteProjectionStore({ path: join(folder, 'projections.db') });
  const feed = openInProcessFeed(log);
  const reporting = await Reporting.open({ log, feed, store, zone: 'Asia/Shanghai' });
  const timed = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const begun = performance.now();
    await work();
    const ms = performance.now() - begun;
    print(what, `${Math.round(events.length / ms)}k events/s (${Math.round(ms)} ms)`);
  };
  print(`${departments} departments`, `${events.length} events`);
  await timed('  follow, every projection, pages of 1,000', () => reporting.caughtUp());
  await reporting.close();
  await timed('  rebuild tallies', () => reporting.rebuild(['tallies@2']));
  await timed('  rebuild cases', () => reporting.rebuild(['cases@2']));
  await timed('  rebuild drill index', () => reporting.rebuild(['drill@2']));
  await timed('  rebuild everything', () => reporting.rebuild());
  const position = events.length - 1;
  await timed('  report as known on the last but one', () =>
    reporting.report({ kind: 'weekly', period: '2026-W30', knownOn: { position } }),
  );
  await timed('  the same again', () =>
    reporting.report({ kind: 'weekly', period: '2026-W30', knownOn: { position } }),
  );
  await timed('  drill into a figure of a week', () =>
    reporting.drill({ kind: 'weekly', period: '2026-W30', figure: 'filed.total' }),
  );
  await timed('  drill into what stands', () =>
    reporting.drill({ kind: 'weekly', period: '2026-W30', figure: 'open' }),
  );
  await reporting.close();
  await feed.close();
  await log.close();
  await store.close();
  rmSync(folder, { recursive: true });
}
