import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { instantOfLocal, isZone, offsetAt } from './zone-offset.ts';

const zones = [
  'Asia/Shanghai',
  'Europe/Stockholm',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
];
const hour = 3_600_000;

describe('offsetAt', () => {
  it('agrees with luxon everywhere from 1971 to 2099 and beyond the table', () => {
    const instants = fc.oneof(
      fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2099, 11, 31) }),
      fc.integer({ min: Date.UTC(1940, 0, 1), max: Date.UTC(2150, 0, 1) }),
    );
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (ms, zone) => {
        expect(offsetAt(ms, zone)).toBe(DateTime.fromMillis(ms, { zone }).offset * 60_000);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('changes at the very millisecond the clocks do', () => {
    const spring = Date.UTC(2026, 2, 29, 1);
    expect([offsetAt(spring - 1, 'Europe/Stockholm'), offsetAt(spring, 'Europe/Stockholm')]).toEqual([hour, 2 * hour]);
    const autumn = Date.UTC(2026, 9, 25, 1);
    expect([offsetAt(autumn - 1, 'Europe/Stockholm'), offsetAt(autumn, 'Europe/Stockholm')]).toEqual([2 * hour, hour]);
  });

  it('knows the summer time that China had from 1986 to 1991', () => {
    expect(offsetAt(Date.UTC(1990, 6, 1), 'Asia/Shanghai')).toBe(9 * hour);
    expect(offsetAt(Date.UTC(1992, 6, 1), 'Asia/Shanghai')).toBe(8 * hour);
  });
});

describe('instantOfLocal', () => {
  it('takes the earlier of two and moves a skipped time past the skip', () => {
    expect(instantOfLocal(Date.UTC(2026, 9, 25, 2, 30), 'Europe/Stockholm')).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(instantOfLocal(Date.UTC(2026, 2, 29, 2, 30), 'Europe/Stockholm')).toBe(Date.UTC(2026, 2, 29, 1, 30));
    expect(instantOfLocal(Date.UTC(2026, 10, 1, 1, 30), 'America/New_York')).toBe(Date.UTC(2026, 10, 1, 5, 30));
  });

  it('undoes offsetAt for every time that clocks show once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2099, 0, 1) }),
        fc.constantFrom(...zones),
        (ms, zone) => {
          const local = ms + offsetAt(ms, zone);
          const back = instantOfLocal(local, zone);
          expect(back + offsetAt(back, zone)).toBe(local);
          expect(back).toBeLessThanOrEqual(ms);
        },
      ),
      { seed: 4, numRuns: 500 },
    );
  });
});

describe('isZone', () => {
  it('knows IANA names only', () => {
    expect(['Asia/Shanghai', 'UTC', 'Mars/Olympus', ''].map(isZone)).toEqual([true, true, false, false]);
  });
});
