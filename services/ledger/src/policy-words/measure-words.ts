import { findFigure, measures } from '@complaint-ledger/reporting';
import type { PackWords } from './pack-words.ts';

/** Titles of the figures that `deadlines.*` or `calls.answerRate` stands for; as written where the reports have none. */
export const measureWords = (words: PackWords, measure: string): string => {
  const prefix = measure.replace(/\*$/, '');
  const titles = measures
    .filter(({ id, unit }) => id === measure || (unit !== 'fen' && measure.endsWith('*') && id.startsWith(prefix)))
    .map(({ title }) => title[words.language]);
  return titles.length === 0 ? measure : words.list([...new Set(titles)]);
};

/** Whether the reports have it: a figure by its place, with a label or a star where it has one. */
export const isMeasured = (measure: string): boolean =>
  findFigure(measure) !== undefined ||
  measures.some(({ id }) => id === measure || (measure.endsWith('*') && id.startsWith(measure.slice(0, -1))));
