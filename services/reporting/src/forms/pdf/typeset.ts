import { type FontName, advanceOf, fontOf } from './form-fonts.ts';

/** A stretch of a line in one font. */
export interface Run {
  readonly font: FontName;
  readonly text: string;
}

/** No line begins with these (GB/T 15834, 5.1). */
const CLOSING = new Set('，。、；：！？）》〉」』】〕”’…—·％,.;:!?)]}%');
/** No line ends with these. */
const OPENING = new Set('（《〈「『【〔“‘([{');

const isControl = (codePoint: number): boolean => codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0);
/** Joiners, variation selectors and marks of direction: they draw nothing. */
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}]/gu;

/** The text in characters that the fonts have; others by their code point, `[U+1F600]`. */
export const printable = (text: string): string => {
  let shown = '';
  for (const character of text
    .normalize('NFC')
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replaceAll(INVISIBLE, '')) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (character === '\n') shown += character;
    else if (character === '\t' || character === '\u00a0') shown += ' ';
    else if (isControl(codePoint)) continue;
    else
      shown +=
        fontOf(codePoint) === undefined ? `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]` : character;
  }
  return shown;
};

/** Characters of whatever script that is written without spaces may be parted. */
const isWide = (character: string): boolean => (character.codePointAt(0) ?? 0) >= 0x2e80;

const mayBreakBetween = (before: string, after: string): boolean => {
  if (after === ' ' || CLOSING.has(after) || OPENING.has(before)) return false;
  return before === ' ' || before === '-' || before === '/' || isWide(before) || isWide(after);
};

/** Width at size 1000. */
const widthOf = (text: string): number => {
  let width = 0;
  for (const character of text) width += advanceOf(character.codePointAt(0) ?? 0);
  return width;
};

/** What cannot be parted, in its order. */
const pieces = (text: string): readonly string[] => {
  const found: string[] = [];
  let piece = '';
  let last = '';
  for (const character of text) {
    if (piece !== '' && mayBreakBetween(last, character)) {
      found.push(piece);
      piece = '';
    }
    piece += character;
    last = character;
  }
  return piece === '' ? found : [...found, piece];
};

/** Lines no wider than `width` (points) at that size; a word that is wider than a line is parted anywhere. */
export const linesOf = (text: string, width: number, size: number): readonly string[] => {
  const room = (width * 1000) / size;
  return printable(text)
    .split('\n')
    .flatMap((paragraph) => broken(paragraph, room));
};

const broken = (paragraph: string, room: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const add = (piece: string): void => {
    const width = widthOf(piece.trimEnd());
    if (line !== '' && used + width > room) {
      lines.push(line.trimEnd());
      [line, used] = ['', 0];
    }
    if (width <= room) {
      line += piece;
      used += widthOf(piece);
      return;
    }
    const characters = Array.from(piece);
    if (characters.length === 1) line += piece;
    else for (const character of characters) add(character);
  };
  for (const piece of pieces(paragraph)) add(piece);
  return [...lines, line.trimEnd()];
};

/** The line in stretches of one font each. */
export const runsOf = (line: string): readonly Run[] => {
  const runs: Run[] = [];
  for (const character of line) {
    const font = fontOf(character.codePointAt(0) ?? 0) ?? 'supplement';
    const last = runs.at(-1);
    if (last?.font === font) runs[runs.length - 1] = { font, text: last.text + character };
    else runs.push({ font, text: character });
  }
  return runs;
};
