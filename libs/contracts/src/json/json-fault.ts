import { type JSONPath, type ParseError, parse, printParseErrorCode, visit } from 'jsonc-parser';
import { LedgerError } from '../errors.ts';

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

const fault = (message: string, place: Place, path: string, hint: string): LedgerError =>
  new LedgerError('invalid-input', `${message} (line ${place.line}, column ${place.column})`, { path, hint, ...place });

const words: ReadonlyMap<string, string> = new Map([
  ['InvalidSymbol', 'There is a word that JSON does not know'],
  ['InvalidNumberFormat', 'There is a number that JSON does not know'],
  ['PropertyNameExpected', 'A field name in double quotes is missing'],
  ['ValueExpected', 'A value is missing'],
  ['ColonExpected', 'A colon is missing'],
  ['CommaExpected', 'A comma is missing'],
  ['CloseBraceExpected', 'An object is not closed'],
  ['CloseBracketExpected', 'An array is not closed'],
  ['EndOfFileExpected', 'There is something after the end'],
  ['InvalidCommentToken', 'JSON has no comments'],
  ['UnexpectedEndOfComment', 'JSON has no comments'],
  ['UnexpectedEndOfString', 'A string is not closed'],
  ['UnexpectedEndOfNumber', 'A number is cut off'],
  ['InvalidUnicode', 'A \\u escape is not four hexadecimal digits'],
  ['InvalidEscapeCharacter', 'There is an escape that JSON does not know'],
  ['InvalidCharacter', 'There is a control character in a string'],
]);

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
      const said = words.get(printParseErrorCode(first.error)) ?? printParseErrorCode(first.error);
      return fault(said, placeOf(text, first.offset), path, 'Send valid JSON (RFC 8259) in UTF-8.');
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LedgerError('invalid-input', `This is no JSON: ${reason}`, {
    hint: 'Send valid JSON (RFC 8259) in UTF-8.',
    cause,
  });
};

export const depthFault = (text: string, offset: number, limit: number): LedgerError =>
  fault(
    `The JSON is nested deeper than ${limit} levels`,
    placeOf(text, offset),
    '',
    'Send flat objects, as the schema of the message has them.',
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
        found = fault(`A field may not be called ${name}`, placeOf(text, offset), path, 'Leave the field out.');
      }
      if (found === undefined && seen?.has(name) === true) {
        const path = dotted([...parent, name]);
        found = fault(`${path} is there twice`, placeOf(text, offset), path, 'Give every field of an object once.');
      }
      seen?.add(name);
    },
  });
  return found;
};

/** Whether a string holds a surrogate without its other half. */
export const hasHalfCharacter = (text: string): boolean => /\p{Surrogate}/u.test(text);

/** The first string with half a surrogate pair, which no UTF-8 can hold. */
export const surrogateFault = (text: string): LedgerError | undefined => {
  let found: LedgerError | undefined;
  const check = (value: unknown, offset: number, path: JSONPath): void => {
    if (found !== undefined || typeof value !== 'string' || !hasHalfCharacter(value)) return;
    const hint = 'Send whole characters: a surrogate escape needs its other half.';
    found = fault('There is half a character', placeOf(text, offset), dotted(path), hint);
  };
  visit(text, {
    onObjectProperty: (name, offset, _length, _line, _character, path) => check(name, offset, [...path(), name]),
    onLiteralValue: (value: unknown, offset, _length, _line, _character, path) => check(value, offset, path()),
  });
  return found;
};
