import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract, type StoreUnderTest } from '../testing/index.ts';
import { openSqliteEventStore, type SqliteEventStoreOptions } from './sqlite-event-store.ts';

const sqlitePlace =
  (options: Partial<SqliteEventStoreOptions> = {}) =>
  async (): Promise<StoreUnderTest> => {
    const folder = await mkdtemp(join(tmpdir(), 'event-store-'));
    return {
      open: async () => openSqliteEventStore({ path: join(folder, 'ledger.db'), ...options }),
      dispose: () => rm(folder, { recursive: true }),
    };
  };

eventStoreContract('SQLite', sqlitePlace(), { exclusiveWriter: true, oneSequence: true });
eventStoreContract('SQLite, hardly anything in memory', sqlitePlace({ streamHeads: 1, checkpointPages: 20 }), {
  exclusiveWriter: true,
  oneSequence: true,
});
