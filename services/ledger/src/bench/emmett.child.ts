// Appends to the peer's SQLite store. Arguments: the folder where it is installed, events, callers, a scratch folder.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Work, makeWork } from '@complaint-ledger/event-store/bench';

/** As much of the peer as is used. */
interface EmmettSqlite {
  getSQLiteEventStore(options: {
    readonly fileName: string;
    readonly schema: { readonly autoMigration: 'CreateOrUpdate' };
  }): {
    readonly schema: { migrate(): Promise<void> };
    appendToStream(stream: string, events: readonly { type: string; data: unknown }[]): Promise<unknown>;
  };
}

const [installed = '.', events = '0', callers = '1', scratch = '.'] = process.argv.slice(2);
const require = createRequire(join(resolve(installed), 'package.json'));
const file = pathToFileURL(require.resolve('@event-driven-io/emmett-sqlite')).href;
const { getSQLiteEventStore } = (await import(file)) as EmmettSqlite;

const work = makeWork(Number(events));
const store = getSQLiteEventStore({
  fileName: join(scratch, 'emmett.db'),
  schema: { autoMigration: 'CreateOrUpdate' },
});
await store.schema.migrate();

let appended = 0;
const begun = performance.now();
const tell = (error?: unknown): never => {
  const rate = (appended * 1_000) / (performance.now() - begun);
  process.stdout.write(
    `${JSON.stringify({ rate, appended, ...(error === undefined ? {} : { error: error instanceof Error ? error.message : 'unknown' }) })}\n`,
  );
  process.exit(0);
};
// Some of its failures come out of a callback of the driver and reject nothing.
process.on('uncaughtException', tell);
process.on('unhandledRejection', tell);

// Appends at the same time fail with SQLITE_BUSY: the callers stand in a queue.
let queue: Promise<unknown> = Promise.resolve();
let next = 0;
const append = ({ stream, event }: Work): Promise<unknown> => {
  const turn = queue.then(() => store.appendToStream(stream, [{ type: event.type, data: event }]));
  queue = turn.then(() => appended++);
  return queue;
};
const caller = async (): Promise<void> => {
  for (let item = work[next++]; item !== undefined; item = work[next++]) await append(item);
};
await Promise.all(Array.from({ length: Number(callers) }, caller));
tell();
