import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LedgerError, toldIn } from '../errors.ts';
import { parseStrictJson } from './strict-json.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const refusal = (input: Uint8Array | string): LedgerError => {
  try {
    parseStrictJson(input);
  } catch (error) {
    if (error instanceof LedgerError) return error;
    throw error;
  }
  throw new Error('it was taken');
};

describe('parseStrictJson', () => {
  describe('refuses, naming the place', () => {
    const cases: readonly (readonly [string, string, RegExp, object])[] = [
      ['nothing', '', /value is missing/, { line: 1, column: 1 }],
      ['half an object', '{"a": 1', /not closed/, { line: 1, path: 'a' }],
      ['a trailing comma', '{"data": {"level": 1,}}', /name|value/i, { line: 1, column: 22, path: 'data.level' }],
      ['a comment', '{"a": 1} // so', /comments/, { line: 1, column: 10 }],
      ['single quotes', "{'a': 1}", /word|name/, { line: 1, column: 2 }],
      ['NaN', '{"a": NaN}', /word/, { line: 1, column: 7, path: 'a' }],
      ['a second text', '{} {}', /after the end/, { line: 1, column: 4 }],
      ['a line break in a string', '{\n"a": "x\ny"}', /string|control/, { line: 2, path: 'a' }],
      [
        'a duplicate key',
        '{\n  "a": 1,\n  "data": [{"x": 1, "x": 2}]\n}',
        /data\[0\]\.x is there twice/,
        { line: 3, column: 21, path: 'data[0].x' },
      ],
      ['a duplicate key in disguise', String.raw`{"a": 1, "\u0061": 2}`, /twice/, { path: 'a' }],
      ['__proto__', '{"data": {"__proto__": {"admin": true}}}', /__proto__/, { path: 'data.__proto__' }],
      ['__proto__ in disguise', String.raw`{"\u005f_proto__": 1}`, /__proto__/, { path: '__proto__' }],
      ['__proto__ twice', '{"__proto__": 1, "__proto__": 2}', /__proto__/, {}],
      [
        'constructor.prototype',
        '{"constructor": {"prototype": {"x": 1}}}',
        /prototype/,
        { path: 'constructor.prototype' },
      ],
      ['half a surrogate pair', String.raw`{"a": "\ud800"}`, /half a character/, { path: 'a' }],
      ['half a surrogate pair in a key', String.raw`{"\udc00": 1}`, /half a character/, {}],
    ];
    it.each(cases)('%s', (_, text, message, details) => {
      for (const input of [text, utf8(text)]) {
        const error = refusal(input);
        expect(error.code).toBe('invalid-input');
        expect(error.message).toMatch(message);
        expect(error.details).toMatchObject(details);
        const chinese = expect.stringMatching(/[\u4E00-\u9FFF]/);
        expect(toldIn(error, 'zh-CN')).toEqual({ message: chinese, hint: chinese });
      }
    });

    it('bytes that are no UTF-8, by their offset', () => {
      const gb18030 = Uint8Array.from([...utf8('{"a": "中'), 0xd6, 0xd0, ...utf8('"}')]);
      expect(refusal(gb18030).details).toMatchObject({ offset: 10 });
      expect(refusal(Uint8Array.from([0xff])).details).toMatchObject({ offset: 0 });
      expect(refusal(Uint8Array.from([...utf8('"a'), 0xed, 0xa0, 0x80, 0x22])).details).toMatchObject({ offset: 2 });
      expect(refusal(Uint8Array.from([...utf8('"aé'), 0xe4, 0xb8])).details).toMatchObject({ offset: 4 });
    });

    it('a raw half surrogate pair in a string', () => {
      expect(refusal('{"a": "\ud800"}').details).toMatchObject({ path: 'a' });
    });

    it('what is too deep, without falling over', () => {
      const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
      expect(parseStrictJson(nested(64))).toBeDefined();
      expect(refusal(nested(65))).toMatchObject({ message: expect.stringContaining('64'), details: { column: 65 } });
      expect(refusal('['.repeat(1_000_000)).message).toMatch(/deeper/);
      expect(refusal('{"a":'.repeat(1_000_000)).message).toMatch(/deeper/);
    });
  });

  describe('keeps numbers exact', () => {
    const cases: readonly (readonly [string, unknown])[] = [
      ['9007199254740991', 9007199254740991],
      ['9007199254740992', '9007199254740992'],
      ['-9007199254740993', '-9007199254740993'],
      ['12345678901234567890', '12345678901234567890'],
      ['215472629311235', 215472629311235],
      ['1767066651123456789', '1767066651123456789'],
      ['0.1', 0.1],
      ['3.141592653589793', 3.141592653589793],
      ['3.14159265358979323846', '3.14159265358979323846'],
      ['0.30000000000000000', 0.3],
      ['1e2', 100],
      ['120e-1', 12],
      ['1.5E+3', 1500],
      ['1e400', '1e400'],
      ['1e-400', '1e-400'],
      ['1e20', '1e20'],
      ['0.000000000000000000', 0],
    ];
    it.each(cases)('%s', (literal, value) => {
      expect(parseStrictJson(`{"n": [${literal}]}`)).toEqual({ n: [value] });
    });

    it('and leaves digits in strings alone', () => {
      expect(parseStrictJson('["12345678901234567890", "1e400"]')).toEqual(['12345678901234567890', '1e400']);
    });
  });

  it('takes a byte order mark', () => {
    expect(parseStrictJson(Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8('{"a":"中"}')]))).toEqual({ a: '中' });
  });

  it('takes whole surrogate pairs, written out or escaped', () => {
    expect(parseStrictJson(String.raw`{"a": "\ud83d\ude00 😀"}`)).toEqual({ a: '😀 😀' });
  });

  it('takes a constructor that has no prototype', () => {
    expect(parseStrictJson('{"constructor": {"name": "x"}, "a": {"constructor": "建筑商"}}')).toBeDefined();
  });

  it('reads whatever JSON.stringify writes, however it is spaced', () => {
    const value = fc
      .jsonValue({ noUnicodeString: false, stringUnit: 'grapheme' })
      .filter((v) => !JSON.stringify(v).includes('__proto__'));
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, 3), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        // Doubles of more than 15 digits that JSON.stringify writes are exact, unless they are large integers.
        const expected = JSON.parse(text, (_, v: unknown) =>
          typeof v === 'number' && Number.isInteger(v) && !Number.isSafeInteger(v) ? String(v) : v,
        ) as unknown;
        expect(parseStrictJson(utf8(text))).toEqual(expected);
        expect(parseStrictJson(text)).toEqual(expected);
      }),
      { seed: 20261121, numRuns: 300 },
    );
  });

  it('agrees with JSON.parse on what is JSON at all', () => {
    const noise = fc.array(
      fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', 'e', '.', '-', 'true', 'null', '\\', 'u', ' ', 'a'),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(noise, (parts) => {
        const text = parts.join('');
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        if (!isJson) expect(refusal(text).code).toBe('invalid-input');
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});
