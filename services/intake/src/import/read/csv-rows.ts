import { Readable } from 'node:stream';
import { CsvError, parse, type Info } from 'csv-parse';
import type { SourceRow } from './source-row.ts';

export interface CsvFormat {
  readonly delimiter: string;
  readonly quote: string;
}

/** Characters in one record; a quote that is never closed must not swallow a whole file into memory. */
const LONGEST_RECORD = 8 * 1024 * 1024;

/** Records of a CSV text, with the line on which each begins. Empty lines are passed over. */
export async function* csvRows(text: AsyncIterable<string>, format: CsvFormat): AsyncGenerator<SourceRow> {
  const source = Readable.from(text, { objectMode: false, encoding: 'utf8' });
  const parser = parse({
    delimiter: format.delimiter,
    quote: format.quote,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      yield { line: info.lines - newlines(record), cells: record };
      line = info.lines + 1;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    yield { line, cells: [], problem: csvProblem(error, line) };
  } finally {
    source.destroy();
  }
}

const newlines = (record: readonly string[]): number => {
  let count = 0;
  for (const cell of record) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++;
  }
  return count;
};

const csvProblem = (error: CsvError, line: number): string => {
  const where = `the record at line ${String(line)}`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return `a quote opened in ${where} is never closed; everything after it was not read`;
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return `${where} is longer than ${String(LONGEST_RECORD)} characters (a quote that is not closed?); everything after it was not read`;
  }
  return `not CSV from line ${String(line)} on: ${error.message}`;
};
