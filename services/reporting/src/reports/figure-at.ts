import { type FigureValue } from './evaluate.ts';
import { findFigure } from './figure-path.ts';
import type { FigureTree } from './report.ts';

/** What a report says at a path such as `filed.total` or `deadlines.first-response.met`; undefined when it says nothing. */
export const figureAt = (tree: FigureTree, path: string): FigureValue | FigureTree | undefined => {
  const found = findFigure(path);
  const parts =
    found?.label === undefined
      ? path.split('.')
      : found.measure.id.split('.').map((part) => (part === '*' ? (found.label ?? '') : part));
  let at: FigureValue | FigureTree | undefined = tree;
  for (const part of parts) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = at[part];
  }
  return at;
};
