import { randomUUID } from 'node:crypto';
import { type Db, MongoClient } from 'mongodb';

/** A database of one test on the server of LEDGER_MONGODB. */
export interface ScratchDatabase {
  readonly url: string;
  readonly database: string;
  /** What stands in it, past the adapter under test. */
  look<T>(at: (db: Db) => Promise<T>): Promise<T>;
  dispose(): Promise<void>;
}

export const scratchDatabase = (): ScratchDatabase => {
  const url = process.env['LEDGER_MONGODB'];
  if (url === undefined) throw new Error('LEDGER_MONGODB names no server: npm run test:engines starts one');
  const database = `ledger_spec_${randomUUID().replaceAll('-', '')}`;
  const look = async <T>(at: (db: Db) => Promise<T>): Promise<T> => {
    const client = await MongoClient.connect(url, { promoteBuffers: true });
    try {
      return await at(client.db(database));
    } finally {
      await client.close();
    }
  };
  return { url, database, look, dispose: () => look(async (db) => void (await db.dropDatabase())) };
};
