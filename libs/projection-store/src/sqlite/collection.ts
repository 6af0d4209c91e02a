import type { SQLOutputValue } from 'node:sqlite';
import { LedgerError } from '@complaint-ledger/contracts';
import type { DocumentWrite, StoredDocument } from '../projection-store.ts';

export const quoted = (name: string): string => `"${name}"`;

/** A declared collection and the SQL that reads and writes its table. Names were checked when it was declared. */
export interface Collection {
  readonly name: string;
  readonly fields: readonly string[];
  readonly create: readonly string[];
  readonly insert: string;
  readonly replace: string;
  readonly select: string;
}

export const collectionOf = (name: string, fields: readonly string[]): Collection => {
  const table = quoted(name);
  const columns = ['id', 'applied', 'body', ...fields].map(quoted);
  return {
    name,
    fields,
    create: [
      // Fields have no type: a text that looks like a number stays a text.
      `CREATE TABLE ${table} (id TEXT PRIMARY KEY NOT NULL, applied INTEGER NOT NULL, body TEXT NOT NULL${fields.map((field) => `, ${quoted(field)}`).join('')})`,
      ...fields.map((field) => `CREATE INDEX ${quoted(`${name} by ${field}`)} ON ${table} (${quoted(field)}, id)`),
    ],
    insert: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
    replace: `UPDATE ${table} SET ${columns
      .slice(1)
      .map((column) => `${column} = ?`)
      .join(', ')} WHERE id = ? AND applied = ?`,
    select: `SELECT ${columns.join(', ')} FROM ${table}`,
  };
};

export type FieldValue = string | number | null;

/** A write as the statements take it: everything that can be wrong with it is found before the transaction starts. */
export interface EncodedWrite {
  readonly id: string;
  readonly replaces: number;
  readonly applied: number;
  readonly body: string;
  readonly values: readonly FieldValue[];
}

const wrong = (collection: Collection, write: DocumentWrite, what: string, path: string): LedgerError =>
  new LedgerError('invalid-input', `${collection.name}: document "${write.id}" ${what}`, { path });

export const encode = (collection: Collection, write: DocumentWrite): EncodedWrite => {
  const { id, fields, applied, replaces } = write;
  if (id === '') throw wrong(collection, write, 'has an empty id', 'id');
  if (!Number.isSafeInteger(applied) || applied < 1)
    throw wrong(collection, write, `is as of position ${applied}; positions start at 1`, 'applied');
  if (!Number.isSafeInteger(replaces) || replaces < 0)
    throw wrong(collection, write, `replaces ${replaces}, which is no position`, 'replaces');
  if (applied <= replaces)
    throw wrong(collection, write, `is as of ${applied}, no later than ${replaces}, which it replaces`, 'applied');
  const body: string | undefined = JSON.stringify(write.body);
  if (body === undefined) throw wrong(collection, write, 'has no body', 'body');
  const values = collection.fields.map((field) => fields[field] ?? null);
  for (const [index, value] of values.entries())
    if (value !== null && typeof value !== 'string' && !Number.isFinite(value))
      throw wrong(
        collection,
        write,
        `has a field that is neither text, number nor null`,
        `fields.${collection.fields[index]}`,
      );
  for (const field in fields)
    if (!collection.fields.includes(field))
      throw wrong(
        collection,
        write,
        `has the field "${field}", which the collection does not declare`,
        `fields.${field}`,
      );
  return { id, replaces, applied, body, values };
};

/** A row of `collection.select`, read as an array. */
export const decode = <Body>(collection: Collection, row: readonly SQLOutputValue[]): StoredDocument<Body> => {
  const fields: Record<string, FieldValue> = {};
  for (let i = 0; i < collection.fields.length; i++) fields[collection.fields[i] as string] = row[i + 3] as FieldValue;
  return {
    id: row[0] as string,
    applied: row[1] as number,
    body: JSON.parse(row[2] as string) as Body,
    fields,
  };
};
