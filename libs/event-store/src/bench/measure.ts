import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** One measured comparison: ratios are medians over the rounds, against the contender named `baseline`. */
export interface BenchResult {
  readonly name: string;
  /** Of the samples. */
  readonly unit: string;
  readonly baseline: string;
  /** Contender → median of its ratio to the baseline in the same round; 1 is as fast, 0.5 half as fast. */
  readonly ratios: Readonly<Record<string, number>>;
  /** Contender → one figure for each round. */
  readonly samples: Readonly<Record<string, readonly number[]>>;
}

/** Runs once and gives how many units it did in a second. */
export type Contender = () => Promise<number>;

export interface Comparison {
  readonly name: string;
  readonly unit: string;
  readonly baseline: string;
  readonly rounds: number;
  readonly contenders: Readonly<Record<string, Contender>>;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};

/** Units a second of `run`, which does `units` of them; what was made ready for it is no garbage of its own. */
export const rateOf = async (units: number, run: () => Promise<void> | void): Promise<number> => {
  collectGarbage();
  const start = performance.now();
  await run();
  return (units * 1_000) / (performance.now() - start);
};

/**
 * All contenders in every round, each round starting with another one, after one round that does not count: what slows the
 * machine down for a while then slows all of them.
 */
export const compare = async ({ name, unit, baseline, rounds, contenders }: Comparison): Promise<BenchResult> => {
  const names = Object.keys(contenders);
  const samples = new Map<string, number[]>(names.map((contender) => [contender, []]));
  for (let round = -1; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const contender = names[(i + round + names.length) % names.length] ?? '';
      const rate = await contenders[contender]?.();
      if (round >= 0 && rate !== undefined) samples.get(contender)?.push(rate);
    }
  }
  const base = samples.get(baseline) ?? [];
  const ratios = names.map((contender): [string, number] => [
    contender,
    median((samples.get(contender) ?? []).map((rate, round) => rate / (base[round] ?? Number.NaN))),
  ]);
  return { name, unit, baseline, ratios: Object.fromEntries(ratios), samples: Object.fromEntries(samples) };
};
