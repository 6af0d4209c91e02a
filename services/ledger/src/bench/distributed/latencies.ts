import type { BenchResult } from '@complaint-ledger/event-store/bench';
import type { Engines } from './engines.ts';
import { kafkaLoop } from './kafka-loop.ts';
import { withFleet } from './measured-fleet.ts';
import { percentile } from './percentile.ts';
import { runPipeline, warmUp } from './pipeline.ts';
import { type RoundFigures, measureRounds, resultOf } from './rounds.ts';
import { timeComplaints } from './time-complaints.ts';

const FLOOR = 'kafkajs, one message produced and consumed';

const steps = {
  answered: 'complaint answered: in the log',
  reported: 'a report shows it',
  shown: 'its case can be read',
} as const;

const nameOf = (step: keyof typeof steps, reporting: number): string => `${steps[step]}, ${reporting} × reporting`;

const shares = { p50: 0.5, p99: 0.99 } as const;
type Share = keyof typeof shares;

const figuresOf = (name: string, milliseconds: readonly number[]): RoundFigures =>
  Object.fromEntries(
    Object.entries(shares).map(([share, of]) => [`${share} ${name}`, percentile(milliseconds, of)] as const),
  );

export interface LatencyOptions {
  readonly engines: Engines;
  /** Messages of an events topic. */
  readonly file: string;
  readonly rounds: number;
  readonly probes: number;
  /** Complaints a second. */
  readonly rate: number;
}

/** How long a complaint takes from the request to where it can be read, half of them and 99 of 100; a table of each. */
export const benchLatency = async (options: LatencyOptions): Promise<readonly BenchResult[]> => {
  const { engines, file, probes, rate } = options;
  const loop = async () => {
    const { milliseconds } = await kafkaLoop({
      brokers: engines.addresses.kafka,
      file,
      messages: probes,
      messagesPerSecond: rate,
    });
    return figuresOf(FLOOR, milliseconds);
  };
  const ledger = (reporting: number) => () =>
    withFleet(async (fleet) => {
      await fleet.start({ intake: 1, routing: 1, reporting });
      await runPipeline(fleet, engines, warmUp());
      await timeComplaints(fleet, { count: Math.ceil(probes / 10), perSecond: rate });
      const { answered, reported, shown } = await timeComplaints(fleet, { count: probes, perSecond: rate });
      return {
        ...figuresOf(nameOf('answered', reporting), answered),
        ...figuresOf(nameOf('reported', reporting), reported),
        ...figuresOf(nameOf('shown', reporting), shown),
      };
    });
  const rounds = await measureRounds(options.rounds, [loop, ledger(1), ledger(2)]);
  const contenders = [
    FLOOR,
    ...[1, 2].flatMap((reporting) => [
      nameOf('answered', reporting),
      nameOf('reported', reporting),
      nameOf('shown', reporting),
    ]),
  ];
  const table = (share: Share): BenchResult => {
    const ofShare = rounds.map((round) =>
      Object.fromEntries(contenders.map((name) => [name, round[`${share} ${name}`] ?? Number.NaN])),
    );
    return resultOf({ name: `${share} of ${probes} complaints, ${rate} a second`, unit: 'ms', contenders }, ofShare);
  };
  return [table('p50'), table('p99')];
};
