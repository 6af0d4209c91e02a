import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { dayNumber } from '../time/civil.ts';
import { epochOf, formatInZone } from '../time/instant.ts';
import { openCalendarBook } from './calendar-book.ts';
import { loadCalendar } from './calendar-file.ts';
import { isShift, parseShift, type Shift } from './working-hours.ts';
import { WorkingTime } from './working-time.ts';

const china = openCalendarBook().calendar('CN');
const shifts = (...texts: readonly string[]): readonly Shift[] => texts.map(parseShift).filter(isShift);
const office = new WorkingTime(china, 'Asia/Shanghai', shifts('09:00-18:00'));
const hour = 3_600_000;

const due = (
  working: WorkingTime,
  start: string,
  amount: number,
  unit: 'day' | 'hour' = 'day',
  zone = 'Asia/Shanghai',
) => formatInZone(working.addWorkingTime(epochOf(start), amount, unit).dueAt, zone);

describe('addWorkingTime', () => {
  it.each([
    ['inside hours', '2026-03-23T10:00:00+08:00', '2026-03-26T10:00:00+08:00'],
    ['at opening', '2026-03-23T09:00:00+08:00', '2026-03-25T18:00:00+08:00'],
    ['at closing', '2026-03-23T18:00:00+08:00', '2026-03-26T18:00:00+08:00'],
    ['after closing', '2026-03-23T20:00:00+08:00', '2026-03-26T18:00:00+08:00'],
    ['before opening', '2026-03-23T08:59:59.999+08:00', '2026-03-25T18:00:00+08:00'],
    ['over a weekend', '2026-03-26T12:00:00+08:00', '2026-03-31T12:00:00+08:00'],
    ['on a Saturday', '2026-03-28T12:00:00+08:00', '2026-04-01T18:00:00+08:00'],
  ])('RES-1: counts three working days from a start %s', (_, start, expected) => {
    expect(due(office, start, 3)).toBe(expected);
  });

  // 2026: closed Sunday 15 to Monday 23 February; open on the Saturdays 14 and 28 February.
  it.each([
    ['the day before the shifted Saturday', '2026-02-13T10:00:00+08:00', '2026-02-25T10:00:00+08:00'],
    ['the shifted Saturday', '2026-02-14T17:30:00+08:00', '2026-02-26T17:30:00+08:00'],
    ['New Year itself', '2026-02-17T00:00:00+08:00', '2026-02-26T18:00:00+08:00'],
    ['the first day back', '2026-02-24T09:00:00+08:00', '2026-02-26T18:00:00+08:00'],
    ['the evening before the second shifted Saturday', '2026-02-27T20:00:00+08:00', '2026-03-03T18:00:00+08:00'],
  ])('RES-1: counts three working days around Spring Festival 2026 from %s', (_, start, expected) => {
    expect(due(office, start, 3)).toBe(expected);
  });

  it('names the stretches that it counted', () => {
    const { intervals } = office.addWorkingTime(epochOf('2026-02-13T10:00:00+08:00'), 2, 'day');
    expect(intervals.map(({ from, to }) => [from, to].map((ms) => formatInZone(ms, 'Asia/Shanghai')))).toEqual([
      ['2026-02-13T10:00:00+08:00', '2026-02-13T18:00:00+08:00'],
      ['2026-02-14T09:00:00+08:00', '2026-02-14T18:00:00+08:00'],
      ['2026-02-24T09:00:00+08:00', '2026-02-24T10:00:00+08:00'],
    ]);
  });

  it('counts hours over the lunch break of two shifts', () => {
    const working = new WorkingTime(china, 'Asia/Shanghai', shifts('13:30-17:30', '09:00-12:00'));
    expect(due(working, '2026-03-23T11:00:00+08:00', 2, 'hour')).toBe('2026-03-23T14:30:00+08:00');
    expect(due(working, '2026-03-23T11:00:00+08:00', 1, 'hour')).toBe('2026-03-23T12:00:00+08:00');
    expect(due(working, '2026-03-23T12:30:00+08:00', 1, 'day')).toBe('2026-03-24T12:00:00+08:00');
  });

  it('counts through midnight where shifts meet there, as one stretch', () => {
    const nights = new WorkingTime(china, 'Asia/Shanghai', shifts('00:00-06:00', '22:00-24:00'));
    const { dueAt, intervals } = nights.addWorkingTime(epochOf('2026-03-23T23:00:00+08:00'), 3, 'hour');
    expect(formatInZone(dueAt, 'Asia/Shanghai')).toBe('2026-03-24T02:00:00+08:00');
    expect(intervals).toHaveLength(1);
  });

  it('counts real hours on days whose clocks change', () => {
    const allDay = new WorkingTime(
      loadCalendar(
        "id: ALL\nversion: '1'\nname: { zh-CN: 全年, en: all }\nsource: none\nweek: [mon, tue, wed, thu, fri, sat, sun]\nyears: { 2026: { closed: {}, open: [] } }",
        { file: 'ALL.yaml', resolve: () => undefined },
      ),
      'Europe/Stockholm',
      shifts('00:00-24:00'),
    );
    const stockholm = 'Europe/Stockholm';
    expect(due(allDay, '2026-03-29T00:00:00+01:00', 1, 'day', stockholm)).toBe('2026-03-30T01:00:00+02:00');
    expect(due(allDay, '2026-10-25T00:00:00+02:00', 1, 'day', stockholm)).toBe('2026-10-25T23:00:00+01:00');
  });

  it('is due at the start when nothing is to be counted', () => {
    const start = epochOf('2026-03-28T12:00:00+08:00');
    expect(office.addWorkingTime(start, 0, 'day')).toEqual({ dueAt: start, intervals: [] });
  });

  it('needs the data of the year in which it ends, and of no later one', () => {
    expect(due(office, '2026-12-30T09:00:00+08:00', 2)).toBe('2026-12-31T18:00:00+08:00');
    expect(() => due(office, '2026-12-30T09:00:01+08:00', 2)).toThrow(expect.objectContaining({ code: 'calendar' }));
    expect(() => due(office, '2003-12-31T09:00:00+08:00', 1, 'hour')).toThrow(
      expect.objectContaining({ code: 'calendar' }),
    );
  });
});

const companies: readonly (readonly [string, readonly Shift[]])[] = [
  ['Asia/Shanghai', shifts('09:00-18:00')],
  ['Asia/Kathmandu', shifts('08:30-12:00', '13:00-17:15')],
  ['Europe/Stockholm', shifts('00:00-06:00', '22:00-24:00')],
  ['America/New_York', shifts('01:30-02:30', '03:00-11:00', '12:00-24:00')],
];
const company = fc.constantFrom(
  ...companies.map(([zone, hours]) => ({ zone, working: new WorkingTime(china, zone, hours), hours })),
);
const start = fc.integer({ min: Date.UTC(2004, 0, 3), max: Date.UTC(2026, 8, 1) });
const amount = fc.integer({ min: 1, max: 200 * hour });
const runs = { seed: 20_260_217, numRuns: 300 };

/** The definition, walked shift by shift with luxon. */
const walk = (zone: string, hours: readonly Shift[], startMs: number, amountMs: number): number => {
  let left = amountMs;
  let lastClose = -Infinity;
  for (let day = DateTime.fromMillis(startMs, { zone }).minus({ days: 1 }); ; day = day.plus({ days: 1 })) {
    const number = dayNumber(day.year, day.month, day.day);
    if (!china.openDays(day.year).includes(number)) continue;
    const wall = (minutes: number): number => {
      const { year, month, day: date } = minutes === 1440 ? day.plus({ days: 1 }) : day;
      const [clockHour, minute] = minutes === 1440 ? [0, 0] : [Math.floor(minutes / 60), minutes % 60];
      return DateTime.fromObject({ year, month, day: date, hour: clockHour, minute }, { zone }).toMillis();
    };
    for (const shift of [...hours].sort((a, b) => a.start - b.start)) {
      const from = Math.max(wall(shift.start), startMs, lastClose);
      const to = wall(shift.end);
      lastClose = Math.max(lastClose, to);
      if (to <= from) continue;
      if (to - from >= left) return from + left;
      left -= to - from;
    }
  }
};

describe('working time', () => {
  it('is what a walk over the shifts with luxon gives', () => {
    fc.assert(
      fc.property(company, start, amount, ({ zone, working, hours }, startMs, amountMs) => {
        expect(working.addWorkingMs(startMs, amountMs).dueAt).toBe(walk(zone, hours, startMs, amountMs));
      }),
      runs,
    );
  });

  it('is the same walked around every change of the clocks', () => {
    for (const date of ['2026-03-08', '2026-03-29', '2026-10-25', '2026-11-01', '2025-03-30', '2025-11-02']) {
      for (const [zone, hours] of companies) {
        const working = new WorkingTime(china, zone, hours);
        for (let step = -30; step < 30; step += 1) {
          const startMs = Date.parse(`${date}T00:00:00Z`) + step * hour * 0.7;
          expect(working.addWorkingMs(startMs, 3 * hour).dueAt).toBe(walk(zone, hours, startMs, 3 * hour));
        }
      }
    }
  });

  it('is additive', () => {
    fc.assert(
      fc.property(company, start, amount, amount, ({ working }, startMs, one, other) => {
        const twice = working.dueAfter(working.dueAfter(startMs, one), other);
        expect(twice).toBe(working.dueAfter(startMs, one + other));
      }),
      runs,
    );
  });

  it('is monotone in the start and in the amount', () => {
    fc.assert(
      fc.property(
        company,
        start,
        fc.nat(100 * hour),
        amount,
        fc.integer({ min: 1, max: hour }),
        (c, startMs, later, one, more) => {
          expect(c.working.dueAfter(startMs + later, one)).toBeGreaterThanOrEqual(c.working.dueAfter(startMs, one));
          expect(c.working.dueAfter(startMs, one + more)).toBeGreaterThan(c.working.dueAfter(startMs, one));
        },
      ),
      runs,
    );
  });

  it('adds up: the stretches, the time between, and the due time are one truth', () => {
    fc.assert(
      fc.property(company, start, amount, ({ working }, startMs, amountMs) => {
        const { dueAt, intervals } = working.addWorkingMs(startMs, amountMs);
        expect(intervals.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(amountMs);
        expect(intervals.at(-1)?.to).toBe(dueAt);
        expect(working.dueAfter(startMs, amountMs)).toBe(dueAt);
        expect(working.workingMsBetween(startMs, dueAt)).toBe(amountMs);
        expect(intervals.every(({ from }) => working.isOpen(from))).toBe(true);
      }),
      runs,
    );
  });

  it('does not depend on the zone of the machine', () => {
    const script = `
      const { openPolicyBook, epochOf, formatInZone, periodsOf } = await import(process.argv[1]);
      const policy = openPolicyBook().policy('standard');
      const told = [new Date(0).getTimezoneOffset()];
      for (let step = 0; step < 400; step += 1) {
        const at = formatInZone(Date.UTC(2025, 0, 1) + step * 151_234_567, 'Asia/Shanghai');
        const due = policy.due('resolution', { matter: { level: 'major' }, startedBy: 'filed', startedAt: at });
        told.push([at, due, periodsOf(epochOf(at), 'Asia/Shanghai')]);
      }
      console.log(JSON.stringify(told));`;
    const tell = (zone: string): readonly unknown[] => {
      const index = new URL('../index.ts', import.meta.url).href;
      const flags = ['--conditions=@complaint-ledger/source', '--input-type=module', '-e', script, index];
      const child = spawnSync(process.execPath, flags, { encoding: 'utf8', env: { ...process.env, TZ: zone } });
      expect(child.stderr).toBe('');
      return JSON.parse(child.stdout) as readonly unknown[];
    };
    const [newYorkOffset, ...inNewYork] = tell('America/New_York');
    const [kiritimatiOffset, ...inKiritimati] = tell('Pacific/Kiritimati');
    expect(newYorkOffset).not.toBe(kiritimatiOffset);
    expect(inNewYork).toHaveLength(400);
    expect(inNewYork).toEqual(inKiritimati);
  });
});

describe('isOpen', () => {
  it('includes opening and excludes closing', () => {
    const isOpen = (time: string) => office.isOpen(epochOf(time));
    expect(isOpen('2026-03-23T09:00:00+08:00')).toBe(true);
    expect(isOpen('2026-03-23T18:00:00+08:00')).toBe(false);
    expect(isOpen('2026-02-14T12:00:00+08:00')).toBe(true);
    expect(isOpen('2026-02-16T12:00:00+08:00')).toBe(false);
  });
});
