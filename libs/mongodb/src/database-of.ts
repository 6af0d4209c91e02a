import type { MongoClient } from 'mongodb';

/** The database that is asked for, else that of the connection string, else the ledger's; `test` is what the driver makes of none. */
export const databaseOf = ({ options: { dbName } }: MongoClient, database?: string): string =>
  database ?? (dbName === '' || dbName === 'test' ? 'complaint_ledger' : dbName);
