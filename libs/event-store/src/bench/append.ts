import { join } from 'node:path';
import { setImmediate as nextTick } from 'node:timers/promises';
import { openSqliteEventStore } from '../sqlite/sqlite-event-store.ts';
import { bareDatabase, bareRows, bareStorer, storeBare, storeLines } from './floors.ts';
import { type BenchResult, compare, rateOf } from './measure.ts';
import { inScratchFolder, makeWork } from './workload.ts';

export interface BenchOptions {
  /** Rounds that count; default 5. */
  readonly rounds?: number;
  /** Events in each; the default differs. */
  readonly events?: number;
  /** Where the scratch files go: the disk to measure. Default the system's folder for temporary files. */
  readonly folder?: string;
}

const CALLERS = 256;

const ledgerRate = (events: number, callers: number, folder?: string): Promise<number> =>
  inScratchFolder(async (scratch) => {
    const work = makeWork(events);
    const store = openSqliteEventStore({ path: join(scratch, 'ledger.db') });
    let next = 0;
    const caller = async (): Promise<void> => {
      for (let item = work[next++]; item !== undefined; item = work[next++]) {
        await store.append(item.stream, 'any', [item.event]);
      }
    };
    const rate = await rateOf(events, async () => {
      await Promise.all(Array.from({ length: callers }, caller));
    });
    await store.close();
    return rate;
  }, folder);

const bareRate = (events: number, perCommit: number, folder?: string): Promise<number> =>
  inScratchFolder(async (scratch) => {
    const rows = bareRows(makeWork(events));
    const db = bareDatabase(join(scratch, 'bare.db'));
    const rate = await rateOf(events, () => storeBare(db, rows, perCommit));
    db.close();
    return rate;
  }, folder);

/** What it costs that other things may happen between two appends. */
const bareTurnsRate = (events: number, folder?: string): Promise<number> =>
  inScratchFolder(async (scratch) => {
    const rows = bareRows(makeWork(events));
    const db = bareDatabase(join(scratch, 'bare.db'));
    const store = bareStorer(db);
    const rate = await rateOf(events, async () => {
      for (let i = 0; i < rows.length; i++) {
        store(rows, i, i + 1);
        await nextTick();
      }
    });
    db.close();
    return rate;
  }, folder);

const linesRate = (events: number, perSync: number, folder?: string): Promise<number> =>
  inScratchFolder(async (scratch) => {
    const rows = bareRows(makeWork(events));
    return rateOf(events, () => storeLines(join(scratch, 'lines'), rows, perSync));
  }, folder);

/** Durable appends of 256 callers, one event each, against a bare SQLite loop and a synced file of lines. */
export const benchConcurrentAppend = ({
  rounds = 5,
  events = 30_000,
  folder,
}: BenchOptions = {}): Promise<BenchResult> =>
  compare({
    name: `durable append, ${CALLERS} callers`,
    unit: 'events/s',
    baseline: 'bare SQLite',
    rounds,
    contenders: {
      'bare SQLite': () => bareRate(events, CALLERS, folder),
      ledger: () => ledgerRate(events, CALLERS, folder),
      'CRC lines + fdatasync': () => linesRate(events, CALLERS, folder),
    },
  });

/** Durable appends of one caller that waits for each. */
export const benchSingleAppend = ({ rounds = 5, events = 5_000, folder }: BenchOptions = {}): Promise<BenchResult> =>
  compare({
    name: 'durable append, one caller',
    unit: 'events/s',
    baseline: 'bare SQLite',
    rounds,
    contenders: {
      'bare SQLite': () => bareRate(events, 1, folder),
      ledger: () => ledgerRate(events, 1, folder),
      'bare SQLite, a turn of the event loop between': () => bareTurnsRate(events, folder),
    },
  });
