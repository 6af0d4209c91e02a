import type { Path } from '@complaint-ledger/policy';
import type { SourceRow } from '../read/source-row.ts';
import type { Binding } from './binding.ts';
import type { Match, When } from './mapping-schema.ts';

export type RowTest = (row: SourceRow) => boolean;
export type TextTest = (text: string | undefined) => boolean;

/** Every column of `when` must fit; no `when` fits every row. */
export const bindWhen = (binding: Binding, when: When | undefined, path: Path): RowTest => {
  const tests = Object.entries(when ?? {}).map(([column, match]) => {
    const cell = binding.cell(column, [...path, column]);
    const fits = textTest(match);
    return (row: SourceRow): boolean => fits(cell(row));
  });
  return (row) => tests.every((test) => test(row));
};

/** A value, one of several, `not` any of several, or `blank: true | false`. A blank is like no value, and so is `not` them. */
export const textTest = (match: Match | undefined): TextTest => {
  if (match === undefined) return () => true;
  if (typeof match === 'object' && !Array.isArray(match)) {
    const { not, blank } = match;
    if (blank !== undefined) return (text) => (text === undefined) === blank;
    const unwanted = not === undefined ? () => false : textTest(not);
    return (text) => !unwanted(text);
  }
  const values = new Set((Array.isArray(match) ? match : [match]).map(String));
  return (text) => text !== undefined && values.has(text);
};
