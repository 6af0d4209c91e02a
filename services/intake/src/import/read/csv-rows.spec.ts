import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { gather } from '../testing/gather.ts';
import { csvRows } from './csv-rows.ts';

async function* chunks(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
const comma = { delimiter: ',', quote: '"' };
const read = (text: string, size = 1000) => gather(csvRows(chunks(text, size), comma));

describe('csvRows', () => {
  it('reads quotes, doubled quotes, line feeds inside them, and blanks', async () => {
    expect(await read('a,"b ""x"", c",\r\n"d\n\ne",,f\n\n \ng,h,i')).toEqual([
      { line: 1, cells: ['a', 'b "x", c', ''] },
      { line: 2, cells: ['d\n\ne', '', 'f'] },
      { line: 7, cells: ['g', 'h', 'i'] },
    ]);
  });

  it('takes a quote inside a field, and text after a closing quote, as it comes', async () => {
    expect(await read('5" pipe,"a"b\n')).toEqual([{ line: 1, cells: ['5" pipe', 'ab'] }]);
  });

  it('gives up only the line whose quote is never closed', async () => {
    expect(await read('a,b\nc,"d\ne,f\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['c', '"d'], problem: 'a quote in line 2 is never closed' },
      { line: 3, cells: ['e', 'f'] },
    ]);
  });

  it('does not hold a whole file for the sake of one quote', async () => {
    const rows = await read(`a,"b\n${'c,d\n'.repeat(2_500_000)}`, 1 << 20);
    expect(rows[0]).toMatchObject({ line: 1, problem: expect.stringContaining('line 1') });
    expect(rows).toHaveLength(2_500_001);
    expect(rows.at(-1)).toEqual({ line: 2_500_001, cells: ['c', 'd'] });
  });

  it('reads what was written, however it is cut into chunks', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', '汉', ' '), maxLength: 6 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    const written = (rows: string[][]): string =>
      rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\r\n');
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
        expect((await read(written(rows), size)).map(({ cells }) => cells)).toEqual(rows);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
