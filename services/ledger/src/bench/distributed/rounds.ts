import { type BenchResult, median } from '@complaint-ledger/event-store/bench';

/** Figures of one round, by contender. */
export type RoundFigures = Readonly<Record<string, number>>;

/**
 * All measurements in every round, each round beginning with another one; a measurement may give the figures of several contenders.
 * Ratios are medians over the rounds, to the baseline of the same round.
 */
export const measureRounds = async (
  rounds: number,
  measurements: readonly (() => Promise<RoundFigures>)[],
): Promise<readonly RoundFigures[]> => {
  const all: RoundFigures[] = [];
  for (let round = 0; round < rounds; round++) {
    const figures: Record<string, number> = {};
    for (let i = 0; i < measurements.length; i++)
      Object.assign(figures, await measurements[(i + round) % measurements.length]?.());
    all.push(figures);
  }
  return all;
};

/** The contenders in the given order, the first of them the baseline. */
export const resultOf = (
  { name, unit, contenders }: { readonly name: string; readonly unit: string; readonly contenders: readonly string[] },
  rounds: readonly RoundFigures[],
): BenchResult => {
  const [baseline = ''] = contenders;
  const figure = (round: RoundFigures, contender: string): number => round[contender] ?? Number.NaN;
  return {
    name,
    unit,
    baseline,
    ratios: Object.fromEntries(
      contenders.map((contender) => [
        contender,
        median(rounds.map((round) => figure(round, contender) / figure(round, baseline))),
      ]),
    ),
    samples: Object.fromEntries(
      contenders.map((contender) => [contender, rounds.map((round) => figure(round, contender))]),
    ),
  };
};
