import { isUtf8 } from 'node:buffer';
import { LedgerError, said } from '../errors.ts';
import type { JsonValue } from '../json-value.ts';
import { HALF, depthFault, hasHalfCharacter, keyFault, surrogateFault, syntaxFault } from './json-fault.ts';
import { scanJson } from './json-scan.ts';

export interface JsonLimits {
  /** Deepest nesting of objects and arrays; default 64. */
  readonly depth?: number;
}

const DEFAULT_DEPTH = 64;

/** Whether the bytes are UTF-8 so far; the last character may be cut. */
const mayBecomeUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
};

/** Where the first character starts that is no UTF-8. */
const firstBadByte = (bytes: Uint8Array): number => {
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (mayBecomeUtf8(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  while (!isUtf8(bytes.subarray(0, good))) good--;
  return good;
};

const decode = (bytes: Uint8Array): string => {
  if (!isUtf8(bytes)) {
    const offset = firstBadByte(bytes);
    throw new LedgerError(
      'invalid-input',
      said(`The text is no UTF-8 from byte ${offset} on`, `文本从第 ${offset} 字节起不是 UTF-8`),
      {
        offset,
        hint: said(
          'Send UTF-8; a file in GB18030 is read by `ledger import` with its encoding in the mapping.',
          '请发送 UTF-8；GB18030 的文件可用 `ledger import` 读取，在映射中写明其编码。',
        ),
      },
    );
  }
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const { buffer, byteOffset, byteLength } = hasMark ? bytes.subarray(3) : bytes;
  return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
};

/** Keys of the value, or -1 when one of them could reach a prototype. */
const countKeys = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  let keys = 0;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item !== 'object') continue;
      const inside = countKeys(item);
      if (inside < 0) return -1;
      keys += inside;
    }
    return keys;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const key in object) {
    if (key === '__proto__') return -1;
    const inner = object[key];
    keys++;
    if (typeof inner !== 'object' || inner === null) continue;
    if (key === 'constructor' && Object.hasOwn(inner, 'prototype')) return -1;
    const inside = countKeys(inner);
    if (inside < 0) return -1;
    keys += inside;
  }
  return keys;
};

/** Significant digits and exponent of a decimal literal: `120e-1` and `12.0` are the same number. */
const decimalOf = (literal: string): string => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
};

/** A number that a double holds exactly as it was written, else its text: an id of 19 digits stays that id. */
const exactNumber = (literal: string, value: number): number | string => {
  if (!Number.isFinite(value)) return literal;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return literal;
  return decimalOf(literal) === decimalOf(String(value)) ? value : literal;
};

type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

const keepExact: SourceReviver = (_key, value, { source }) =>
  typeof value === 'number' && source !== undefined ? exactNumber(source, value) : value;

const parseText = (text: string, longNumber: boolean): JsonValue => {
  try {
    // The third argument of a reviver is in Node 24 and not yet in TypeScript's library.
    return JSON.parse(
      text,
      longNumber ? (keepExact as (key: string, value: unknown) => unknown) : undefined,
    ) as JsonValue;
  } catch (error) {
    throw syntaxFault(text, error);
  }
};

/**
 * JSON as the sender meant it, or a refusal that names the place: UTF-8 only, no duplicate key, no `__proto__`, no half
 * character, bounded depth. Integers beyond 2^53 and decimals that a double does not hold come as their text.
 * One scan beside `JSON.parse`; the slow reading starts only when the scan found something. LedgerError `invalid-input`.
 */
export const parseStrictJson = (input: Uint8Array | string, { depth = DEFAULT_DEPTH }: JsonLimits = {}): JsonValue => {
  const text = typeof input === 'string' ? input : decode(input);
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  const scan = scanJson(bytes, depth);
  if (scan.tooDeepAt >= 0)
    throw depthFault(text, Buffer.from(bytes.subarray(0, scan.tooDeepAt)).toString().length, depth);
  if (typeof input === 'string' && hasHalfCharacter(input)) {
    throw surrogateFault(text) ?? new LedgerError('invalid-input', HALF);
  }
  const value = parseText(text, scan.longNumber);
  if (countKeys(value) !== scan.keys) throw keyFault(text) ?? syntaxFault(text, 'keys cannot be told apart');
  if (scan.surrogate) {
    const half = surrogateFault(text);
    if (half !== undefined) throw half;
  }
  return value;
};
