import type { SQLOutputValue } from 'node:sqlite';
import type { Declared, FieldValue } from '../declared.ts';
import type { StoredDocument } from '../projection-store.ts';

export const quoted = (name: string): string => `"${name}"`;

/** A declared collection and the SQL that reads and writes its table. Names were checked when it was declared. */
export interface Collection extends Declared {
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
