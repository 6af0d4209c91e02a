import { readFile } from 'node:fs/promises';
import { LedgerError } from '@complaint-ledger/contracts';
import { flatten } from './ndjson-rows.ts';
import { headerOf, type SourceTable } from './source-row.ts';

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const failed = (file: string, message: string, hint: string, cause?: unknown): LedgerError =>
  new LedgerError('invalid-input', `${file}: ${message}`, { path: file, hint, cause });

/**
 * The objects of a list in a JSON document as a table; a field inside an object is the column `outer.inner`. `place` is where the list
 * is (`data.services`); without one the document is the list. The line of a row is its number in the list. LedgerError `invalid-input`.
 */
export const jsonRows = async (file: string, place: string | undefined): Promise<SourceTable> => {
  const list = listAt(file, await parse(file), place);
  const rows = list.map((item, index) => {
    const fields = new Map<string, string>();
    if (isObject(item)) flatten(item, '', fields);
    return { line: index + 1, fields, ...(isObject(item) ? {} : { problem: 'no JSON object' }) };
  });
  const columns = [...new Set(rows.flatMap(({ fields }) => [...fields.keys()]))];
  const table = async function* () {
    for (const { fields, ...row } of rows) yield { ...row, cells: columns.map((name) => fields.get(name) ?? '') };
  };
  return { header: headerOf(columns), rows: table(), close: async () => undefined };
};

const parse = async (file: string): Promise<unknown> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw failed(file, 'it cannot be read.', 'Name a JSON file.', cause);
  });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw failed(file, 'it is no JSON.', 'Mend it, or say its format in the mapping: `format: csv`.', cause);
  }
};

const listAt = (file: string, document: unknown, place: string | undefined): readonly unknown[] => {
  let value = document;
  for (const key of place?.split('.') ?? [])
    value = isObject(value) && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  if (Array.isArray(value)) return value as readonly unknown[];
  const keys = isObject(document) ? Object.keys(document).join(', ') : '';
  throw failed(
    file,
    place === undefined ? 'the document is no list.' : `there is no list at '${place}'.`,
    `Say in the mapping where the list is: \`rows: …\`.${keys === '' ? '' : ` The document has ${keys}.`}`,
  );
};
