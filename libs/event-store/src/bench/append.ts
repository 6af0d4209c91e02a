import { join } from 'node:path';
import { setImmediate as nextTick } from 'node:timers/promises';
import { leafHashOfText, MerkleFrontier } from '@complaint-ledger/proof';
import { bodyOf } from '../event-body.ts';
import { openSqliteEventStore } from '../sqlite/sqlite-event-store.ts';
import { bareDatabase, type BareRow, bareRows, bareStorer, storeBare, storeLines } from './floors.ts';
import { type BenchResult, compare, type Contender, rateOf } from './measure.ts';
import { inScratchFolder, makeWork, type Work } from './workload.ts';

export interface BenchOptions {
  /** Rounds that count; default 5. */
  readonly rounds?: number;
  /** Events in each; the default differs. */
  readonly events?: number;
  /** Where the scratch files go: the disk to measure. Default the system's folder for temporary files. */
  readonly folder?: string;
  /** Further contenders, by name. */
  readonly peers?: Readonly<Record<string, Contender>>;
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

/** The work that the ledger cannot leave out, in the barest loop: JSON, a leaf and a node hash for each event, then SQLite. */
const bareHashedRate = (events: number, folder?: string): Promise<number> =>
  inScratchFolder(async (scratch) => {
    const work = makeWork(events);
    const streams = bareRows(work).map(({ id, stream }) => ({ id, stream }));
    const db = bareDatabase(join(scratch, 'bare.db'));
    const store = bareStorer(db);
    const rate = await rateOf(events, () => {
      const frontier = MerkleFrontier.empty();
      for (let i = 0; i < events; i += CALLERS) {
        const rows: BareRow[] = [];
        for (let at = i; at < Math.min(i + CALLERS, events); at++) {
          const { stream, revision, event } = work[at] as Work;
          const body = bodyOf(event, { stream, revision, recordedAt: '2026-11-16T01:30:00.000Z' });
          frontier.append(leafHashOfText(body));
          rows.push({ ...(streams[at] as { id: Uint8Array; stream: number }), revision, body });
        }
        store(rows, 0, rows.length, i);
      }
    });
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
  peers,
}: BenchOptions = {}): Promise<BenchResult> =>
  compare({
    name: `durable append, ${CALLERS} callers`,
    unit: 'events/s',
    baseline: 'bare SQLite',
    rounds,
    contenders: {
      'bare SQLite': () => bareRate(events, CALLERS, folder),
      ledger: () => ledgerRate(events, CALLERS, folder),
      'bare SQLite with JSON and hashes in the loop': () => bareHashedRate(events, folder),
      'CRC lines + fdatasync': () => linesRate(events, CALLERS, folder),
      ...peers,
    },
  });

/** Durable appends of one caller that waits for each. */
export const benchSingleAppend = ({
  rounds = 5,
  events = 5_000,
  folder,
  peers,
}: BenchOptions = {}): Promise<BenchResult> =>
  compare({
    name: 'durable append, one caller',
    unit: 'events/s',
    baseline: 'bare SQLite',
    rounds,
    contenders: {
      'bare SQLite': () => bareRate(events, 1, folder),
      ledger: () => ledgerRate(events, 1, folder),
      'bare SQLite, a turn of the event loop between': () => bareTurnsRate(events, folder),
      ...peers,
    },
  });
