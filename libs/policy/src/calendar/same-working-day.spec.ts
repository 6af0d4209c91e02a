import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { epochOf, formatInZone } from '../time/instant.ts';
import { openCalendarBook } from './calendar-book.ts';
import { withCompanyDays } from './company-days.ts';
import { isShift, parseShift, type Shift } from './working-hours.ts';
import { WorkingTime } from './working-time.ts';

const china = openCalendarBook().calendar('CN');
const zone = 'Asia/Shanghai';
const shifts = (...texts: readonly string[]): readonly Shift[] => texts.map(parseShift).filter(isShift);
const office = new WorkingTime(china, zone, shifts('09:00-18:00'));
const withLunch = new WorkingTime(china, zone, shifts('09:00-12:00', '13:30-17:30'));

const close = (working: WorkingTime, start: string) => formatInZone(working.untilClose(epochOf(start)).dueAt, zone);

describe('the same working day', () => {
  it.each([
    ['inside hours', '2026-03-23T10:00:00+08:00', '2026-03-23T18:00:00+08:00'],
    ['at opening', '2026-03-23T09:00:00+08:00', '2026-03-23T18:00:00+08:00'],
    ['before opening', '2026-03-23T07:00:00+08:00', '2026-03-23T18:00:00+08:00'],
    ['a millisecond before closing', '2026-03-23T17:59:59.999+08:00', '2026-03-23T18:00:00+08:00'],
    ['at closing', '2026-03-23T18:00:00+08:00', '2026-03-24T18:00:00+08:00'],
    ['on a Friday evening', '2026-03-27T20:00:00+08:00', '2026-03-30T18:00:00+08:00'],
  ])('RES-2: ends when the company closes: started %s', (_, start, expected) => {
    expect(close(office, start)).toBe(expected);
  });

  // 2026: closed Sunday 15 to Monday 23 February; open on the Saturdays 14 and 28 February.
  it.each([
    ['on the evening before the shifted Saturday', '2026-02-13T20:00:00+08:00', '2026-02-14T18:00:00+08:00'],
    ['on the shifted Saturday', '2026-02-14T17:30:00+08:00', '2026-02-14T18:00:00+08:00'],
    ['when that closes', '2026-02-14T18:00:00+08:00', '2026-02-24T18:00:00+08:00'],
    ['on New Year itself', '2026-02-17T12:00:00+08:00', '2026-02-24T18:00:00+08:00'],
    ['on the last day off', '2026-02-23T23:59:00+08:00', '2026-02-24T18:00:00+08:00'],
    ['on the evening before the second shifted Saturday', '2026-02-27T18:00:00+08:00', '2026-02-28T18:00:00+08:00'],
    ['on the Sunday after it', '2026-03-01T10:00:00+08:00', '2026-03-02T18:00:00+08:00'],
  ])('RES-2: around Spring Festival 2026, started %s', (_, start, expected) => {
    expect(close(office, start)).toBe(expected);
  });

  it('goes on over the lunch break', () => {
    expect(close(withLunch, '2026-03-23T10:00:00+08:00')).toBe('2026-03-23T17:30:00+08:00');
    expect(close(withLunch, '2026-03-23T12:30:00+08:00')).toBe('2026-03-23T17:30:00+08:00');
    const { intervals } = withLunch.untilClose(epochOf('2026-03-23T10:00:00+08:00'));
    expect(intervals.map(({ from, to }) => `${formatInZone(from, zone)}/${formatInZone(to, zone)}`)).toEqual([
      '2026-03-23T10:00:00+08:00/2026-03-23T12:00:00+08:00',
      '2026-03-23T13:30:00+08:00/2026-03-23T17:30:00+08:00',
    ]);
  });

  it('needs the year in which the next working day is', () => {
    expect(close(office, '2026-12-31T17:00:00+08:00')).toBe('2026-12-31T18:00:00+08:00');
    expect(() => close(office, '2026-12-31T18:00:00+08:00')).toThrow(expect.objectContaining({ code: 'calendar' }));
  });

  const start = fc.integer({ min: Date.UTC(2004, 0, 3), max: Date.UTC(2026, 10, 1) });
  const working = fc.constantFrom(
    office,
    withLunch,
    new WorkingTime(china, 'America/New_York', shifts('01:30-02:30', '12:00-24:00')),
    new WorkingTime(china, 'Europe/Stockholm', shifts('00:00-06:00', '22:00-24:00')),
  );
  const runs = { seed: 20_260_214, numRuns: 400 };

  it('is monotone, and a close that has not come is the due time for every start before it', () => {
    fc.assert(
      fc.property(
        working,
        start,
        fc.nat(50 * 3_600_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (each, ms, later, part) => {
          const { dueAt } = each.untilClose(ms);
          expect(dueAt).toBeGreaterThan(ms);
          expect(each.untilClose(ms + later).dueAt).toBeGreaterThanOrEqual(dueAt);
          const between = Math.floor(ms + (dueAt - 1 - ms) * part);
          expect(each.untilClose(between).dueAt).toBe(dueAt);
        },
      ),
      runs,
    );
  });

  it('adds up: the stretches are the working time until then, of one day at most', () => {
    fc.assert(
      fc.property(working, start, (each, ms) => {
        const { dueAt, intervals } = each.untilClose(ms);
        const counted = intervals.reduce((sum, { from, to }) => sum + to - from, 0);
        expect(counted).toBe(each.workingMsBetween(ms, dueAt));
        expect(each.dueAfter(ms, counted)).toBe(dueAt);
        expect(each.isOpen(dueAt - 1)).toBe(true);
        // On a day whose clocks are put back, an hour of a shift may be counted twice.
        expect(counted).toBeLessThanOrEqual(each.dayMs + 3_600_000);
      }),
      runs,
    );
  });
});

describe("the company's own days", () => {
  const company = withCompanyDays(china, {
    closed: ['2026-02-14', '2026-03-24'],
    open: ['2026-02-23', '2026-03-28'],
  });
  const working = new WorkingTime(company, zone, shifts('09:00-18:00'));
  const due = (start: string) => formatInZone(working.addWorkingTime(epochOf(start), 1, 'day').dueAt, zone);

  it('RES-1: it closes on a working day, also on a shifted one', () => {
    expect(due('2026-03-23T12:00:00+08:00')).toBe('2026-03-25T12:00:00+08:00');
    expect(due('2026-02-13T12:00:00+08:00')).toBe('2026-02-23T12:00:00+08:00');
    expect(close(working, '2026-02-14T10:00:00+08:00')).toBe('2026-02-23T18:00:00+08:00');
  });

  it('RES-1: it works on a day off, also on a holiday', () => {
    expect(due('2026-03-27T12:00:00+08:00')).toBe('2026-03-28T12:00:00+08:00');
    expect(working.isOpen(epochOf('2026-02-23T10:00:00+08:00'))).toBe(true);
    expect(office.isOpen(epochOf('2026-02-23T10:00:00+08:00'))).toBe(false);
  });

  it('changes no other day, keeps the name of its calendar, and makes up no year', () => {
    expect(company.openDays(2025)).toEqual(china.openDays(2025));
    expect([company.id, company.version]).toEqual([china.id, china.version]);
    expect(() => withCompanyDays(china, { open: ['2031-01-04'] }).openDays(2031)).toThrow(
      expect.objectContaining({ code: 'calendar' }),
    );
    expect(withCompanyDays(china, undefined)).toBe(china);
  });
});
