import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { simulateCallCentre } from '@complaint-ledger/testing';

const examples = resolve(process.env['SHARED_DATA'] ?? '../shared/data', '../examples');

/** Messages of a small call centre over some weeks, the same each time. */
export const callCentre = (cases: number): readonly object[] => [
  ...simulateCallCentre({ seed: 11, from: '2026-03-02', to: '2026-03-29', cases }),
];

/** The tour of the project's users where it is at hand, else a small call centre. */
export const tour = (): readonly object[] => {
  const file = join(examples, 'tour.ndjson');
  if (!existsSync(file)) return callCentre(30);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
};
