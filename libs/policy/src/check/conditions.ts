import { said } from '@complaint-ledger/contracts';
import { NONE } from '../condition.ts';
import type { Condition } from '../pack.ts';
import type { Path } from '../yaml/read-yaml.ts';
import type { Checking, Noun, Vocabulary } from './checking.ts';

/** What a word of a dimension is, and where such words are; the others take any word. */
const vocabularies: Readonly<Partial<Record<keyof Condition, readonly [Noun, Vocabulary]>>> = {
  category: ['category', 'categories'],
  kind: ['kind', 'kinds'],
  channel: ['channel', 'channels'],
  level: ['level', 'levels'],
  topic: ['topic', 'topics'],
  receivingDepartment: ['department', 'departments'],
};

export type Dimension = keyof Condition;
export const dimensionsOf = (when: Condition): readonly Dimension[] =>
  (Object.keys(when) as Dimension[]).filter((dimension) => when[dimension] !== undefined);

/** The words that a condition asks for in one dimension. */
export const wordsOf = (when: Condition, dimension: Dimension): readonly string[] => {
  const wanted = when[dimension];
  return wanted === undefined ? [] : Array.isArray(wanted) ? wanted : [String(wanted)];
};

export const checkWord = (checking: Checking, dimension: Dimension, word: string, path: Path): void => {
  const [what, vocabulary] = vocabularies[dimension] ?? [];
  if (what !== undefined && vocabulary !== undefined) checking.expect(what, vocabulary, word, path);
};

const isKnown = (checking: Checking, dimension: Dimension, word: string): boolean => {
  const [, vocabulary] = vocabularies[dimension] ?? [];
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
      checking.report(
        path,
        said('An empty list fits nothing.', '空列表不适用于任何事项。'),
        said('Name at least one value.', '请至少写一个值。'),
      );
    const words = wordsOf(when, dimension);
    const something = words.some((word) => isKnown(checking, dimension, word));
    for (const [index, word] of words.entries()) {
      const place = Array.isArray(wanted) ? [...path, index] : path;
      if (something && checking.isInherited(path) && !isKnown(checking, dimension, word)) continue;
      if (word !== NONE) checkWord(checking, dimension, word, place);
      else if (dimension === 'level')
        checking.report(
          place,
          said('Every matter has a level.', '每个事项都有等级。'),
          said('Name levels, or leave level out.', '请写等级，或不写 level。'),
        );
    }
  }
};
