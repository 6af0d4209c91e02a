import { LedgerError } from '@complaint-ledger/contracts';
import type { SourceRow } from '../read/source-row.ts';
import { excelSerialWall } from '../time/excel-serial.ts';
import { cellText } from './cell-text.ts';
import { xmlEvents } from './xml-events.ts';

export interface Workbook {
  readonly strings: readonly string[];
  /** Cell styles that show a date. */
  readonly dates: ReadonlySet<number>;
  readonly dateSystem: 1900 | 1904;
}

const MOST_COLUMNS = 16_384;

/** Rows of a sheet that hold anything, cells as text. A date is `2019-04-08T08:37:20`, a time of day `08:37:20`. */
export async function* sheetRows(
  bytes: AsyncIterable<Buffer>,
  part: string,
  workbook: Workbook,
): AsyncGenerator<SourceRow> {
  const rows: SourceRow[] = [];
  let line = 0;
  let cells: string[] = [];
  let column = -1;
  let type = 'n';
  let style = 0;
  let text = '';
  let inValue = false;
  let phonetic = false;
  const events = xmlEvents(bytes, part, {
    open: (name, attributes) => {
      switch (name) {
        case 'row':
          line = attributes['r'] === undefined ? line + 1 : Number(attributes['r']);
          cells = [];
          column = -1;
          break;
        case 'c':
          column = attributes['r'] === undefined ? column + 1 : columnOf(attributes['r'], part);
          type = attributes['t'] ?? 'n';
          style = Number(attributes['s'] ?? 0);
          text = '';
          break;
        case 'rPh':
          phonetic = true;
          break;
        case 'v':
        case 't':
          inValue = !phonetic;
          break;
        default:
      }
    },
    text: (piece) => {
      if (inValue) text += piece;
    },
    close: (name) => {
      switch (name) {
        case 'v':
        case 't':
          inValue = false;
          break;
        case 'rPh':
          phonetic = false;
          break;
        case 'c':
          if (text !== '') {
            while (cells.length < column) cells.push('');
            cells[column] = shown(type, style, text, workbook);
          }
          break;
        case 'row':
          if (cells.length > 0) rows.push({ line, cells });
          break;
        default:
      }
    },
  });
  for await (const _ of events) yield* rows.splice(0);
}

/** `AB12` → 27 */
const columnOf = (reference: string, part: string): number => {
  let column = 0;
  for (const char of reference) {
    const code = char.charCodeAt(0) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
    if (column > MOST_COLUMNS) break;
  }
  if (column < 1 || column > MOST_COLUMNS) {
    throw new LedgerError('invalid-input', `${part} has a cell at ${reference}, where no sheet has one`, {
      path: part,
    });
  }
  return column - 1;
};

const shown = (type: string, style: number, text: string, workbook: Workbook): string => {
  switch (type) {
    case 's':
      return workbook.strings[Number(text)] ?? '';
    case 'b':
      return text === '1' ? 'true' : 'false';
    case 'str':
    case 'inlineStr':
      return cellText(text);
    case 'e':
    case 'd':
      return text;
    default:
      return workbook.dates.has(style) ? dateText(text, workbook.dateSystem) : numberText(text);
  }
};

/** `1.01004128563E11` → `101004128563`: an id is not written with an exponent. */
const numberText = (text: string): string => {
  if (!/e/i.test(text)) return text;
  const value = Number(text);
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
};

const dateText = (text: string, system: 1900 | 1904): string => {
  const serial = Number(text);
  if (serial >= 0 && serial < 1) return new Date(Math.round(serial * 86_400_000)).toISOString().slice(11, 19);
  const wall = excelSerialWall(serial, system);
  return wall === undefined ? text : new Date(wall).toISOString().replace(/(\.000)?Z$/, '');
};
