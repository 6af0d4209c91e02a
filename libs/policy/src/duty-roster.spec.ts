import { describe, expect, it } from '@jest/globals';
import { dutyRoster } from './duty-roster.ts';
import { epochOf } from './time/instant.ts';

const onDuty = dutyRoster(
  [
    { person: 'festival', department: 'operations', from: '2026-02-15', to: '2026-02-23' },
    { person: 'night', on: ['fri'], hours: '18:00-08:00' },
    { person: 'weekend', on: ['sat', 'sun'] },
    { person: 'evening', hours: '18:00-24:00' },
    { person: 'early', hours: '06:00-09:00', to: '2026-03-27' },
  ],
  'Asia/Shanghai',
);
const who = (local: string) => onDuty(epochOf(`${local}:00+08:00`))?.person;

describe('who is on duty', () => {
  it('ESC-3: the first entry that fits the day, the weekday and the hours', () => {
    expect(who('2026-03-28T12:00')).toBe('weekend');
    expect(who('2026-03-23T18:00')).toBe('evening');
    expect(who('2026-03-23T23:59')).toBe('evening');
    expect(who('2026-03-23T06:00')).toBe('early');
  });

  it('ESC-3: hours over midnight belong to the day on which they begin', () => {
    expect(who('2026-03-27T18:00')).toBe('night');
    expect(who('2026-03-28T07:59')).toBe('night');
    expect(who('2026-03-28T08:00')).toBe('weekend');
    expect(who('2026-03-27T07:59')).toBe('early');
  });

  it('ESC-3: days from and to are included', () => {
    expect(who('2026-02-15T00:00')).toBe('festival');
    expect(who('2026-02-23T23:59')).toBe('festival');
    expect(who('2026-02-14T23:59')).toBe('weekend');
    expect(onDuty(epochOf('2026-02-20T12:00:00+08:00'))).toEqual({ department: 'operations', person: 'festival' });
  });

  it('ESC-3: nobody, where no entry fits', () => {
    expect(who('2026-03-23T12:00')).toBeUndefined();
    expect(who('2026-03-30T07:00')).toBeUndefined();
    expect(dutyRoster([], 'Asia/Shanghai')(0)).toBeUndefined();
  });

  it('ESC-3: the same hour twice is a whole day from then on', () => {
    const round = dutyRoster([{ person: 'all', on: ['mon'], hours: '08:00-08:00' }], 'Asia/Shanghai');
    const at = (local: string) => round(epochOf(`${local}:00+08:00`))?.person;
    expect([at('2026-03-23T07:59'), at('2026-03-23T08:00'), at('2026-03-24T07:59'), at('2026-03-24T08:00')]).toEqual([
      undefined,
      'all',
      'all',
      undefined,
    ]);
  });
});
