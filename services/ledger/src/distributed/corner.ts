import { randomUUID } from 'node:crypto';
import { openMongo } from '@complaint-ledger/mongodb';

/** Address of an engine that the tests were started with. */
export const engineAddress = (variable: string): string => {
  const value = process.env[variable];
  if (value === undefined || value === '')
    throw new Error(`${variable} names no server: start the tests by npm run test:engines`);
  return value;
};

/** Processes of a whole ledger are more than the server of the contract suites keeps up with. */
const mongodbAddress = (): string => process.env['LEDGER_MONGODB_FAST'] || engineAddress('LEDGER_MONGODB');

type Setting = 'EVENTS' | 'NAMESPACE' | 'KAFKA' | 'KAFKA_PREFIX' | 'MONGODB' | 'VAULT_KEY';

/** One ledger's own place on engines that others use, too. */
export interface Corner {
  /** Settings for a process of it. */
  readonly environment: Readonly<Record<`LEDGER_${Setting}`, string>>;
  /** Takes away what lies in MongoDB. */
  clear(): Promise<void>;
}

export const takeCorner = ({ kafka = engineAddress('LEDGER_KAFKA') }: { readonly kafka?: string } = {}): Corner => {
  const name = `spec-${randomUUID()}`;
  const mongodb = new URL(mongodbAddress());
  mongodb.pathname = `/${name.replaceAll('-', '')}`;
  const environment = {
    LEDGER_EVENTS: engineAddress('LEDGER_KURRENTDB'),
    LEDGER_NAMESPACE: name,
    LEDGER_KAFKA: kafka,
    LEDGER_KAFKA_PREFIX: `${name}-`,
    LEDGER_MONGODB: mongodb.href,
    LEDGER_VAULT_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
  const clear = async (): Promise<void> => {
    const mongo = await openMongo({ url: mongodb.href }, { what: 'The database of the spec' });
    await mongo.db.dropDatabase();
    await mongo.close();
  };
  return { environment, clear };
};
