const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const ZERO = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns that a text takes in a terminal: Chinese characters take two (UAX 11). */
export const displayWidth = (text: string): number => {
  let width = 0;
  for (const character of text) width += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
};

/** Names come from outside: a terminal must not obey them. */
export const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, '\u{fffd}');

export type Align = 'left' | 'right';

const padded = (text: string, width: number, align: Align): string => {
  const gap = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + gap : gap + text;
};

/** Columns two spaces apart, as wide as their widest cell; the last one is not padded on its right. */
export const textTable = (rows: readonly (readonly string[])[], aligns: readonly Align[]): readonly string[] => {
  const clean = rows.map((row) => row.map(printable));
  const widths = aligns.map((_, column) => Math.max(0, ...clean.map((row) => displayWidth(row[column] ?? ''))));
  return clean.map((row) =>
    row
      .map((text, column) => padded(text, widths[column] ?? 0, aligns[column] ?? 'left'))
      .join('  ')
      .trimEnd(),
  );
};

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of at most `width` columns, in steps of an eighth. */
export const bar = (value: number, most: number, width: number): string => {
  if (most <= 0 || value <= 0) return '';
  const eighths = Math.max(1, Math.round((Math.min(value, most) / most) * width * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
};
