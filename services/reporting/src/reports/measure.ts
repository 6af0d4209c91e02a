import type { Words } from '@complaint-ledger/policy';

/** A tally that a figure is made of, and whether it adds or takes away. */
export interface Term {
  readonly tally: string;
  readonly sign: 1 | -1;
  /** `one`: with the figure's own label; `all`: over every label; absent: the tally has none. */
  readonly label?: 'one' | 'all';
}

export type Formula =
  /** What happened in the period. */
  | { readonly kind: 'sum'; readonly terms: readonly Term[] }
  /** What stood at the end of the period. */
  | { readonly kind: 'standing'; readonly terms: readonly Term[] }
  /** A sum in fen as a decimal in yuan. */
  | { readonly kind: 'yuan'; readonly terms: readonly Term[] }
  /** Hundred times one sum by another; null when the other is 0. */
  | { readonly kind: 'percent' | 'mean'; readonly terms: readonly Term[]; readonly by: readonly Term[] }
  /** What the share `quantile` of the durations does not exceed. */
  | { readonly kind: 'quantile'; readonly terms: readonly Term[]; readonly quantile: number };

export type Unit = 'cases' | 'calls' | 'events' | 'deadlines' | 'fen' | 'CNY' | 'percent' | 'points' | 'ms';

/** One line of the registry: everything that is to be known of a figure. */
export interface Measure {
  /** Where it is in a report: `filed.total`, `deadlines.*.met`; the star stands for a label. */
  readonly id: string;
  readonly title: Words;
  readonly unit: Unit;
  /** Rule of the rulebook that asks for it. */
  readonly rule: string;
  /** When and where it counts. */
  readonly counted: Words;
  readonly formula: Formula;
  /** Compared with the period before and the year before. */
  readonly headline: boolean;
  /** Vocabulary of the policy pack that its labels belong to. */
  readonly labels?: 'levels' | 'categories' | 'channels' | 'kinds' | 'verdicts' | 'deadlines' | 'fields' | 'survey';
}
