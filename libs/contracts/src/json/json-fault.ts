import { type JSONPath, type ParseError, parse, printParseErrorCode, visit } from 'jsonc-parser';
import { LedgerError, said } from '../errors.ts';
import type { Sentence } from '../rules/rulebook.ts';

/** A place in a text: line and column from 1, column in UTF-16 code units. */
interface Place {
  readonly line: number;
  readonly column: number;
}

const placeOf = (text: string, offset: number): Place => {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  let line = 1;
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line++;
  return { line, column: offset - lastBreak };
};

/** `['data', 'items', 2, 'a.b']` → `data.items[2]."a.b"`. */
const dotted = (path: JSONPath): string =>
  path
    .map((part, i) => {
      if (typeof part === 'number') return `[${part}]`;
      const name = /^[\p{L}\p{N}_$-]+$/u.test(part) ? part : JSON.stringify(part);
      return i === 0 ? name : `.${name}`;
    })
    .join('');

const fault = (message: Sentence, { line, column }: Place, path: string, hint: Sentence): LedgerError =>
  new LedgerError(
    'invalid-input',
    said(`${message.en} (line ${line}, column ${column})`, `${message['zh-CN']}（第 ${line} 行第 ${column} 列）`),
    { path, hint, line, column },
  );

const words: ReadonlyMap<string, Sentence> = new Map([
  ['InvalidSymbol', said('There is a word that JSON does not know', '有 JSON 不认识的词')],
  ['InvalidNumberFormat', said('There is a number that JSON does not know', '有 JSON 不认识的数字')],
  ['PropertyNameExpected', said('A field name in double quotes is missing', '缺少双引号中的字段名')],
  ['ValueExpected', said('A value is missing', '缺少值')],
  ['ColonExpected', said('A colon is missing', '缺少冒号')],
  ['CommaExpected', said('A comma is missing', '缺少逗号')],
  ['CloseBraceExpected', said('An object is not closed', '对象没有闭合')],
  ['CloseBracketExpected', said('An array is not closed', '数组没有闭合')],
  ['EndOfFileExpected', said('There is something after the end', '结尾之后还有内容')],
  ['InvalidCommentToken', said('JSON has no comments', 'JSON 不允许注释')],
  ['UnexpectedEndOfComment', said('JSON has no comments', 'JSON 不允许注释')],
  ['UnexpectedEndOfString', said('A string is not closed', '字符串没有闭合')],
  ['UnexpectedEndOfNumber', said('A number is cut off', '数字不完整')],
  ['InvalidUnicode', said('A \\u escape is not four hexadecimal digits', '\\u 之后不是四位十六进制数')],
  ['InvalidEscapeCharacter', said('There is an escape that JSON does not know', '有 JSON 不认识的转义')],
  ['InvalidCharacter', said('There is a control character in a string', '字符串中有控制字符')],
]);

const VALID = said('Send valid JSON (RFC 8259) in UTF-8.', '请发送 UTF-8 的合法 JSON（RFC 8259）。');

/** Why the text is no JSON. */
export const syntaxFault = (text: string, cause: unknown): LedgerError => {
  const errors: ParseError[] = [];
  let path = '';
  let isReached = false;
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
    const first = errors[0];
    if (first !== undefined) {
      visit(text, {
        onObjectProperty: (property, offset, _length, _line, _character, pathSupplier) => {
          if (isReached || offset > first.offset) isReached = true;
          else path = dotted([...pathSupplier(), property]);
        },
      });
      const code = printParseErrorCode(first.error);
      return fault(words.get(code) ?? said(code, code), placeOf(text, first.offset), path, VALID);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LedgerError('invalid-input', said(`This is no JSON: ${reason}`, `这不是 JSON：${reason}`), {
    hint: VALID,
    cause,
  });
};

export const depthFault = (text: string, offset: number, limit: number): LedgerError =>
  fault(
    said(`The JSON is nested deeper than ${limit} levels`, `JSON 嵌套超过 ${limit} 层`),
    placeOf(text, offset),
    '',
    said('Send flat objects, as the schema of the message has them.', '请按消息的 schema 发送扁平的对象。'),
  );

/** The first key that two programs would read differently: twice in one object, or the name of a prototype. */
export const keyFault = (text: string): LedgerError | undefined => {
  let found: LedgerError | undefined;
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectEnd: () => {
      open.pop();
    },
    onObjectProperty: (name, offset, _length, _line, _character, pathSupplier) => {
      const parent = pathSupplier();
      const seen = open.at(-1);
      const isPrototype = name === '__proto__' || (name === 'prototype' && parent.at(-1) === 'constructor');
      if (found === undefined && isPrototype) {
        const path = dotted([...parent, name]);
        found = fault(
          said(`A field may not be called ${name}`, `字段不得名为 ${name}`),
          placeOf(text, offset),
          path,
          said('Leave the field out.', '请去掉该字段。'),
        );
      }
      if (found === undefined && seen?.has(name) === true) {
        const path = dotted([...parent, name]);
        found = fault(
          said(`${path} is there twice`, `${path} 出现了两次`),
          placeOf(text, offset),
          path,
          said('Give every field of an object once.', '对象的每个字段只能出现一次。'),
        );
      }
      seen?.add(name);
    },
  });
  return found;
};

/** What no UTF-8 can hold. */
export const HALF = said('There is half a character', '文本中有半个字符');

/** Whether a string holds a surrogate without its other half. */
export const hasHalfCharacter = (text: string): boolean => /\p{Surrogate}/u.test(text);

/** The first string with half a surrogate pair, which no UTF-8 can hold. */
export const surrogateFault = (text: string): LedgerError | undefined => {
  let found: LedgerError | undefined;
  const check = (value: unknown, offset: number, path: JSONPath): void => {
    if (found !== undefined || typeof value !== 'string' || !hasHalfCharacter(value)) return;
    const hint = said(
      'Send whole characters: a surrogate escape needs its other half.',
      '请发送完整的字符：代理项转义须成对出现。',
    );
    found = fault(HALF, placeOf(text, offset), dotted(path), hint);
  };
  visit(text, {
    onObjectProperty: (name, offset, _length, _line, _character, path) => check(name, offset, [...path(), name]),
    onLiteralValue: (value: unknown, offset, _length, _line, _character, path) => check(value, offset, path()),
  });
  return found;
};
