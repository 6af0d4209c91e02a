import { firstBytes } from './byte-source.ts';
import type { Header, SourceRow } from './source-row.ts';

/** Columns that a rejects file has before those of the file it came from: a ragged row stays ragged that way. */
export const rejectsNames = ['_row', '_reason', '_column'] as const;

/**
 * Delimiter of a rejects file of an earlier import, undefined for any other file. A rejects file is CSV in UTF-8
 * whatever the mapping says of the file it came from; a spreadsheet may have saved it with its own delimiter.
 */
export const rejectsDelimiter = async (file: string): Promise<string | undefined> => {
  const start = (await firstBytes(file, 64)).toString('utf8');
  return /^\uFEFF?"?_row"?([,;\t])"?_reason"?\1"?_column"?(\1|\r?\n)/.exec(start)?.[1];
};

export const withoutRejectsColumns = (header: Header): readonly string[] => header.written.slice(rejectsNames.length);

export async function* withoutRejectsCells(rows: AsyncIterable<SourceRow>): AsyncGenerator<SourceRow> {
  for await (const row of rows) yield { ...row, cells: row.cells.slice(rejectsNames.length) };
}
