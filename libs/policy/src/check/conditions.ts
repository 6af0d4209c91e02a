import { NONE } from '../condition.ts';
import type { Condition } from '../pack.ts';
import type { Path } from '../yaml/read-yaml.ts';
import type { Checking, Vocabulary } from './checking.ts';

/** Where the words of a dimension are; the others take any word. */
const vocabularies: Readonly<Partial<Record<keyof Condition, Vocabulary>>> = {
  category: 'categories',
  kind: 'kinds',
  channel: 'channels',
  level: 'levels',
  topic: 'topics',
  receivingDepartment: 'departments',
};

/** How a sentence calls a word of the dimension. */
const names: Readonly<Partial<Record<keyof Condition, string>>> = { receivingDepartment: 'department' };

export type Dimension = keyof Condition;
export const dimensionsOf = (when: Condition): readonly Dimension[] =>
  (Object.keys(when) as Dimension[]).filter((dimension) => when[dimension] !== undefined);

/** The words that a condition asks for in one dimension. */
export const wordsOf = (when: Condition, dimension: Dimension): readonly string[] => {
  const wanted = when[dimension];
  return wanted === undefined ? [] : Array.isArray(wanted) ? wanted : [String(wanted)];
};

export const checkWord = (checking: Checking, dimension: Dimension, word: string, path: Path): void => {
  const vocabulary = vocabularies[dimension];
  if (vocabulary !== undefined) checking.expect(names[dimension] ?? dimension, vocabulary, word, path);
};

const isKnown = (checking: Checking, dimension: Dimension, word: string): boolean => {
  const vocabulary = vocabularies[dimension];
  return word === NONE || vocabulary === undefined || checking.known(vocabulary)?.includes(word) !== false;
};

/** Words that a condition asks for, by the pack's vocabularies; `none` is a matter without a value. */
export const checkCondition = (checking: Checking, when: Condition | undefined, at: Path): void => {
  if (when === undefined) return;
  for (const dimension of dimensionsOf(when)) {
    const wanted = when[dimension];
    const path: Path = [...at, dimension];
    if (typeof wanted === 'boolean') continue;
    if (Array.isArray(wanted) && wanted.length === 0)
      checking.report(path, 'An empty list fits nothing.', 'Name at least one value.');
    const words = wordsOf(when, dimension);
    const something = words.some((word) => isKnown(checking, dimension, word));
    for (const [index, word] of words.entries()) {
      const place = Array.isArray(wanted) ? [...path, index] : path;
      if (something && checking.isInherited(path) && !isKnown(checking, dimension, word)) continue;
      if (word !== NONE) checkWord(checking, dimension, word, place);
      else if (dimension === 'level')
        checking.report(place, 'Every matter has a level.', 'Name levels, or leave level out.');
    }
  }
};
