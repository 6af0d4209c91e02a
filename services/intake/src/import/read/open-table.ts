import { LedgerError, said } from '@complaint-ledger/contracts';
import { openBytes, type ByteProgress } from './byte-source.ts';
import { csvRows, type CsvFormat } from './csv-rows.ts';
import { decoder, type Decoder, fittingEncodings, isSurelyUtf8, markedEncoding } from './decode-text.ts';
import { ndjsonRows } from './ndjson-rows.ts';
import { rejectsDelimiter, withoutRejectsCells, withoutRejectsColumns } from './rejects-columns.ts';
import { headerOf, type SourceRow, type SourceTable } from './source-row.ts';
import { xlsxRows } from '../xlsx/xlsx-rows.ts';

export type TableFormat = 'csv' | 'xlsx' | 'ndjson';

/** How a file is written; what is absent is guessed from its name and its first bytes. */
export interface TableReading {
  readonly format?: TableFormat | undefined;
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly quote?: string | undefined;
  readonly header?: number | undefined;
  readonly sheet?: string | undefined;
}

export interface OpenTable extends SourceTable {
  readonly format: TableFormat;
  readonly progress: ByteProgress;
  /** A rejects file of an earlier import; its own columns are not among those of the header. */
  readonly isRejects: boolean;
  /** True once bytes came that the encoding does not know; they became U+FFFD. */
  readonly broken: () => boolean;
}

const SAMPLE = 64 * 1024;

/** Opens a table and reads its header. Throws `invalid-input` when nothing can be made of the file at all. */
export const openTable = async (file: string, reading: TableReading): Promise<OpenTable> => {
  const delimiter = await rejectsDelimiter(file);
  if (delimiter !== undefined) return rejectsTable(file, delimiter);
  const format = reading.format ?? formatOf(file);
  return format === 'xlsx' ? sheetTable(file, reading) : textTable(file, format, reading);
};

const rejectsTable = async (file: string, delimiter: string): Promise<OpenTable> => {
  const table = await textTable(file, 'csv', { delimiter });
  const header = headerOf(withoutRejectsColumns(table.header));
  return { ...table, header, rows: withoutRejectsCells(table.rows), isRejects: true };
};

/** Format by the name: `.csv`, `.tsv`, `.txt`, `.xlsx`, `.ndjson`, `.jsonl`; `.gz` after it does not matter. */
export const formatOf = (file: string): TableFormat => {
  const name = file.toLowerCase().replace(/\.gz$/, '');
  if (/\.(xlsx|xlsm)$/.test(name)) return 'xlsx';
  if (/\.(ndjson|jsonl)$/.test(name)) return 'ndjson';
  if (/\.(csv|tsv|txt)$/.test(name)) return 'csv';
  if (name.endsWith('.xls')) {
    throw new LedgerError('invalid-input', said(`${file} is an old Excel file`, `${file} 是旧版 Excel 文件`), {
      path: file,
      hint: said('save it as .xlsx or .csv', '请另存为 .xlsx 或 .csv'),
    });
  }
  throw new LedgerError(
    'invalid-input',
    said(`${file} does not tell its format by its name`, `从文件名 ${file} 看不出格式`),
    {
      path: file,
      hint: said('say format: csv, xlsx or ndjson in the mapping', '请在映射文件里写 format: csv、xlsx 或 ndjson'),
    },
  );
};

const sheetTable = async (file: string, reading: TableReading): Promise<OpenTable> => {
  const sheet = await xlsxRows(file, reading.sheet);
  const { header, rows, close } = await withHeader(sheet.rows, file, reading.header ?? 1);
  const width = header.names.length;
  return {
    header,
    rows: asWide(rows, width),
    close,
    format: 'xlsx',
    progress: sheet.progress,
    isRejects: false,
    broken: () => false,
  };
};

/** A sheet does not hold the blank cells at the end of a row. */
async function* asWide(rows: AsyncIterable<SourceRow>, width: number): AsyncGenerator<SourceRow> {
  for await (const row of rows) {
    const cells = [...row.cells];
    while (cells.length < width) cells.push('');
    while (cells.length > width && (cells.at(-1) ?? '').trim() === '') cells.pop();
    yield { ...row, cells };
  }
}

const textTable = async (file: string, format: 'csv' | 'ndjson', reading: TableReading): Promise<OpenTable> => {
  const source = await openBytes(file);
  const bytes = source.bytes[Symbol.asyncIterator]();
  const sample = await sampleOf(bytes);
  const encoding = markedEncoding(sample) ?? reading.encoding ?? 'utf-8';
  checkEncoding(file, sample, encoding, reading.encoding !== undefined);
  const decoding = decoder(encoding);
  const text = decode(sample, bytes, decoding);
  const common = { progress: source.progress, isRejects: false, broken: decoding.broken };
  if (format === 'ndjson') return { ...(await ndjsonRows(text)), ...common, format };
  const csv: CsvFormat = { delimiter: reading.delimiter ?? delimiterOf(file), quote: reading.quote ?? '"' };
  return { ...(await withHeader(csvRows(text, csv), file, reading.header ?? 1)), ...common, format };
};

const delimiterOf = (file: string): string => (/\.tsv(\.gz)?$/i.test(file) ? '\t' : ',');

const sampleOf = async (bytes: AsyncIterator<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for (let length = 0; length < SAMPLE;) {
    const next = await bytes.next();
    if (next.done === true) break;
    chunks.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(chunks);
};

const checkEncoding = (file: string, sample: Buffer, encoding: string, told: boolean): void => {
  const reading = decoder(encoding);
  reading.write(sample);
  const utf8ByMistake = !encoding.startsWith('utf-') && isSurelyUtf8(sample);
  if (!reading.broken() && !utf8ByMistake) return;
  const fits = utf8ByMistake ? 'utf-8' : fittingEncodings(sample, encoding)[0];
  throw new LedgerError(
    'invalid-input',
    said(
      `${file} is not ${encoding}${told ? ', as the mapping says' : ''}`,
      `${file} 不是${told ? '映射文件所写的' : ''} ${encoding} 编码`,
    ),
    {
      path: file,
      hint:
        fits === undefined
          ? said('Name its encoding in the mapping: `encoding: …`.', '请在映射文件里写明编码：`encoding: …`。')
          : said(
              `It looks like ${fits}: write \`encoding: ${fits}\` in the mapping.`,
              `看起来是 ${fits}：请在映射文件里写 \`encoding: ${fits}\`。`,
            ),
    },
  );
};

/** Text of the sample and of what follows. Marks where the encoding breaks with U+FFFD. */
async function* decode(sample: Buffer, bytes: AsyncIterator<Buffer>, reading: Decoder): AsyncGenerator<string> {
  try {
    yield reading.write(sample);
    for (;;) {
      const next = await bytes.next();
      if (next.done === true) break;
      yield reading.write(next.value);
    }
    yield reading.end();
  } finally {
    await bytes.return?.();
  }
}

const withHeader = async (rows: AsyncIterable<SourceRow>, file: string, headerRow: number): Promise<SourceTable> => {
  const iterator = rows[Symbol.asyncIterator]();
  let row: IteratorResult<SourceRow> | undefined;
  for (let count = 0; count < headerRow; count++) row = await iterator.next();
  if (row === undefined || row.done === true || row.value.problem !== undefined) {
    const why = row?.done === false ? row.value.problem : `it has no row ${String(headerRow)}`;
    throw new LedgerError(
      'invalid-input',
      said(`${file} has no header: ${why ?? ''}`, `${file} 没有表头：${why ?? ''}`),
      { path: file },
    );
  }
  const close = async (): Promise<void> => {
    await iterator.return?.();
  };
  return { header: headerOf(row.value.cells), rows: rest(iterator), close };
};

async function* rest(iterator: AsyncIterator<SourceRow>): AsyncGenerator<SourceRow> {
  try {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
