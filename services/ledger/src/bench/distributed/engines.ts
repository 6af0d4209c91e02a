import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openMongo } from '@complaint-ledger/mongodb';

const TOOL = fileURLToPath(new URL('../../../../../tools/engines/engines.js', import.meta.url));
const names = ['kurrentdb', 'kafka', 'mongodb'] as const;
export type EngineName = (typeof names)[number];

const variables: Readonly<Record<EngineName, string>> = {
  kurrentdb: 'LEDGER_KURRENTDB',
  kafka: 'LEDGER_KAFKA',
  mongodb: 'LEDGER_MONGODB',
};

/** The quicker of the servers that are started where no variable names one; without Cargo there is only the other. */
const FAST = { name: 'mongodb-fast', variable: 'LEDGER_MONGODB_FAST' } as const;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const run = promisify(execFile);

/** The servers that are measured on. */
export interface Engines {
  readonly addresses: Readonly<Record<EngineName, string>>;
  /** What each of them is, and what its figures therefore are figures of. */
  readonly told: readonly string[];
  /** Of those that were started here. */
  readonly processes: ReadonlyMap<EngineName, number>;
  /** Bytes on disk of a topic, where the broker's folder is at hand. */
  bytesOfTopic(topic: string): number | undefined;
  stop(): Promise<void>;
}

const tellMongoDb = async (url: string): Promise<string> => {
  const mongo = await openMongo({ url }, { what: 'The benchmark' });
  try {
    const { secantusVersion, version } = (await mongo.db.admin().command({ buildInfo: 1 })) as {
      secantusVersion?: string;
      version: string;
    };
    return secantusVersion === undefined
      ? `MongoDB: a server, ${version}.`
      : `MongoDB: SecantusDB ${secantusVersion}, which speaks its protocol; not MongoDB. The figures are of it.`;
  } finally {
    await mongo.close();
  }
};

const tellKurrentDb = (url: string): string =>
  url.includes('connectionName=double')
    ? 'KurrentDB: a double of its protocol that keeps events in memory; no database. The figures are of the double.'
    : 'KurrentDB: a server.';

const sizeOf = (folder: string): number =>
  readdirSync(folder).reduce((sum, file) => {
    const stat = statSync(join(folder, file));
    // The indexes are files made longer than they are.
    return sum + (file.endsWith('.log') ? stat.size : 0);
  }, 0);

/**
 * Starts the servers that the variables do not name, and sets the variables for whoever reads them in this process. Throws when one
 * cannot be had.
 */
export const startEngines = async (parent: string | undefined): Promise<Engines> => {
  const folder = mkdtempSync(join(parent ?? tmpdir(), 'ledger-bench-engines-'));
  const own = names.filter((name) => (process.env[variables[name]] ?? '') === '');
  const started = own.includes('mongodb') ? [...own, FAST.name] : own;
  const tool = (command: string): Promise<{ stdout: string }> =>
    run(process.execPath, [TOOL, command, ...started, '--folder', folder]);
  const stopAll = async (): Promise<void> => {
    if (own.length > 0) await tool('stop');
    for (const name of own) delete process.env[variables[name]];
    if (own.includes('mongodb')) delete process.env[FAST.variable];
    rmSync(folder, { recursive: true, force: true });
    for (const signal of SIGNALS) process.off(signal, interrupted);
  };
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopAll());
  // Engines outlive who starts them: somebody who breaks the run off is not to find them running.
  const interrupted = (): void => void stop().finally(() => process.exit(1));
  for (const signal of SIGNALS) process.on(signal, interrupted);
  try {
    const { stdout } = own.length === 0 ? { stdout: '' } : await tool('start');
    for (const [, variable = '', address = ''] of stdout.matchAll(/^(\w+)=(.*)$/gm)) process.env[variable] ??= address;
    const address = (name: EngineName): string => {
      const found = process.env[variables[name]];
      if (found === undefined) throw new Error(`${name} could not be had; let ${variables[name]} name a server`);
      return found;
    };
    const mongodb = process.env[FAST.variable] ?? address('mongodb');
    const addresses = { kurrentdb: address('kurrentdb'), kafka: address('kafka'), mongodb };
    const processes = new Map(
      own.map((name) => {
        const record = (of: string): string => join(folder, of, 'process.json');
        const file = name === 'mongodb' && existsSync(record(FAST.name)) ? record(FAST.name) : record(name);
        const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number };
        return [name, pid];
      }),
    );
    const logs = join(folder, 'kafka', 'data');
    return {
      addresses,
      told: [
        tellKurrentDb(addresses.kurrentdb),
        `Kafka: ${own.includes('kafka') ? 'one broker, started here' : 'your brokers'}.`,
        await tellMongoDb(addresses.mongodb),
      ],
      processes,
      bytesOfTopic: (topic) =>
        own.includes('kafka')
          ? readdirSync(logs)
              .filter((name) => name.slice(0, name.lastIndexOf('-')) === topic)
              .reduce((sum, partition) => sum + sizeOf(join(logs, partition)), 0)
          : undefined,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
