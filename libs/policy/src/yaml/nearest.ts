import { type Sentence, said } from '@complaint-ledger/contracts';

/** The known word that a mistyped one most likely means; undefined when none is close. */
export const nearest = (
  word: string,
  known: readonly string[],
  limit = Math.max(1, Math.floor(word.length / 3)),
): string | undefined => {
  let best: { readonly word: string; readonly away: number } | undefined;
  for (const candidate of known) {
    const away = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (away <= limit && away < (best?.away ?? Infinity)) best = { word: candidate, away };
  }
  return best?.word;
};

/** Letters to add, drop, change or swap with their neighbour. */
const editDistance = (a: string, b: string): number => {
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      row.push(Math.min(changed, swapped, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
};

/** What to tell somebody who wrote a word that is none of the known ones. */
export const oneOf = (word: string, known: readonly string[]): Sentence => {
  const close = nearest(word, known);
  return close === undefined
    ? said(`Known are ${known.join(', ')}.`, `可用的有：${known.join('、')}。`)
    : said(`Do you mean '${close}'?`, `您是想写“${close}”吗？`);
};
