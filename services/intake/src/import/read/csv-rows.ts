import type { SourceRow } from './source-row.ts';

export interface CsvFormat {
  /** One character each. */
  readonly delimiter: string;
  readonly quote: string;
}

/** Characters in one record; a quote that is never closed must not swallow a whole file into memory. */
const LONGEST_RECORD = 8 * 1024 * 1024;

/**
 * Records of a CSV text (RFC 4180), with the line on which each begins. Empty lines are passed over. A quote inside an
 * unquoted field is a character like others. A record whose quote is never closed is a problem of its first line alone:
 * reading goes on with the next line.
 */
export async function* csvRows(text: AsyncIterable<string>, format: CsvFormat): AsyncGenerator<SourceRow> {
  let open = '';
  let line = 1;
  for await (const chunk of text) {
    open += chunk;
    let at = 0;
    for (let record = scan(open, at, format, false); ; record = scan(open, at, format, false)) {
      if (record === undefined && open.length - at > LONGEST_RECORD) record = unclosed(open, at, line, format);
      if (record === undefined) break;
      if (!isEmpty(record)) yield rowOf(record, line);
      line += record.newlines;
      at = record.next;
    }
    open = open.slice(at);
  }
  for (let at = 0; at < open.length;) {
    const record = scan(open, at, format, true) ?? unclosed(open, at, line, format);
    if (!isEmpty(record)) yield rowOf(record, line);
    line += record.newlines;
    at = record.next;
  }
}

interface Scanned {
  readonly cells: readonly string[];
  /** Place of the record after this one. */
  readonly next: number;
  readonly newlines: number;
  readonly problem?: string;
}

const rowOf = ({ cells, problem }: Scanned, line: number): SourceRow => ({
  line,
  cells,
  ...(problem === undefined ? {} : { problem }),
});

const isEmpty = ({ cells, problem }: Scanned): boolean =>
  problem === undefined && cells.length === 1 && (cells[0] ?? '').trim() === '';

/** The record at a place; undefined when its end is not in the text. `final`: no more text will come. */
const scan = (text: string, start: number, { delimiter, quote }: CsvFormat, final: boolean): Scanned | undefined => {
  const cells: string[] = [];
  let newlines = 0;
  let at = start;
  for (;;) {
    let cell = '';
    if (text[at] === quote) {
      const quoted = quotedText(text, at, quote, final);
      if (quoted === undefined) return undefined;
      cell = quoted.text;
      newlines += quoted.newlines;
      at = quoted.next;
    }
    const end = fieldEnd(text, at, delimiter);
    if (end === text.length && !final) return undefined;
    if (text[end] === delimiter) {
      cells.push(cell + text.slice(at, end));
      at = end + 1;
      continue;
    }
    const stop = text[end - 1] === '\r' && end > at ? end - 1 : end;
    cells.push(cell + text.slice(at, stop));
    return end === text.length ? { cells, next: end, newlines } : { cells, next: end + 1, newlines: newlines + 1 };
  }
};

/** Place of the next delimiter or line feed, else the end of the text. */
const fieldEnd = (text: string, from: number, delimiter: string): number => {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === delimiter || char === '\n') return at;
  }
  return text.length;
};

const quotedText = (text: string, start: number, quote: string, final: boolean) => {
  let content = '';
  let from = start + 1;
  for (;;) {
    const end = text.indexOf(quote, from);
    if (end < 0 || (end === text.length - 1 && !final)) return undefined;
    content += text.slice(from, end);
    if (text[end + 1] !== quote) return { text: content, next: end + 1, newlines: newlinesOf(content) };
    content += quote;
    from = end + 2;
  }
};

const newlinesOf = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
};

/** The first line of a record that has no end, cut at its delimiters. */
const unclosed = (text: string, start: number, line: number, { delimiter }: CsvFormat): Scanned => {
  const end = text.indexOf('\n', start);
  const stop = end < 0 ? text.length : end;
  const cells = text.slice(start, stop).replace(/\r$/, '').split(delimiter);
  const problem = `a quote in line ${String(line)} is never closed`;
  return end < 0 ? { cells, next: stop, newlines: 0, problem } : { cells, next: end + 1, newlines: 1, problem };
};
