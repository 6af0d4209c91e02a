import { type BenchResult, median } from '@complaint-ledger/event-store/bench';
import { tableOf } from '../cli/table.ts';
import type { Figure } from './serving.ts';

/** Ratio to the baseline that design asks for, by comparison and contender. */
const goals: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'durable append, 256 callers': { ledger: 0.6 },
  'durable append, one caller': { ledger: 0.9 },
  http: { 'ledger, intake alone': 0.8 },
  replay: { 'ledger, tallies rebuilt': 0.8 },
};

const goalOf = (name: string, contender: string): number | undefined =>
  Object.entries(goals).find(([start]) => name.startsWith(start) || name.toLowerCase().includes(start))?.[1][contender];

const verdict = (reached: boolean): string => (reached ? 'yes' : 'no');

const rounded = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2);

/** How many times the peer's rate the ledger's is, round by round; design asks for 50 with 256 callers. */
const timesThePeer = ({ name, samples }: BenchResult): readonly string[] => {
  const [ours, peer] = [samples['ledger'], samples['emmett-sqlite']];
  if (ours === undefined || peer === undefined) return [];
  const times = median(ours.map((rate, round) => rate / (peer[round] ?? Number.NaN)));
  const goal = name.includes('256') ? `; goal ≥ 50: ${verdict(times >= 50)}` : '';
  return [`The ledger does ${rounded(times)} times what emmett-sqlite does${goal}.`];
};

/** The column of the goals, which is there when there are any. */
const GOAL = 4;

/** One comparison: ratios are medians over the rounds, rates are medians with their spread. */
export const tellComparison = (compared: BenchResult): string => {
  const { name, unit, baseline, ratios, samples } = compared;
  const rows = Object.entries(samples).map(([contender, rates]) => {
    const ratio = ratios[contender] ?? Number.NaN;
    const goal = goalOf(name, contender);
    return [
      contender,
      contender === baseline ? '1' : ratio.toFixed(ratio < 0.1 ? 4 : 2),
      rounded(median(rates)),
      `${rounded(Math.min(...rates))} – ${rounded(Math.max(...rates))}`,
      goal === undefined ? '' : `≥ ${goal}`,
      goal === undefined ? '' : verdict(ratio >= goal),
    ];
  });
  const columns = rows.some((row) => row[GOAL] !== '') ? GOAL + 2 : GOAL;
  const head = [name, 'ratio', unit, 'from – to', 'goal', 'reached'].slice(0, columns);
  const table = tableOf(
    head,
    rows.map((row) => row.slice(0, columns)),
  );
  return [table, ...timesThePeer(compared)].join('\n');
};

export const tellFigures = (title: string, figures: readonly Figure[]): string =>
  tableOf(
    [title, 'value', '', 'goal', 'reached'],
    figures.map(({ name, unit, value, goal }) => [
      name,
      rounded(value),
      unit,
      goal === undefined ? '' : `< ${goal.toLocaleString('en')}`,
      goal === undefined ? '' : verdict(value < goal),
    ]),
  );
