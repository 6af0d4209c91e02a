import { LedgerError, type Sentence, inboundSchemas, said } from '@complaint-ledger/contracts';
import type { Static, TSchema } from 'typebox';
import { type Validator, Compile } from 'typebox/compile';

const compiled = new WeakMap<TSchema, Validator>();

const validatorOf = (schema: TSchema): Validator => {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = Compile(schema) as Validator;
  compiled.set(schema, made);
  return made;
};

interface Complaint {
  readonly path: string;
  readonly message: Sentence;
}

const dotted = (pointer: string): string =>
  pointer
    .split('/')
    .filter((part) => part !== '')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');

const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('.');

const types: Readonly<Record<string, string>> = {
  string: '文字',
  integer: '整数',
  number: '数字',
  boolean: 'true 或 false',
  object: '对象',
  array: '数组',
};

/** The validator's own words are English only. */
const zhFault = ({ keyword, params }: { readonly keyword: string; readonly params: object }): string => {
  const { type, limit } = params as { readonly type?: unknown; readonly limit?: unknown };
  if (keyword === 'type') return `应是${types[String(type)] ?? String(type)}`;
  if (keyword === 'pattern' || keyword === 'format') return '的写法不对';
  if (typeof limit !== 'number') return '不符合要求';
  const counted = keyword.endsWith('Length') ? ' 个字符' : keyword.endsWith('Items') ? ' 项' : '';
  return `${keyword.startsWith('max') ? '最多' : '最少'}为 ${limit}${counted}`;
};

const firstComplaint = (validator: Validator, value: unknown): Complaint => {
  const errors = validator.Errors(value);
  const required = errors.find(({ keyword }) => keyword === 'required');
  const unknown = errors.find(({ keyword }) => keyword === 'additionalProperties');
  const first = required ?? unknown ?? errors[0];
  if (first === undefined) return { path: '', message: said('does not fit', '不符合要求') };
  const place = dotted(first.instancePath);
  if (first.keyword === 'required') {
    const missing = (first.params as { requiredProperties: readonly string[] }).requiredProperties;
    return { path: join(place, missing[0] ?? ''), message: said('is missing', '缺失') };
  }
  if (first.keyword === 'additionalProperties') {
    const extra = (first.params as { additionalProperties: readonly string[] }).additionalProperties;
    return {
      path: join(place, extra[0] ?? ''),
      message: said('is not a field that is known here', '不是此处认识的字段'),
    };
  }
  if (first.keyword === 'const') {
    const allowed = errors
      .filter(({ keyword, instancePath }) => keyword === 'const' && instancePath === first.instancePath)
      .map(({ params }) => JSON.stringify((params as { allowedValue: unknown }).allowedValue));
    return {
      path: place,
      message: said(
        `must be ${allowed.length === 1 ? '' : 'one of '}${allowed.join(', ')}`,
        allowed.length === 1 ? `必须是 ${allowed.join('')}` : `必须是以下之一：${allowed.join('、')}`,
      ),
    };
  }
  if (first.keyword === 'pattern' && (first.params as { pattern: unknown }).pattern === inboundSchemas.PRINTABLE)
    return { path: place, message: said('has a control character', '含有控制字符') };
  return { path: place, message: said(first.message, zhFault(first)) };
};

/**
 * The value, if it fits the schema. LedgerError `invalid-input` naming the first place that does not.
 * `root` names what the value is (`body`, `query`) when the whole of it is wrong.
 */
export const checked = <Schema extends TSchema>(schema: Schema, value: unknown, root = 'body'): Static<Schema> => {
  const validator = validatorOf(schema);
  if (validator.Check(value)) return value as Static<Schema>;
  const { path, message } = firstComplaint(validator, value);
  const place = path === '' ? root : path;
  throw new LedgerError('invalid-input', said(`${place} ${message.en}.`, `${place} ${message['zh-CN']}。`), {
    path: place,
  });
};
