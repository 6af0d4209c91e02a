import { type FigureOf, type Measure, figurePath, measures, splitMeasure } from '@complaint-ledger/reporting';

/** The figures that are compared, as the registry of reports names them, and misses less those taken back. */
const compared: readonly string[] = [
  'filed.total',
  'open',
  'resolved',
  'reopened',
  'responsesMissed',
  'overdue.total',
  'deadlines.*.due',
  'deadlines.*.missedNet',
  'penalties.assessed',
  'penalties.assessedFen',
  'penalties.reversedFen',
  'penalties.waivedFen',
  'penalties.netFen',
  'transfers.count',
  'transfers.violations',
  'transfers.byRule.*.observed',
  'transfers.refused',
  'transfers.byRule.*.refused',
  'escalations',
  'violations.total',
  'violations.byRule.*',
  'refusals.byRule.*',
  'callBacks.missed',
  'compensations.amountFen',
  'extensions.granted',
];

/** What a report tells in two figures: how often a fact came late has nothing to do with the rules. */
const missedNet: readonly Measure[] = measures
  .filter(({ id }) => id === 'deadlines.*.missed')
  .map((measure) => ({
    ...measure,
    id: 'deadlines.*.missedNet',
    title: { 'zh-CN': '超时（净）', en: 'Missed, net' },
    formula: {
      kind: 'sum',
      terms: [
        { tally: 'deadlines.missed', sign: 1, label: 'one' },
        { tally: 'deadlines.reversed', sign: -1, label: 'one' },
      ],
    },
  }));

const known = [...measures, ...missedNet];
const list: readonly Measure[] = compared.flatMap((id) => known.filter((measure) => measure.id === id));

/** A figure on both sides: as the ledger has it, and under the rules that are tried. */
export interface Compared {
  readonly figure: FigureOf;
  readonly path: string;
  readonly before: number;
  readonly after: number;
}

type Amounts = ReadonlyMap<string, number>;

const labelsOf = ({ formula }: Measure, amounts: Amounts): readonly string[] => {
  const tallies = new Set(formula.terms.map(({ tally }) => tally));
  return [...amounts.keys()].flatMap((key) => {
    const { measure, label } = splitMeasure(key);
    return label !== undefined && tallies.has(measure) ? [label] : [];
  });
};

const amountOf = (tally: string, which: 'one' | 'all' | undefined, label: string, amounts: Amounts): number => {
  if (which === undefined) return amounts.get(tally) ?? 0;
  if (which === 'one') return amounts.get(`${tally}:${label}`) ?? 0;
  let sum = 0;
  for (const [key, amount] of amounts) if (key.startsWith(`${tally}:`)) sum += amount;
  return sum;
};

const valueOf = ({ formula }: Measure, label: string, amounts: Amounts): number =>
  formula.terms.reduce((sum, term) => sum + term.sign * amountOf(term.tally, term.label, label, amounts), 0);

/** Figures that are not zero on both sides, in the order of the registry; standing ones are those of the end. */
export const compare = (before: Amounts, after: Amounts): readonly Compared[] =>
  list.flatMap((measure) => {
    const labels = measure.id.includes('*')
      ? [...new Set([...labelsOf(measure, before), ...labelsOf(measure, after)])].toSorted()
      : [undefined];
    return labels.flatMap((label) => {
      const figure = { measure, ...(label === undefined ? {} : { label }) };
      const values = {
        before: valueOf(measure, label ?? '', before),
        after: valueOf(measure, label ?? '', after),
      };
      return values.before === 0 && values.after === 0 ? [] : [{ figure, path: figurePath(figure), ...values }];
    });
  });
