import { parseArgs } from 'node:util';

export const parts = ['throughput', 'latency', 'sizes'] as const;
export type Part = (typeof parts)[number];

export interface DistributedBenchSize {
  /** Rounds that count. */
  readonly rounds: number;
  /** Batches of 100 messages that each of 4 connections sends in a round. */
  readonly batches: number;
  /** Messages of the bare loop in a round. */
  readonly floorMessages: number;
  /** Complaints of a round whose way is timed. */
  readonly probes: number;
  /** Events of the log after which sizes are taken. */
  readonly events: number;
}

export interface DistributedBenchOptions extends DistributedBenchSize {
  readonly quick: boolean;
  readonly only: readonly Part[];
  /** Complaints a second while latency is measured. */
  readonly rate: number;
  /** Where engines of the benchmark's own keep their data: the disk to measure. */
  readonly folder: string | undefined;
  readonly out: string;
  /** The figures as JSON on stdout, the tables on stderr. */
  readonly json: boolean;
}

const full: DistributedBenchSize = { rounds: 3, batches: 10, floorMessages: 60_000, probes: 120, events: 100_000 };
const quick: DistributedBenchSize = { rounds: 1, batches: 1, floorMessages: 6_000, probes: 20, events: 2_000 };

export const usage = `bench:distributed [--quick] [--only ${parts.join(',')}] [--rounds 3] [--batches 10] [--probes 120] [--rate 4]
      [--events 100000] [--folder DIR] [--out FILE] [--json]

Events/s and latency of \`ledger serve intake|routing|reporting\`, each a process of its own, on KurrentDB, Kafka and MongoDB; ratios are to a
bare loop of kafkajs in the same round. Servers: LEDGER_KURRENTDB, LEDGER_KAFKA and LEDGER_MONGODB name yours; what they do not name
is started by tools/engines and stopped at the end.

  --quick    everything on a small scale: does it run? The figures say little.
  --batches  batches of 100 messages that each of 4 connections sends in a round
  --probes   complaints of a round whose way through the ledger is timed, --rate of them a second
  --events   events of the log after which memory and bytes are taken
  --folder   where engines started here keep their data: the disk to measure
  --out      where the figures go as JSON; default bench-distributed.json in the folder dist
  --json     the figures as JSON on stdout, the tables on stderr`;

/** RangeError or TypeError for what does not fit; undefined when help is asked for. */
export const readDistributedBenchOptions = (
  args: readonly string[],
  defaultOut: string,
): DistributedBenchOptions | undefined => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      quick: { type: 'boolean' },
      json: { type: 'boolean' },
      only: { type: 'string' },
      rounds: { type: 'string' },
      batches: { type: 'string' },
      probes: { type: 'string' },
      rate: { type: 'string' },
      events: { type: 'string' },
      folder: { type: 'string' },
      out: { type: 'string' },
    },
  });
  if (values.help === true) return undefined;
  const size = values.quick === true ? quick : full;
  const whole = (name: 'rounds' | 'batches' | 'probes' | 'rate' | 'events', otherwise: number): number => {
    const given = values[name];
    if (given === undefined) return otherwise;
    if (!/^[1-9]\d*$/.test(given)) throw new RangeError(`--${name} must be a whole number, not '${given}'`);
    return Number(given);
  };
  return {
    ...size,
    rounds: whole('rounds', size.rounds),
    batches: whole('batches', size.batches),
    probes: whole('probes', size.probes),
    rate: whole('rate', 4),
    events: whole('events', size.events),
    quick: values.quick === true,
    json: values.json === true,
    only: values.only === undefined ? parts : values.only.split(',').map(partNamed),
    folder: values.folder,
    out: values.out ?? defaultOut,
  };
};

const partNamed = (name: string): Part => {
  const part = parts.find((each) => each === name);
  if (part === undefined) throw new RangeError(`there is no part '${name}'; there are ${parts.join(', ')}`);
  return part;
};
