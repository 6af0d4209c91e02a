import { LedgerError } from '@complaint-ledger/contracts';
import { type Db, MongoClient, type ReadConcernLevel } from 'mongodb';
import { databaseOf } from './database-of.ts';
import { mendWriting } from './mend-writing.ts';
import { mongoFailure } from './mongo-failure.ts';
import { patient } from './waits.ts';

/** A caller hears sooner that the server is away than a gateway gives up; an election takes about as long. */
const SERVER_WAIT_MS = 10_000;

export interface MongoPlace {
  /** Connection string with the database: `mongodb://user:secret@host:27017/ledger?replicaSet=rs0&tls=true`. */
  readonly url: string;
  /** Database, when the connection string names none; default `complaint_ledger`. */
  readonly database?: string;
}

export interface MongoReading {
  /** For messages: `The vault`. */
  readonly what: string;
  /** `majority` for what no failover may take back once it was read; default `local`. */
  readonly readConcern?: Extract<ReadConcernLevel, 'local' | 'majority'>;
}

/** A connection that is open until it is closed. */
export interface OpenMongo {
  readonly db: Db;
  readonly isOpen: boolean;
  /** The work's answer; what it throws comes in the ledger's words. LedgerError `closed` after closing. */
  run<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Connects: reads from the primary, writes acknowledged by a majority and repeated once by the driver. A server that is away
 * is waited for 10 s, or as long as the connection string says. LedgerError `config` (the connection
 * string is none, the user is refused), `unavailable` (no server answers).
 */
export const openMongo = async (
  { url, database }: MongoPlace,
  { what, readConcern = 'local' }: MongoReading,
): Promise<OpenMongo> => {
  mendWriting();
  let client: MongoClient | undefined;
  try {
    client = new MongoClient(patient(url, SERVER_WAIT_MS), {
      appName: 'complaint-ledger',
      promoteBuffers: true,
      readConcern: { level: readConcern },
      readPreference: 'primary',
      retryWrites: true,
      writeConcern: { w: 'majority' },
    });
    await client.connect();
    const db = client.db(databaseOf(client, database));
    await db.command({ ping: 1 });
    return new Connection(client, db, what);
  } catch (error) {
    await client?.close();
    throw mongoFailure(error);
  }
};

class Connection implements OpenMongo {
  readonly db: Db;
  readonly #client: MongoClient;
  readonly #what: string;
  #isOpen = true;

  constructor(client: MongoClient, db: Db, what: string) {
    this.#client = client;
    this.db = db;
    this.#what = what;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#isOpen) throw new LedgerError('closed', `${this.#what} is closed`);
    try {
      return await work();
    } catch (error) {
      throw mongoFailure(error);
    }
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#client.close();
  }
}
