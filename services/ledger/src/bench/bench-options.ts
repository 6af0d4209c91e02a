import { parseArgs } from 'node:util';

export interface BenchSize {
  /** Rounds that count. */
  readonly rounds: number;
  /** Events of one round, by what is measured. */
  readonly concurrentAppends: number;
  readonly singleAppends: number;
  readonly emmettAppends: number;
  readonly httpBatches: number;
  readonly importedMessages: number;
  readonly importedRows: number;
  /** Events of the big ledger. */
  readonly ledgerEvents: number;
}

export interface Options extends BenchSize {
  readonly quick: boolean;
  /** Parts to run; all when empty. */
  readonly only: readonly string[];
  /** Where scratch files go: the disk to measure. */
  readonly folder: string | undefined;
  /** Folder in whose node_modules the peer is installed. */
  readonly emmett: string | undefined;
  readonly out: string;
}

const full: BenchSize = {
  rounds: 5,
  concurrentAppends: 30_000,
  singleAppends: 3_000,
  emmettAppends: 400,
  httpBatches: 120,
  importedMessages: 20_000,
  importedRows: 10_000,
  ledgerEvents: 1_000_000,
};

const quick: BenchSize = {
  rounds: 3,
  concurrentAppends: 6_000,
  singleAppends: 500,
  emmettAppends: 60,
  httpBatches: 10,
  importedMessages: 3_000,
  importedRows: 1_500,
  ledgerEvents: 60_000,
};

export const usage = `bench [--quick] [--only append,http,import,ledger] [--rounds 5] [--events 1000000]
      [--folder DIR] [--emmett DIR] [--out FILE]

  --quick   everything on a small scale: does it run? The figures say little.
  --folder  where the scratch files go: the disk to measure
  --emmett  a folder with @event-driven-io/emmett-sqlite and its peers in node_modules, to measure beside
  --out     where the figures go as JSON; default bench.json in the folder dist`;

/** RangeError or TypeError for what does not fit. */
export const readBenchOptions = (args: readonly string[], defaultOut: string): Options | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      quick: { type: 'boolean' },
      only: { type: 'string' },
      rounds: { type: 'string' },
      events: { type: 'string' },
      folder: { type: 'string' },
      emmett: { type: 'string' },
      out: { type: 'string' },
    },
  });
  if (values.help === true) return undefined;
  const size = values.quick === true ? quick : full;
  const whole = (name: 'rounds' | 'events', otherwise: number): number => {
    const given = values[name];
    if (given === undefined) return otherwise;
    if (!/^[1-9]\d*$/.test(given)) throw new RangeError(`--${name} must be a whole number, not '${given}'`);
    return Number(given);
  };
  return {
    ...size,
    rounds: whole('rounds', size.rounds),
    ledgerEvents: whole('events', size.ledgerEvents),
    quick: values.quick === true,
    only: values.only?.split(',') ?? [],
    folder: values.folder,
    emmett: values.emmett,
    out: values.out ?? defaultOut,
  };
};
