import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';

type Json = Parameters<typeof canonicalJson>[0];

describe('canonicalJson', () => {
  it('does not depend on the order of keys, at any depth', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  });

  it('keeps __proto__ and numeric keys, and drops what is undefined', () => {
    const text = '{"z":1,"__proto__":{"b":1,"a":2},"10":3,"9":4}';
    expect(canonicalJson({ ...(JSON.parse(text) as Json), gone: undefined })).toContain('"__proto__":{"a":2,"b":1}');
    expect(canonicalJson(JSON.parse(text) as Json)).toBe(
      canonicalJson(JSON.parse('{"9":4,"10":3,"z":1,"__proto__":{"a":2,"b":1}}') as Json),
    );
  });

  it('means the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as Json;
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
