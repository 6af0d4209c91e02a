// node24 --conditions=@complaint-ledger/source services/reporting/src/bench/fold.bench.ts
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { Projector } from '../projections/projector.ts';
import { buildReport } from '../reports/build-report.ts';
import { incrementsOf } from '../tallies/increments-of.ts';
import { isCaseEvent } from '../projections/case-event.ts';
import { tallyProjection } from '../tallies/tally-projection.ts';
import { sampleLog } from './sample-log.ts';

const PAGE = 1000;
const print = (what: string, value: string): void => void process.stdout.write(`${what.padEnd(56)} ${value}\n`);
const rate = (events: number, ms: number): string => `${Math.round(events / ms)}k events/s`;

for (const departments of [8, 650]) {
  const log = sampleLog(20_000, departments);
  print(`${departments} departments`, `${log.length} events`);
  for (let round = 0; round < 3; round += 1) {
    let begun = performance.now();
    let count = 0;
    for (const event of log) if (isCaseEvent(event)) count += incrementsOf(event).length;
    print(
      '  increments only',
      `${rate(log.length, performance.now() - begun)}, ${(count / log.length).toFixed(1)} each`,
    );

    const memory = openSqliteProjectionStore({ path: ':memory:' });
    const replay = new Projector(tallyProjection(), memory, { fromNothing: true, cachedDocuments: 1_000_000 });
    begun = performance.now();
    for (let at = 0; at < log.length; at += PAGE) await replay.fold(log.slice(at, at + PAGE));
    print('  fold and merge in memory', rate(log.length, performance.now() - begun));
    begun = performance.now();
    await replay.flush();
    print('  write all documents once', `${(performance.now() - begun).toFixed(0)} ms`);
    await memory.close();
  }

  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  const store = openSqliteProjectionStore({ path: join(folder, 'projections.db') });
  const live = new Projector(tallyProjection(), store);
  const begun = performance.now();
  for (let at = 0; at < log.length; at += PAGE) await live.project(log.slice(at, at + PAGE));
  print('  fold and write every page of 1,000', rate(log.length, performance.now() - begun));

  for (const [kind, period] of [
    ['weekly', '2026-W30'],
    ['annual', '2026'],
  ] as const) {
    const times: number[] = [];
    for (let round = 0; round < 21; round += 1) {
      const asked = performance.now();
      await buildReport(store, { kind, period, zone: 'Asia/Shanghai', asOf: { position: log.length } });
      times.push(performance.now() - asked);
    }
    const [first = 0] = times;
    const median = times.toSorted((a, b) => a - b)[10] ?? 0;
    print(`  ${kind} report`, `${median.toFixed(1)} ms, the first ${first.toFixed(1)} ms`);
  }
  await store.close();
  rmSync(folder, { recursive: true });
}
