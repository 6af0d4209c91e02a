import { checkCount, declaredField, type FieldValue } from '../declared.ts';
import type { FieldRange, QueryOptions } from '../projection-store.ts';
import { quoted, type Collection } from './collection.ts';

export interface Sql {
  readonly text: string;
  readonly params: readonly FieldValue[];
}

const columnOf = (collection: Collection, field: string, path: string): string =>
  quoted(declaredField(collection, field, path));

/**
 * ` WHERE …`, or nothing. A range matches values of its own type only. In SQLite every number sorts before every text,
 * so the empty text is the border between them.
 */
export const whereSql = (collection: Collection, where: readonly FieldRange[] = []): Sql => {
  const terms: string[] = [];
  const params: FieldValue[] = [];
  for (const [index, { field, equals, from, before }] of where.entries()) {
    const column = columnOf(collection, field, `where[${index}].field`);
    if (equals !== undefined) {
      terms.push(`${column} IS ?`);
      params.push(equals);
    }
    if (from !== undefined) {
      terms.push(typeof from === 'number' ? `${column} >= ? AND ${column} < ''` : `${column} >= ?`);
      params.push(from);
    }
    if (before !== undefined) {
      terms.push(typeof before === 'number' ? `${column} < ?` : `${column} < ? AND ${column} >= ''`);
      params.push(before);
    }
  }
  return { text: terms.length === 0 ? '' : ` WHERE ${terms.join(' AND ')}`, params };
};

/** The whole SELECT; in the order of `orderBy`, then of the id, so that pages never overlap. */
export const querySql = (collection: Collection, options: QueryOptions): Sql => {
  const where = whereSql(collection, options.where);
  const direction = options.descending === true ? ' DESC' : '';
  const order =
    options.orderBy === undefined
      ? `id${direction}`
      : `${columnOf(collection, options.orderBy, 'orderBy')}${direction}, id${direction}`;
  const limit = options.limit === undefined ? -1 : checkCount(options.limit, 'limit');
  const offset = checkCount(options.offset ?? 0, 'offset');
  return {
    text: `${collection.select}${where.text} ORDER BY ${order} LIMIT ? OFFSET ?`,
    params: [...where.params, limit, offset],
  };
};
