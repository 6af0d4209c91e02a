import Table from 'cli-table3';

export type Cell = string | number | null | undefined;

const chars = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Columns in line, wide characters counted as two; numbers to the right. */
export const tableOf = (head: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const isNumeric = head.map(
    (_, column) =>
      rows.length > 0 &&
      rows.every((row) => row[column] === null || row[column] === undefined || typeof row[column] === 'number'),
  );
  const table = new Table({
    head: [...head],
    chars,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: isNumeric.map((numeric) => (numeric ? 'right' : 'left')),
  });
  for (const row of rows) table.push(row.map((cell) => (cell === null || cell === undefined ? '–' : String(cell))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};
