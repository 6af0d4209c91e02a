import { type JsonValue, said } from '@complaint-ledger/contracts';
import type { Path } from '@complaint-ledger/policy';
import type { SourceRow } from '../read/source-row.ts';
import { RowProblem } from '../row-problem.ts';
import type { Binding } from './binding.ts';
import type { FieldKind } from './field-kind.ts';
import type { Value } from './mapping-schema.ts';

export type RowValue = (row: SourceRow) => JsonValue | undefined;

/** A constant, a template or a looked-up value, made into what the field holds. Undefined: absent. */
export const bindValue = (binding: Binding, value: Value, kind: FieldKind, path: Path): RowValue => {
  if (typeof value === 'number' || typeof value === 'boolean') {
    return constant(kind === 'text' ? String(value) : kind === 'list' ? [String(value)] : value);
  }
  const rule = typeof value === 'string' ? { value } : value;
  const place = typeof value === 'string' ? path : [...path, 'value'];
  const convert = converter(binding, rule.value, kind, rule.unit === 'yuan', place);
  const { table, default: otherwise, required } = rule;
  const text = binding.text(rule.value, place);
  const column = binding.firstColumn(rule.value, place);
  const fallback = otherwise === undefined ? undefined : bindValue(binding, otherwise, kind, [...path, 'default']);
  return (row) => {
    const found = text(row);
    if (found !== undefined && table !== undefined && Object.hasOwn(table, found)) {
      const looked = table[found];
      if (looked === null || looked === undefined) return undefined;
      return kind === 'text' ? String(looked) : kind === 'list' ? words(String(looked)) : looked;
    }
    if (found === undefined || table !== undefined) {
      if (fallback !== undefined) return fallback(row);
      if (found !== undefined)
        throw new RowProblem(
          said(`${JSON.stringify(found)} is not in the table`, `${JSON.stringify(found)} 不在对照表里`),
          column,
        );
      if (required === true) throw new RowProblem(said('blank, but required', '必填却为空'), column);
      return undefined;
    }
    return convert(row, found);
  };
};

type Convert = (row: SourceRow, text: string) => JsonValue | undefined;

const converter = (binding: Binding, template: string, kind: FieldKind, yuan: boolean, path: Path): Convert => {
  const column = binding.firstColumn(template, path);
  switch (kind) {
    case 'text':
      return (_, text) => text;
    case 'integer':
      return yuan ? (_, text) => fen(text, column) : (_, text) => integer(text, column);
    case 'boolean':
      return (_, text) => boolean(text, column);
    case 'list':
      return (_, text) => words(text);
    case 'time': {
      const time = binding.time(template, path);
      return (row) => time(row)?.text;
    }
    default:
      return kind satisfies never;
  }
};

const constant =
  (value: JsonValue): RowValue =>
  () =>
    value;

const integer = (text: string, column: string | undefined): number => {
  const value = /^[+-]?\d+(\.0+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value))
    throw new RowProblem(said(`no whole number: ${JSON.stringify(text)}`, `不是整数：${JSON.stringify(text)}`), column);
  return value;
};

/** `1,234.5` yuan → 123450 fen, without floating point. */
const fen = (text: string, column: string | undefined): number => {
  const match = /^[¥￥]?\s?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (!match)
    throw new RowProblem(
      said(`no amount in yuan: ${JSON.stringify(text)}`, `不是以元计的金额：${JSON.stringify(text)}`),
      column,
    );
  return Number((match[1] ?? '').replaceAll(',', '')) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
};

/** `reserved-phone; id-number`, `手机、身份证`: words in one cell. */
const words = (text: string): readonly string[] =>
  text
    .split(/[,;，；、|]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');

const yes = new Set(['true', 'yes', 'y', '1', '是']);
const no = new Set(['false', 'no', 'n', '0', '否']);

const boolean = (text: string, column: string | undefined): boolean => {
  const word = text.toLowerCase();
  if (yes.has(word)) return true;
  if (no.has(word)) return false;
  throw new RowProblem(
    said(`neither yes nor no: ${JSON.stringify(text)}`, `既不是“是”也不是“否”：${JSON.stringify(text)}`),
    column,
  );
};
