import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { FakeLedger } from '../testing/fake-ledger.ts';
import { tempFile } from '../testing/temp-file.ts';
import { runImport } from './run-import.ts';

const mapping = tempFile(
  'log.yaml',
  `source: crm://x
zone: UTC
log:
  case: "{case}"
  row: "{n}"
  time: "{at}"
  holder: { department: "{dep}", person: "{who}" }
  systems: [robot]
  status: [{ of: "{status}", changes: [{ to: done, type: case.resolved }, { from: done, type: case.reopened }] }]
  emit: [{ type: case.closed, once: last, when: { status: done } }]
`,
);

const row = fc.record({
  case: fc.constantFrom('A', 'B', 'C', 'D'),
  dep: fc.constantFrom('', 'd1', 'd2', 'd3'),
  who: fc.constantFrom('', 'ann', 'bob', 'robot'),
  status: fc.constantFrom('', 'open', 'done'),
  bad: fc.boolean(),
});
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

const write = (rows: readonly Row[], spoilt: boolean): string => {
  const lines = rows.map(({ case: key, dep, who, status, bad }, n) => {
    const at = new Date(Date.UTC(2026, 2, 1) + n * 3_600_000).toISOString();
    return `${key},${String(n)},${spoilt && bad ? `spoilt ${at}` : at},${dep},${who},${status}`;
  });
  return `case,n,at,dep,who,status\n${lines.join('\n')}\n`;
};

const facts = ({ messages }: FakeLedger): string[] =>
  [...messages.values()]
    .filter(({ type }) => type !== 'source.advanced')
    .map((message) => JSON.stringify(message))
    .sort();

describe('a mended rejects file', () => {
  it('gives what an undisturbed file would have given, whichever rows were spoilt or refused', async () => {
    const rows = fc.array(row, { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 2, max: 9 }),
        async (table, batchSize, every) => {
          const undisturbed = new FakeLedger();
          await runImport({ file: tempFile('whole.csv', write(table, false)), mapping, send: undisturbed.send });

          let count = 0;
          let strict = true;
          const ledger = new FakeLedger(() => (strict && ++count % every === 0 ? 'not now' : undefined));
          const file = tempFile('spoilt.csv', write(table, true));
          const { rejectsFile } = await runImport({ file, mapping, batchSize, send: ledger.send });
          strict = false;
          if (rejectsFile !== undefined) {
            writeFileSync(rejectsFile, readFileSync(rejectsFile, 'utf8').replaceAll(/,spoilt /g, ','));
            const second = await runImport({ file: rejectsFile, mapping, batchSize, send: ledger.send });
            expect(second).toMatchObject({ badRows: 0, rejected: 0 });
          }
          expect(facts(ledger)).toEqual(facts(undisturbed));
        },
      ),
      { seed: 11, numRuns: 150 },
    );
  });
});
