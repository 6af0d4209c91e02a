import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  nextPeriod,
  parsePeriod,
  periodBounds,
  periodKinds,
  periodsOf,
  previousPeriod,
  samePeriodLastYear,
} from './period.ts';

const zones = ['Asia/Shanghai', 'Europe/Stockholm', 'America/New_York', 'Asia/Kathmandu'];
const instants = fc.integer({ min: Date.UTC(1972, 0, 1), max: Date.UTC(2090, 0, 1) });
const kinds = fc.constantFrom(...periodKinds);

describe('periodsOf', () => {
  it('agrees with luxon', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (ms, zone) => {
        const at = DateTime.fromMillis(ms, { zone });
        expect(periodsOf(ms, zone)).toEqual({
          day: at.toFormat('yyyy-MM-dd'),
          week: at.toFormat("kkkk-'W'WW"),
          month: at.toFormat('yyyy-MM'),
          quarter: at.toFormat("yyyy-'Q'q"),
          year: at.toFormat('yyyy'),
        });
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it('agrees with Intl about the day', () => {
    const formats = new Map(zones.map((zone) => [zone, new Intl.DateTimeFormat('sv-SE', { timeZone: zone })]));
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (ms, zone) => {
        expect(periodsOf(ms, zone).day).toBe(formats.get(zone)?.format(ms));
      }),
      { seed: 6, numRuns: 500 },
    );
  });

  it('agrees with luxon on the week of the ten days around every New Year', () => {
    for (let year = 1975; year <= 2075; year += 1) {
      for (let day = -5; day <= 5; day += 1) {
        const ms = Date.UTC(year, 0, 1 + day, 3);
        const at = DateTime.fromMillis(ms, { zone: 'Asia/Shanghai' });
        expect(periodsOf(ms, 'Asia/Shanghai').week).toBe(at.toFormat("kkkk-'W'WW"));
      }
    }
  });

  it('gives a week its own year', () => {
    const week = (date: string) => periodsOf(Date.parse(`${date}T12:00:00+08:00`), 'Asia/Shanghai').week;
    expect(['2024-12-30', '2027-01-03', '2026-12-31', '2021-01-01'].map(week)).toEqual([
      '2025-W01',
      '2026-W53',
      '2026-W53',
      '2020-W53',
    ]);
  });

  it('keeps what belongs to a month in it, whatever UTC says', () => {
    const ms = Date.parse('2026-04-01T00:00:00+08:00');
    expect(periodsOf(ms, 'Asia/Shanghai').month).toBe('2026-04');
    expect(periodsOf(ms - 1, 'Asia/Shanghai').month).toBe('2026-03');
    expect(periodsOf(ms, 'UTC').month).toBe('2026-03');
  });
});

describe('periodBounds', () => {
  it('holds exactly the instants of the period', () => {
    fc.assert(
      fc.property(instants, kinds, fc.constantFrom(...zones), (ms, kind, zone) => {
        const period = periodsOf(ms, zone)[kind];
        const { from, to } = periodBounds(kind, period, zone);
        expect(from <= ms && ms < to).toBe(true);
        expect(periodsOf(from, zone)[kind]).toBe(period);
        expect(periodsOf(to - 1, zone)[kind]).toBe(period);
        expect(periodsOf(from - 1, zone)[kind]).toBe(previousPeriod(kind, period));
        expect(periodsOf(to, zone)[kind]).toBe(nextPeriod(kind, period));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('knows days of 23 and 25 hours', () => {
    const hours = (day: string) => {
      const { from, to } = periodBounds('day', day, 'Europe/Stockholm');
      return (to - from) / 3_600_000;
    };
    expect(['2026-03-29', '2026-06-01', '2026-10-25'].map(hours)).toEqual([23, 24, 25]);
  });

  it('starts a day that has no midnight at its first instant', () => {
    const { from } = periodBounds('day', '2018-11-04', 'America/Sao_Paulo');
    expect(new Date(from).toISOString()).toBe('2018-11-04T03:00:00.000Z');
  });
});

describe('parsePeriod', () => {
  it('writes periods one way', () => {
    expect(parsePeriod('week', ' 2026-w7 ')).toBe('2026-W07');
    expect(parsePeriod('month', '2026-3')).toBe('2026-03');
    expect(parsePeriod('day', '2026-3-9')).toBe('2026-03-09');
    expect(parsePeriod('quarter', '2026-q4')).toBe('2026-Q4');
    expect(parsePeriod('year', '2026')).toBe('2026');
  });

  it.each(['0000', '0999', '9999'])('knows no year %s, which has no year before or after it', (year) => {
    expect(() => parsePeriod('year', year)).toThrow(
      expect.objectContaining({ message: `There is no year '${year}'.` }),
    );
  });

  it.each([
    ['week', '2025-W53'],
    ['week', '2026-W00'],
    ['week', '2026-W54'],
    ['week', '2026-07'],
    ['month', '2026-13'],
    ['month', '2026-W07'],
    ['day', '2026-02-29'],
    ['quarter', '2026-Q5'],
    ['year', '26'],
    ['year', '2026-03'],
  ] as const)('refuses the %s %j and shows how to write one', (kind, text) => {
    expect(() => parsePeriod(kind, text)).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        details: expect.objectContaining({ hint: expect.stringContaining(`Write a ${kind} like 2026`) }),
      }),
    );
  });
});

describe('samePeriodLastYear', () => {
  it('keeps the name and says when there is none', () => {
    expect(samePeriodLastYear('week', '2026-W13')).toBe('2025-W13');
    expect(samePeriodLastYear('month', '2026-03')).toBe('2025-03');
    expect(samePeriodLastYear('year', '2026')).toBe('2025');
    expect(samePeriodLastYear('week', '2026-W53')).toBeUndefined();
    expect(samePeriodLastYear('day', '2024-02-29')).toBeUndefined();
  });
});
