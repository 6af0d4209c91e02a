import type { JsonObject, JsonValue } from '@complaint-ledger/contracts';
import type { PolicyPack } from '@complaint-ledger/policy';

/** Where a caller's own words are. */
const TEXTS = ['detail', 'demand', 'brief', 'suggestions', 'evidence', 'fault'];

const textsIn = (value: JsonValue | undefined): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

const LATIN = /[\p{Script=Latin}\p{Nd}]/u;

/** A word of a script with spaces must stand by itself: `sue` is not in `issue`. */
const holds = (text: string, word: string): boolean => {
  const [first = '', last = ''] = [word.at(0), word.at(-1)];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? '';
    const after = text[at + word.length] ?? '';
    if (!(LATIN.test(first) && LATIN.test(before)) && !(LATIN.test(last) && LATIN.test(after))) return true;
  }
  return false;
};

type Topics = NonNullable<PolicyPack['topics']>;
type FoldedTopics = readonly { readonly topic: string; readonly words: readonly string[] }[];

const known = new WeakMap<Topics, FoldedTopics>();

/** Folded once a pack: every record is searched for all of them. */
const foldedTopics = (topics: Topics): FoldedTopics => {
  let all = known.get(topics);
  if (all === undefined) {
    all = Object.entries(topics).map(([topic, { words }]) => ({ topic, words: words.map(folded) }));
    known.set(topics, all);
  }
  return all;
};

/** Topics of the pack that the text tells of, in the order of the pack; upper case and full-width forms make no difference. */
export const topicsIn = (data: JsonObject, { topics }: PolicyPack): readonly string[] => {
  if (topics === undefined) return [];
  const texts = TEXTS.flatMap((name) => textsIn(data[name])).map(folded);
  if (texts.length === 0) return [];
  return foldedTopics(topics)
    .filter(({ words }) => words.some((word) => texts.some((text) => holds(text, word))))
    .map(({ topic }) => topic);
};
