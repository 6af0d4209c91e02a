import type { Figures } from '../tallies/tally-reader.ts';
import { splitMeasure } from '../tallies/increment.ts';
import { quantileOf } from '../tallies/time-sketch.ts';
import type { Formula, Measure, Term } from './measure.ts';

export type FigureValue = number | string | null;

/** Tallies of one scope: what happened in the period and what stood at its end. */
export interface ScopeTallies {
  readonly happened: LabelledFigures;
  readonly stood: LabelledFigures;
}

/** Tallies of one place, by measure and label. */
export class LabelledFigures {
  readonly #plain: Figures;
  #labels: Map<string, Map<string, number>> | undefined;

  constructor(figures: Figures) {
    this.#plain = figures;
  }

  plain(measure: string): number {
    return this.#plain[measure] ?? 0;
  }

  labels(measure: string): ReadonlyMap<string, number> {
    return (this.#labels ??= byLabel(this.#plain)).get(measure) ?? NONE;
  }
}

const byLabel = (figures: Figures): Map<string, Map<string, number>> => {
  const measures = new Map<string, Map<string, number>>();
  for (const key in figures) {
    const { measure, label } = splitMeasure(key);
    const amount = figures[key] ?? 0;
    if (label === undefined || amount === 0) continue;
    let labels = measures.get(measure);
    if (labels === undefined) measures.set(measure, (labels = new Map()));
    labels.set(label, amount);
  }
  return measures;
};

const NONE: ReadonlyMap<string, number> = new Map();

export const evaluate = (formula: Formula, { happened, stood }: ScopeTallies, label = ''): FigureValue => {
  switch (formula.kind) {
    case 'sum':
      return total(formula.terms, happened, label);
    case 'standing':
      return total(formula.terms, stood, label);
    case 'yuan':
      return yuan(total(formula.terms, happened, label));
    case 'percent':
    case 'mean': {
      const by = total(formula.by, happened, label);
      const scale = formula.kind === 'percent' ? 100 : 1;
      return by === 0 ? null : round((scale * total(formula.terms, happened, label)) / by);
    }
    case 'quantile': {
      const bins = new Map<number, number>();
      for (const { tally } of formula.terms) {
        for (const [bin, count] of happened.labels(tally)) bins.set(Number(bin), count);
      }
      return quantileOf(bins, formula.quantile);
    }
    default:
      return formula satisfies never;
  }
};

/** Labels that any of the measures has something to say of, in order. */
export const labelsOf = (measures: readonly Measure[], { happened, stood }: ScopeTallies): readonly string[] => {
  const labels = new Set<string>();
  for (const { formula } of measures) {
    const figures = formula.kind === 'standing' ? stood : happened;
    for (const { tally } of formula.terms) for (const label of figures.labels(tally).keys()) labels.add(label);
    if (!('by' in formula)) continue;
    for (const { tally } of formula.by) for (const label of figures.labels(tally).keys()) labels.add(label);
  }
  return [...labels].toSorted();
};

const total = (terms: readonly Term[], figures: LabelledFigures, label: string): number => {
  let sum = 0;
  for (const term of terms) sum += term.sign * amountOf(term, figures, label);
  return sum;
};

const amountOf = (term: Term, figures: LabelledFigures, label: string): number => {
  if (term.label === undefined) return figures.plain(term.tally);
  const labels = figures.labels(term.tally);
  if (term.label === 'one') return labels.get(label) ?? 0;
  let sum = 0;
  for (const amount of labels.values()) sum += amount;
  return sum;
};

/** Fen as yuan with two decimals: 3050 is `30.50`. */
export const yuan = (fen: number): string => {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const round = (value: number): number => Math.round(value * 10) / 10;
