import { NONE, categoryPath } from '../condition.ts';
import type { Condition, PolicyPack } from '../pack.ts';
import { type Dimension, dimensionsOf, wordsOf } from './conditions.ts';

/** One word in each dimension that a condition asks about. */
type Case = ReadonlyMap<Dimension, string>;

/** Beyond so many a condition is not taken apart. */
const MOST_CASES = 2000;

const casesOf = (when: Condition): readonly Case[] => {
  let cases: readonly Case[] = [new Map()];
  for (const dimension of dimensionsOf(when)) {
    const words = wordsOf(when, dimension);
    if (cases.length * words.length > MOST_CASES) return [];
    cases = cases.flatMap((each) => words.map((word) => new Map([...each, [dimension, word]])));
  }
  return cases;
};

const always = (pack: PolicyPack, when: Condition, dimension: Dimension): boolean =>
  dimension === 'level' && Object.keys(pack.levels).every((level) => wordsOf(when, dimension).includes(level));

const catches = (pack: PolicyPack, when: Condition, one: Case): boolean =>
  dimensionsOf(when).every((dimension) => {
    if (always(pack, when, dimension)) return true;
    const word = one.get(dimension);
    if (word === undefined) return false;
    const path = dimension === 'category' && word !== NONE ? categoryPath(pack.categories, word) : [word];
    return path.some((each) => wordsOf(when, dimension).includes(each));
  });

/**
 * Which of the earlier conditions together catch all that the last one fits, by index; undefined when something is left for it.
 * A category is caught by one above it.
 */
export const caughtBefore = (
  pack: PolicyPack,
  when: Condition,
  earlier: readonly Condition[],
): readonly number[] | undefined => {
  const cases = casesOf(when);
  if (cases.length === 0) return undefined;
  const catching = cases.map((one) => earlier.findIndex((other) => catches(pack, other, one)));
  return catching.includes(-1) ? undefined : [...new Set(catching)].toSorted((a, b) => a - b);
};

/** Whether two conditions fit the same matters, as far as their words tell. */
export const sameCondition = (one: Condition, other: Condition): boolean => {
  const told = (when: Condition): string =>
    JSON.stringify(
      dimensionsOf(when)
        .toSorted()
        .map((dimension) => [dimension, [...new Set(wordsOf(when, dimension))].toSorted()]),
    );
  return told(one) === told(other);
};
