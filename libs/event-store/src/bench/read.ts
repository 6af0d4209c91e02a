import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { arrayStatement } from '@complaint-ledger/sqlite';
import type { BodyRow } from '../sqlite/log-reader.ts';
import { openSqliteEventStore } from '../sqlite/sqlite-event-store.ts';
import type { BenchOptions } from './append.ts';
import { type BenchResult, compare, rateOf } from './measure.ts';
import { inScratchFolder, makeWork } from './workload.ts';

const PAGE = 1_000;

interface Amount {
  readonly data: { readonly amountFen: number };
}

/** Reading and parsing a whole log, against the same SELECT and `JSON.parse` without anything around them. */
export const benchRead = ({ rounds = 5, events = 200_000, folder }: BenchOptions = {}): Promise<BenchResult> =>
  inScratchFolder(async (scratch) => {
    const path = join(scratch, 'ledger.db');
    const store = openSqliteEventStore({ path });
    const work = makeWork(events);
    for (let i = 0; i < work.length; i += PAGE) {
      await Promise.all(work.slice(i, i + PAGE).map(({ stream, event }) => store.append(stream, 'any', [event])));
    }
    const expected = work.reduce((sum, { event }) => sum + Number(event.data['amountFen']), 0);
    const check = (sum: number): void => {
      if (sum !== expected) throw new Error(`Read a sum of ${sum} instead of ${expected}`);
    };

    const bare = new DatabaseSync(path, { readOnly: true });
    const select = arrayStatement<BodyRow>(
      bare,
      'SELECT position, body FROM events WHERE position > ? ORDER BY position LIMIT ?',
    );
    const readBare = (): void => {
      let sum = 0;
      for (let after = 0; ;) {
        const rows = select.all(after, PAGE);
        const last = rows.at(-1);
        if (last === undefined) return check(sum);
        for (const row of rows) sum += (JSON.parse(row[1]) as Amount).data.amountFen;
        after = last[0];
      }
    };
    const readBodies = (): void => {
      let sum = 0;
      for (let after = 0; ;) {
        const { rows, through } = store.readBodies({ after });
        if (rows.length === 0) return check(sum);
        for (const row of rows) sum += (JSON.parse(row[1]) as Amount).data.amountFen;
        after = through;
      }
    };
    const readAll = async (): Promise<void> => {
      let sum = 0;
      for (let after = 0; ;) {
        const page = await store.readAll({ after });
        const last = page.at(-1);
        if (last === undefined) return check(sum);
        for (const event of page) sum += (event as unknown as Amount).data.amountFen;
        after = last.position;
      }
    };
    const subscribe = async (): Promise<void> => {
      let sum = 0;
      const subscription = store.subscribe(0, (page) => {
        for (const event of page) sum += (event as unknown as Amount).data.amountFen;
      });
      await subscription.caughtUp(events);
      await subscription.stop();
      check(sum);
    };

    const result = await compare({
      name: 'read and parse the whole log',
      unit: 'events/s',
      baseline: 'bare SQLite',
      rounds,
      contenders: {
        'bare SQLite': () => rateOf(events, readBare),
        'ledger readBodies': () => rateOf(events, readBodies),
        'ledger readAll': () => rateOf(events, readAll),
        'ledger subscribe': () => rateOf(events, subscribe),
      },
    });
    bare.close();
    await store.close();
    return result;
  }, folder);
