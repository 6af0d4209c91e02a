import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract, type StoreUnderTest } from '../testing/index.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';

const sqlitePlace = async (): Promise<StoreUnderTest> => {
  const folder = await mkdtemp(join(tmpdir(), 'event-store-'));
  return {
    open: async () => openSqliteEventStore({ path: join(folder, 'ledger.db') }),
    dispose: () => rm(folder, { recursive: true }),
  };
};

eventStoreContract('SQLite', sqlitePlace, { exclusiveWriter: true });
