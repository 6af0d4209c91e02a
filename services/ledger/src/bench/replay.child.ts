// Reads a whole log in one of several ways. Arguments: the way, the folder of the ledger.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { Reporting } from '@complaint-ledger/reporting';
import { dataFolder } from '../open/data-folder.ts';

const PAGE = 1_000;
const [way = '', folder = '.'] = process.argv.slice(2);
const files = dataFolder(folder);

/** The least that a replay could do: pages of rows, `JSON.parse`, one field of each. */
const bare = (): number => {
  const db = new DatabaseSync(files.events, { readOnly: true });
  const select = db.prepare('SELECT position, body FROM events WHERE position > ? ORDER BY position LIMIT ?');
  select.setReturnArrays(true);
  let [count, length] = [0, 0];
  for (let after = 0; ;) {
    const rows = select.all(after, PAGE) as unknown as readonly (readonly [number, string])[];
    const last = rows.at(-1);
    if (last === undefined) break;
    for (const [, body] of rows) length += (JSON.parse(body) as { type: string }).type.length;
    count += rows.length;
    after = last[0];
  }
  db.close();
  if (length === 0) throw new Error('the log is empty');
  return count;
};

/** The ledger's own: projections made anew, written to a store on disk. */
const rebuild = async (names?: readonly string[]): Promise<number> => {
  const scratch = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  const log = openSqliteEventStore({ path: files.events, readOnly: true });
  const store = openSqliteProjectionStore({ path: join(scratch, 'projections.db') });
  const reporting = await Reporting.open({ log, store, zone: 'Asia/Shanghai' });
  await reporting.rebuild(names);
  const head = await log.head();
  await reporting.close();
  await store.close();
  await log.close();
  rmSync(scratch, { recursive: true });
  return head;
};

const ways: Readonly<Record<string, () => number | Promise<number>>> = {
  bare,
  tallies: () => rebuild(['tallies@2']),
  everything: () => rebuild(),
};

const begun = performance.now();
const events = (await ways[way]?.()) ?? 0;
const ms = performance.now() - begun;
process.stdout.write(
  `${JSON.stringify({ rate: (events * 1_000) / ms, peakMb: process.resourceUsage().maxRSS / 1_024 })}\n`,
);
