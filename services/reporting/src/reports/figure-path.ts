import type { Measure } from './measure.ts';
import { measures } from './measures.ts';

/** A figure of a report: a measure, and its label when it has one. */
export interface FigureOf {
  readonly measure: Measure;
  readonly label?: string;
}

/** `deadlines.first-response.met` is `deadlines.*.met` of `first-response`; undefined when there is no such figure. */
export const findFigure = (path: string, of: readonly Measure[] = measures): FigureOf | undefined => {
  for (const measure of of) {
    const star = measure.id.indexOf('*');
    if (star < 0) {
      if (measure.id === path) return { measure };
      continue;
    }
    const [before, after] = [measure.id.slice(0, star), measure.id.slice(star + 1)];
    const fits = path.startsWith(before) && path.endsWith(after) && path.length > before.length + after.length;
    if (fits) return { measure, label: path.slice(before.length, path.length - after.length) };
  }
  return undefined;
};

export const figurePath = ({ measure, label }: FigureOf): string =>
  label === undefined ? measure.id : measure.id.replace('*', () => label);
