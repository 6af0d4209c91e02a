import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Contender, type Work, inScratchFolder, makeWork, rateOf } from '@complaint-ledger/event-store/bench';

/** As much of the peer as is used. It is not a dependency: its package names no licence. */
interface EmmettSqlite {
  getSQLiteEventStore(options: {
    readonly fileName: string;
    readonly schema: { readonly autoMigration: 'CreateOrUpdate' };
  }): {
    readonly schema: { migrate(): Promise<void> };
    appendToStream(stream: string, events: readonly { type: string; data: unknown }[]): Promise<unknown>;
  };
}

const CONCURRENT = 256;

/** Loads the peer from the node_modules of a folder; undefined when none is named. */
export const loadEmmett = async (folder: string | undefined): Promise<EmmettSqlite | undefined> => {
  if (folder === undefined) return undefined;
  const require = createRequire(join(resolve(folder), 'package.json'));
  const file = require.resolve('@event-driven-io/emmett-sqlite');
  return (await import(pathToFileURL(file).href)) as EmmettSqlite;
};

/**
 * The same events through the peer's store on a file of its own. Its appends at the same time fail with SQLITE_BUSY, so that
 * callers stand in a queue: one append after the other is the best that it can do.
 */
export const emmettAppends =
  (emmett: EmmettSqlite, events: number, callers: 1 | typeof CONCURRENT, folder: string | undefined): Contender =>
  () =>
    inScratchFolder(async (scratch) => {
      const work = makeWork(events);
      const store = emmett.getSQLiteEventStore({
        fileName: join(scratch, 'emmett.db'),
        schema: { autoMigration: 'CreateOrUpdate' },
      });
      await store.schema.migrate();
      let queue: Promise<unknown> = Promise.resolve();
      let next = 0;
      const append = ({ stream, event }: Work): Promise<unknown> => {
        const turn = queue.then(() => store.appendToStream(stream, [{ type: event.type, data: event }]));
        queue = turn;
        return turn;
      };
      const caller = async (): Promise<void> => {
        for (let item = work[next++]; item !== undefined; item = work[next++]) await append(item);
      };
      return rateOf(events, async () => {
        await Promise.all(Array.from({ length: callers }, caller));
      });
    }, folder);
