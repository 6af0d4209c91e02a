import { describe, expect, it } from '@jest/globals';
import { type ApiVersions, notSpoken, readApiVersions } from './api-versions.ts';

const answer = (error: number, rows: readonly (readonly [number, number, number])[]): Buffer => {
  const bytes = Buffer.alloc(10 + 6 * rows.length);
  bytes.writeInt16BE(error, 4);
  bytes.writeInt32BE(rows.length, 6);
  for (const [index, row] of rows.entries())
    for (const [place, value] of row.entries()) bytes.writeInt16BE(value, 10 + 6 * index + 2 * place);
  return bytes;
};

const everything: ApiVersions = new Map(
  Array.from({ length: 80 }, (_, key) => [key, { lowest: 0, highest: 20 }] as const),
);

describe('what a broker speaks', () => {
  it('is read from its answer', () => {
    expect([
      ...readApiVersions(
        answer(0, [
          [0, 3, 11],
          [1, 4, 17],
        ]),
      ),
    ]).toEqual([
      [0, { lowest: 3, highest: 11 }],
      [1, { lowest: 4, highest: 17 }],
    ]);
    expect(() => readApiVersions(answer(35, []))).toThrow('error 35');
  });

  it('has all that the client asks for, or what is missing is named', () => {
    expect(notSpoken(everything)).toEqual([]);
    expect(notSpoken(new Map([...everything, [1, { lowest: 12, highest: 20 }]]))).toEqual(['Fetch']);
    const without = new Map(everything);
    without.delete(10);
    expect(notSpoken(without)).toEqual(['GroupCoordinator']);
  });
});
