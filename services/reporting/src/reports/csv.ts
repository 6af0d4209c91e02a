export type CsvCell = string | number | null | undefined;

const BOM = '\u{feff}';

/**
 * RFC 4180: CRLF, quotes where needed, also around what another program takes for a separator. With `bom`, Excel takes it for
 * UTF-8. A text that a spreadsheet would run as a formula begins with an apostrophe.
 */
export const csv = (rows: readonly (readonly CsvCell[])[], { bom = false }: { readonly bom?: boolean } = {}): string =>
  (bom ? BOM : '') + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

const cell = (value: CsvCell): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
