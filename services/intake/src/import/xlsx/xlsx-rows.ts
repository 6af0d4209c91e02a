import { LedgerError } from '@complaint-ledger/contracts';
import { oneOf } from '@complaint-ledger/policy';
import type { ByteProgress } from '../read/byte-source.ts';
import type { SourceRow } from '../read/source-row.ts';
import { dateStyles } from './date-styles.ts';
import { sharedStrings } from './shared-strings.ts';
import { sheetRows } from './sheet-rows.ts';
import { readXml } from './xml-events.ts';
import { zipEntries, zipEntryBytes, type ZipEntry } from './zip-archive.ts';

export interface SheetRows {
  /** Packed bytes of the sheet. */
  readonly progress: ByteProgress;
  readonly rows: AsyncIterable<SourceRow>;
}

interface Sheet {
  readonly name: string;
  readonly relation: string;
  readonly hidden: boolean;
}

/**
 * Rows of a sheet of an XLSX workbook (ECMA-376), read as a stream: by name, else the first that is not hidden. In
 * memory are only the shared texts. Throws `invalid-input` or `payload-too-large`.
 */
export const xlsxRows = async (file: string, sheetName: string | undefined): Promise<SheetRows> => {
  const entries = await zipEntries(file);
  const entry = (name: string): ZipEntry => {
    const found = entries.get(name) ?? entries.get(name.replace(/^\//, ''));
    if (found) return found;
    throw new LedgerError('invalid-input', `${file} is no XLSX workbook: it has no ${name}`, { path: file });
  };
  const bytes = (name: string): AsyncGenerator<Buffer> => zipEntryBytes(file, entry(name));

  const root = (await relations(bytes('_rels/.rels'), '', '_rels/.rels')).find(({ kind }) => kind === 'officeDocument');
  const bookPart = root?.target ?? 'xl/workbook.xml';
  const folder = bookPart.slice(0, bookPart.lastIndexOf('/') + 1);
  const relationsPart = `${folder}_rels/${bookPart.slice(folder.length)}.rels`;
  const related = await relations(bytes(relationsPart), folder, relationsPart);
  const { sheets, dateSystem } = await workbook(bytes(bookPart), bookPart);
  const sheet = chosen(file, sheets, sheetName);
  const sheetEntry = entry(related.find(({ id }) => id === sheet.relation)?.target ?? '');
  const stringsPart = related.find(({ kind }) => kind === 'sharedStrings')?.target;
  const stylesPart = related.find(({ kind }) => kind === 'styles')?.target;
  const strings = stringsPart === undefined ? [] : await sharedStrings(bytes(stringsPart), stringsPart);
  const dates = stylesPart === undefined ? new Set<number>() : await dateStyles(bytes(stylesPart), stylesPart);

  const progress = { done: 0, total: sheetEntry.packedSize };
  const packed = zipEntryBytes(file, sheetEntry, (count) => {
    progress.done += count;
  });
  return { progress, rows: sheetRows(packed, sheetEntry.name, { strings, dates, dateSystem }) };
};

interface Relation {
  readonly id: string;
  /** Last part of its type: `worksheet`, `sharedStrings`, `styles`. */
  readonly kind: string;
  readonly target: string;
}

const relations = async (bytes: AsyncIterable<Buffer>, folder: string, part: string): Promise<readonly Relation[]> => {
  const found: Relation[] = [];
  await readXml(bytes, part, {
    open: (name, attributes) => {
      const { Id: id, Type: type = '', Target: target = '' } = attributes;
      if (name !== 'Relationship' || id === undefined) return;
      found.push({
        id,
        kind: type.slice(type.lastIndexOf('/') + 1),
        target: target.startsWith('/') ? target.slice(1) : folder + target,
      });
    },
  });
  return found;
};

const workbook = async (bytes: AsyncIterable<Buffer>, part: string) => {
  const sheets: Sheet[] = [];
  let dateSystem: 1900 | 1904 = 1900;
  await readXml(bytes, part, {
    open: (name, attributes) => {
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes['date1904'] ?? '')) dateSystem = 1904;
      if (name !== 'sheet') return;
      const relation = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? '';
      const hidden = attributes['state'] !== undefined && attributes['state'] !== 'visible';
      sheets.push({ name: attributes['name'] ?? '', relation, hidden });
    },
  });
  return { sheets, dateSystem };
};

const chosen = (file: string, sheets: readonly Sheet[], name: string | undefined): Sheet => {
  const sheet = name === undefined ? sheets.find(({ hidden }) => !hidden) : sheets.find((each) => each.name === name);
  if (sheet) return sheet;
  const names = sheets.map((each) => each.name);
  throw new LedgerError('invalid-input', `${file} has no sheet '${name ?? ''}'.`, {
    path: file,
    hint: oneOf(name ?? '', names),
  });
};
