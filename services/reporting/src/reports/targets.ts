import type { FigureValue } from './evaluate.ts';
import { leaves } from './leaves.ts';
import type { Measure } from './measure.ts';
import { measures as all } from './measures.ts';
import type { FigureTree } from './report.ts';

/** What figures should reach, by their place in a report: `calls.answeredPercent: '>= 85 %'` (CALL-1, CALL-9). */
export type Targets = Readonly<Record<string, string>>;

export interface TargetReached {
  /** As the policy says it. */
  readonly target: string;
  readonly value: FigureValue;
  /** Null when there is no figure. */
  readonly reached: boolean | null;
}

export type TargetsReached = Readonly<Record<string, TargetReached>>;

const reaches = (value: FigureValue, target: string): boolean | null => {
  const [sign, amount] = target.split(' ');
  const goal = Number(amount);
  if (typeof value !== 'number' || Number.isNaN(goal)) return null;
  return sign === '<=' ? value <= goal : value >= goal;
};

/** A star in a target stands for any label. */
const names = (pattern: string, { path, id }: { readonly path: string; readonly id: string }): boolean =>
  pattern === path || pattern === id;

/** The figures that have a target, and whether they reached it; undefined when none has. */
export const reachedIn = (
  tree: FigureTree,
  targets: Targets,
  measures: readonly Measure[] = all,
): TargetsReached | undefined => {
  const entries = Object.entries(targets);
  if (entries.length === 0) return undefined;
  const reached = leaves(tree, measures).flatMap(({ path, measure, value }) => {
    const target = entries.find(([pattern]) => names(pattern, { path, id: measure.id }))?.[1];
    return target === undefined ? [] : [[path, { target, value, reached: reaches(value, target) }] as const];
  });
  return reached.length === 0 ? undefined : Object.fromEntries(reached);
};
