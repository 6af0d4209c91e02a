import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** A prepared statement whose rows are arrays, which `node:sqlite` reads fastest. `Row` says what its columns hold. */
export interface ArrayStatement<Row extends readonly unknown[]> {
  all(...params: readonly SQLInputValue[]): Row[];
  get(...params: readonly SQLInputValue[]): Row | undefined;
  run(...params: readonly SQLInputValue[]): ReturnType<StatementSync['run']>;
}

export const arrayStatement = <Row extends readonly unknown[]>(db: DatabaseSync, sql: string): ArrayStatement<Row> => {
  const statement = db.prepare(sql);
  statement.setReturnArrays(true);
  // Node's types know rows as objects only.
  return statement as unknown as ArrayStatement<Row>;
};
