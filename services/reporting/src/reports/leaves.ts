import type { FigureValue } from './evaluate.ts';
import { type FigureOf, figurePath } from './figure-path.ts';
import type { Measure } from './measure.ts';
import { measures } from './measures.ts';
import type { FigureTree } from './report.ts';

export interface Leaf extends FigureOf {
  readonly path: string;
  readonly value: FigureValue;
}

/** Every figure of a report's scope, in the order of the registry. */
export const leaves = (tree: FigureTree, of: readonly Measure[] = measures): readonly Leaf[] =>
  of.flatMap((measure) => {
    const [before, after] = measure.id.split('*', 2);
    if (after === undefined) return leaf({ measure }, valueAt(tree, parts(measure.id)));
    const labels = valueAt(tree, parts(before ?? ''));
    if (typeof labels !== 'object' || labels === null) return [];
    return Object.keys(labels).flatMap((label) => leaf({ measure, label }, valueAt(labels, [label, ...parts(after)])));
  });

const parts = (path: string): readonly string[] => path.split('.').filter((part) => part !== '');

const leaf = (figure: FigureOf, value: FigureValue | FigureTree | undefined): readonly Leaf[] =>
  value === undefined || (typeof value === 'object' && value !== null)
    ? []
    : [{ ...figure, path: figurePath(figure), value }];

const valueAt = (tree: FigureTree, path: readonly string[]): FigureValue | FigureTree | undefined => {
  let at: FigureValue | FigureTree | undefined = tree;
  for (const part of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = at[part];
  }
  return at;
};
