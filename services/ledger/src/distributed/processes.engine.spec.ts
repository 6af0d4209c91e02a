import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { embedded, inBatches } from './embedded.ts';
import { Fleet } from './fleet.ts';
import { digestOf } from './fleet-digest.ts';
import { type ToldReports, periodsOf, reportsFrom, reportsOf } from './told-reports.ts';
import { callCentre, tour } from './told-stories.ts';

const periods = periodsOf(2026);
let fleet: Fleet | undefined;

afterEach(async () => {
  const codes = await fleet?.dispose();
  fleet = undefined;
  expect(new Set(codes)).toEqual(new Set([0]));
}, 60_000);

describe.each([
  ['the tour', tour],
  ['a call centre of 40 cases', () => callCentre(40)],
])('%s, told to processes', (_, story) => {
  let expected: ToldReports = {};
  beforeAll(async () => {
    expected = await embedded(story(), ({ reporting }) => reportsOf(reporting, periods));
  }, 60_000);

  it.each([1, 4])(
    'gives the same reports as embedded with %i of routing and of reporting',
    async (instances) => {
      const { digest, ...reports } = expected;
      fleet = await Fleet.open();
      await fleet.start({ intake: 1, routing: instances, reporting: instances });
      for (const batch of inBatches(story())) await fleet.post(batch);
      await fleet.settled();
      for (const member of fleet.of('reporting')) expect(await reportsFrom(fleet, member, periods)).toEqual(reports);
      expect(await digestOf(fleet)).toBe(digest);
    },
    180_000,
  );
});
