import { MongoClient } from 'mongodb';
import { databaseOf } from './database-of.ts';
import { mongoFailure } from './mongo-failure.ts';

/** What a MongoDB server tells of itself. */
export interface MongoLook {
  /** `8.0.4`. */
  readonly version: string;
  /** The one that the ledger uses. */
  readonly database: string;
  readonly topology: 'replica set' | 'sharded cluster' | 'standalone';
  /** Of the server, ms since 1970, and of this machine in the middle of the question. */
  readonly clock: { readonly theirs: number; readonly ours: number };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Connects, asks and leaves again; whatever does not answer is given up after `within` ms. The user's rights are tried by a read of the
 * database. LedgerError `config` (the connection string is none, the user is refused), `unavailable`.
 */
export const lookAtMongo = async (
  url: string,
  { within, now = Date.now }: { readonly within: number; readonly now?: () => number },
): Promise<MongoLook> => {
  let client: MongoClient | undefined;
  try {
    client = new MongoClient(url, {
      appName: 'complaint-ledger doctor',
      serverSelectionTimeoutMS: within,
      connectTimeoutMS: within,
      socketTimeoutMS: within,
    });
    await client.connect();
    const db = client.db(databaseOf(client));
    const asked = now();
    const hello = await db.command({ hello: 1 });
    const ours = (asked + now()) / 2;
    const { version } = await db.command({ buildInfo: 1 });
    await db.collection('vault_root').findOne({}, { projection: { _id: 1 } });
    const { localTime } = hello;
    return {
      version: text(version),
      database: db.databaseName,
      topology:
        hello['msg'] === 'isdbgrid' ? 'sharded cluster' : text(hello['setName']) === '' ? 'standalone' : 'replica set',
      clock: { theirs: localTime instanceof Date ? localTime.getTime() : ours, ours },
    };
  } catch (error) {
    throw mongoFailure(error);
  } finally {
    await client?.close();
  }
};
