import { readFileSync } from 'node:fs';
import { type Font, create } from 'fontkit';

const folder = new URL('../../../fonts/', import.meta.url);

const opened = (file: string): Font => {
  const font = create(readFileSync(new URL(file, folder)));
  if (!('layout' in font)) throw new TypeError(`${file} is no font`);
  return font;
};

const load = () => ({
  ideographs: opened('DroidSansFallbackFull.ttf'),
  supplement: opened('NotoSansSC-supplement.ttf'),
});

let loaded: ReturnType<typeof load> | undefined;

/** The fonts that come with the ledger, read once: see `fonts/README.md`. */
export const formFonts = (): ReturnType<typeof load> => (loaded ??= load());
export type FontName = keyof ReturnType<typeof load>;

/** Which of the fonts has the character; undefined when neither has. */
export const fontOf = (codePoint: number): FontName | undefined => {
  const { ideographs, supplement } = formFonts();
  if (supplement.hasGlyphForCodePoint(codePoint)) return 'supplement';
  return ideographs.hasGlyphForCodePoint(codePoint) ? 'ideographs' : undefined;
};

/** Advance of a character, in thousandths of the size. */
export const advanceOf = (codePoint: number): number => {
  const font = formFonts()[fontOf(codePoint) ?? 'supplement'];
  return (font.glyphForCodePoint(codePoint).advanceWidth * 1000) / font.unitsPerEm;
};
