import { readFileSync } from 'node:fs';
import { simulateCallCentre } from '@complaint-ledger/testing';
import { sharedFile } from './shared-file.ts';

/** Messages of a small call centre over some weeks, the same each time. */
export const callCentre = (cases: number): readonly object[] => [
  ...simulateCallCentre({ seed: 11, from: '2026-03-02', to: '2026-03-29', cases }),
];

/** The tour of the project's users; undefined where it is not at hand. */
export const tour = (): readonly object[] | undefined => {
  const file = sharedFile('../examples/tour.ndjson');
  if (file === undefined) return undefined;
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
};
