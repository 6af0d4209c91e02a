import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { openCalendarBook } from './calendar/calendar-book.ts';
import { isShift, parseShift } from './calendar/working-hours.ts';
import { type Stretch, WorkingTime } from './calendar/working-time.ts';
import { dueTime, stoodStill } from './due-time.ts';
import { epochOf, formatInZone } from './time/instant.ts';

const office = new WorkingTime(
  openCalendarBook().calendar('CN'),
  'Asia/Shanghai',
  ['09:00-12:00', '13:00-18:00'].map(parseShift).filter(isShift),
);
const working = () => office;
const midnight = (start: string, zone: string) =>
  formatInZone(dueTime(epochOf(start), { clock: 'same-day' }, zone, working).dueAt, zone);
const runs = { seed: 20_260_217, numRuns: 400 };
const start = fc.integer({ min: Date.UTC(2004, 0, 3), max: Date.UTC(2026, 8, 1) });

describe('the same day', () => {
  it.each([
    ['in the morning', '2026-03-23T09:00:00+08:00', '2026-03-24T00:00:00+08:00'],
    ['just before midnight', '2026-02-14T23:59:59.999+08:00', '2026-02-15T00:00:00+08:00'],
    ['at midnight, it is the whole day', '2026-02-17T00:00:00+08:00', '2026-02-18T00:00:00+08:00'],
  ])('RES-2: lasts until midnight: started %s', (_, from, expected) => {
    expect(midnight(from, 'Asia/Shanghai')).toBe(expected);
  });

  it('RES-2: a day whose clocks change has 23 or 25 hours', () => {
    expect(midnight('2026-03-29T00:00:00+01:00', 'Europe/Stockholm')).toBe('2026-03-30T00:00:00+02:00');
    expect(midnight('2026-10-25T00:00:00+02:00', 'Europe/Stockholm')).toBe('2026-10-26T00:00:00+01:00');
  });

  it('RES-2: where clocks skip midnight, the day ends as they do; where they repeat its last hour, after the second', () => {
    expect(midnight('2018-11-03T12:00:00-03:00', 'America/Sao_Paulo')).toBe('2018-11-04T01:00:00-02:00');
    expect(midnight('2018-02-17T23:30:00-02:00', 'America/Sao_Paulo')).toBe('2018-02-18T00:00:00-03:00');
    expect(midnight('2018-02-17T23:30:00-03:00', 'America/Sao_Paulo')).toBe('2018-02-18T00:00:00-03:00');
  });

  it('is monotone, ends at the beginning of another day, and every start of the day ends with it', () => {
    fc.assert(
      fc.property(
        start,
        fc.constantFrom('Asia/Shanghai', 'Europe/Stockholm', 'America/Sao_Paulo', 'Asia/Kathmandu'),
        fc.nat(30 * 3_600_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (ms, zone, later, part) => {
          const due = (from: number) => dueTime(from, { clock: 'same-day' }, zone, working).dueAt;
          const dueAt = due(ms);
          expect(dueAt).toBeGreaterThan(ms);
          expect(due(ms + later)).toBeGreaterThanOrEqual(dueAt);
          expect(due(Math.floor(ms + (dueAt - 1 - ms) * part))).toBe(dueAt);
          expect(formatInZone(dueAt, zone).slice(0, 10)).not.toBe(formatInZone(dueAt - 1, zone).slice(0, 10));
        },
      ),
      runs,
    );
  });

  it('does not depend on the zone of the machine, nor does the same working day', () => {
    const script = `
      const { compilePolicy, openCalendarBook, openPolicyBook, formatInZone } = await import(process.argv[1]);
      const { pack } = openPolicyBook().policy('standard');
      const rule = { name: { 'zh-CN': '', en: '' }, starts: 'filed', metBy: 'contacted' };
      const policy = compilePolicy({ ...pack, companyDays: { closed: ['2025-03-24'], open: ['2025-03-29'] }, deadlines: {
        day: { ...rule, within: 'same day' }, working: { ...rule, within: 'same working day' } } }, openCalendarBook());
      const told = [new Date(0).getTimezoneOffset()];
      for (let step = 0; step < 300; step += 1) {
        const startedAt = formatInZone(Date.UTC(2025, 0, 1) + step * 101_234_567, 'Asia/Shanghai');
        const request = { matter: { level: 'major' }, startedBy: 'filed', startedAt };
        told.push([policy.due('day', request), policy.due('working', request), policy.outOfHours(startedAt)]);
      }
      console.log(JSON.stringify(told));`;
    const tell = (zone: string): readonly unknown[] => {
      const index = new URL('./index.ts', import.meta.url).href;
      const flags = ['--conditions=@complaint-ledger/source', '--input-type=module', '-e', script, index];
      const child = spawnSync(process.execPath, flags, { encoding: 'utf8', env: { ...process.env, TZ: zone } });
      expect(child.stderr).toBe('');
      return JSON.parse(child.stdout) as readonly unknown[];
    };
    const [newYorkOffset, ...inNewYork] = tell('America/New_York');
    const [kiritimatiOffset, ...inKiritimati] = tell('Pacific/Kiritimati');
    expect(newYorkOffset).not.toBe(kiritimatiOffset);
    expect(inNewYork).toHaveLength(300);
    expect(inNewYork).toEqual(inKiritimati);
  });
});

describe('a clock that stood still', () => {
  const hour = 3_600_000;
  const at = (text: string) => epochOf(text);

  it('has left what was left when it stopped', () => {
    const clock = {
      startMs: at('2026-03-23T09:00:00+08:00'),
      dueAt: at('2026-03-23T11:00:00+08:00'),
      clock: 'elapsed',
    } as const;
    const stretch = { from: at('2026-03-23T10:30:00+08:00'), to: at('2026-03-24T08:00:00+08:00') };
    expect(stoodStill(clock, [stretch], working)).toEqual({
      dueAt: at('2026-03-24T08:30:00+08:00'),
      clock: 'elapsed',
      pauses: [stretch],
    });
  });

  it('is not delayed by what comes when it has run out, or was over before it began', () => {
    const clock = {
      startMs: at('2026-03-23T09:00:00+08:00'),
      dueAt: at('2026-03-23T11:00:00+08:00'),
      clock: 'elapsed',
    } as const;
    const before = { from: at('2026-03-23T07:00:00+08:00'), to: at('2026-03-23T08:00:00+08:00') };
    const after = { from: clock.dueAt, to: clock.dueAt + hour };
    expect(stoodStill(clock, [before, after], working)).toEqual({ dueAt: clock.dueAt, clock: 'elapsed', pauses: [] });
  });

  const stretches = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 40 * hour }), fc.integer({ min: 1, max: 40 * hour })), { maxLength: 5 })
    .map((gaps) => (from: number): readonly Stretch[] => {
      let ms = from;
      return gaps.map(([gap, length]) => {
        const stretch = { from: ms + gap, to: ms + gap + length };
        ms = stretch.to;
        return stretch;
      });
    });

  it('runs as long as it would have, in its own sort of time, and never when it stands still', () => {
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 60 * hour }), stretches, (ms, amount, laterThan) => {
        const own = office.addWorkingMs(ms, amount);
        const {
          dueAt,
          intervals = [],
          pauses,
        } = stoodStill({ startMs: ms, dueAt: own.dueAt, clock: 'working' }, laterThan(ms), working);
        expect(intervals.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(amount);
        expect(dueAt).toBeGreaterThanOrEqual(own.dueAt);
        for (const { from, to } of intervals)
          expect(pauses.some((pause) => pause.from < to && from < pause.to)).toBe(false);
      }),
      runs,
    );
  });

  it('moves by the whole of every pause that came before it ran out, in clock time', () => {
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 60 * hour }), stretches, (ms, amount, laterThan) => {
        const { dueAt, pauses } = stoodStill(
          { startMs: ms, dueAt: ms + amount, clock: 'elapsed' },
          laterThan(ms),
          working,
        );
        expect(dueAt - ms - amount).toBe(pauses.reduce((sum, { from, to }) => sum + to - from, 0));
      }),
      runs,
    );
  });
});
