import { LedgerError } from '@complaint-ledger/contracts';
import type { SourceRow, SourceTable } from './source-row.ts';
import { headerOf } from './source-row.ts';

/** Lines that are looked at for the names of columns before the first row is made. */
const LOOK_AHEAD = 1000;

/** Characters of one line; no event is that long. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** Lines of a text, without empty ones. LedgerError `payload-too-large` for a line without end. */
export async function* textLines(text: AsyncIterable<string>): AsyncGenerator<{ line: number; text: string }> {
  let line = 0;
  let open = '';
  for await (const chunk of text) {
    const pieces = (open + chunk).split('\n');
    open = pieces.pop() ?? '';
    if (open.length > LONGEST_LINE) {
      const place = `line ${String(line + pieces.length + 1)}`;
      throw new LedgerError('payload-too-large', `${place} has no end`, {
        path: place,
        hint: 'one JSON object on each line',
      });
    }
    for (const piece of pieces) {
      line++;
      if (piece.trim() !== '') yield { line, text: piece.endsWith('\r') ? piece.slice(0, -1) : piece };
    }
  }
  if (open.trim() !== '') yield { line: line + 1, text: open };
}

/** Objects of an NDJSON text as a table; a field inside an object is the column `outer.inner`. */
export const ndjsonRows = async (text: AsyncIterable<string>): Promise<SourceTable> => {
  const lines = textLines(text);
  const ahead: Parsed[] = [];
  const names = new Set<string>();
  while (ahead.length < LOOK_AHEAD) {
    const next = await lines.next();
    if (next.done === true) break;
    const parsed = parseLine(next.value);
    for (const name of parsed.fields.keys()) names.add(name);
    ahead.push(parsed);
  }
  const columns = [...names];
  const rows = async function* (): AsyncGenerator<SourceRow> {
    for (const parsed of ahead) yield toRow(parsed, columns);
    ahead.length = 0;
    for await (const line of lines) yield toRow(parseLine(line), columns);
  };
  const close = async (): Promise<void> => {
    await lines.return(undefined);
  };
  return { header: headerOf(columns), rows: rows(), close };
};

interface Parsed {
  readonly line: number;
  readonly fields: ReadonlyMap<string, string>;
  readonly problem?: string;
}

const parseLine = ({ line, text }: { line: number; text: string }): Parsed => {
  let value: unknown;
  try {
    value = JSON.parse(text, exactNumbers);
  } catch {
    return { line, fields: new Map(), problem: 'not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, fields: new Map(), problem: 'no JSON object' };
  }
  const fields = new Map<string, string>();
  flatten(value, '', fields);
  return { line, fields };
};

/** Numbers keep their digits: 2^53 is no limit for an id. */
const exactNumbers = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' ? (context?.source ?? String(value)) : value;

/** Fields of an object by their dotted names; a list is its JSON. */
export const flatten = (value: object, prefix: string, into: Map<string, string>): void => {
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    const name = prefix + key;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) flatten(inner, `${name}.`, into);
    else if (inner !== null && inner !== undefined)
      into.set(name, typeof inner === 'string' ? inner : JSON.stringify(inner));
  }
};

const toRow = ({ line, fields, problem }: Parsed, columns: readonly string[]): SourceRow => ({
  line,
  cells: columns.map((name) => fields.get(name) ?? ''),
  ...(problem === undefined ? {} : { problem }),
});
