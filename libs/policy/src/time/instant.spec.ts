import { describe, expect, it } from '@jest/globals';
import { isLedgerError } from '@complaint-ledger/contracts';
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { epochOf, formatInZone } from './instant.ts';

const zones = ['Asia/Shanghai', 'Europe/Stockholm', 'America/New_York', 'Asia/Kathmandu', 'America/St_Johns', 'UTC'];
const instants = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2060, 0, 1) });

describe('epochOf', () => {
  it('reads what luxon writes, in any zone and to the millisecond', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (ms, zone) => {
        const text = DateTime.fromMillis(ms, { zone }).toISO();
        expect(text === null ? Number.NaN : epochOf(text)).toBe(ms);
      }),
      { seed: 1 },
    );
  });

  it('cuts fractions finer than a millisecond off', () => {
    expect(epochOf('2026-03-23T09:00:00.123999999+08:00')).toBe(Date.UTC(2026, 2, 23, 1, 0, 0, 123));
    expect(epochOf('2026-03-23T09:00:00.9+08:00')).toBe(Date.UTC(2026, 2, 23, 1, 0, 0, 900));
    expect(epochOf('1969-12-31T23:59:59.9999Z')).toBe(-1);
  });

  it('takes a leap second as the start of the next minute', () => {
    expect(epochOf('2016-12-31T23:59:60Z')).toBe(Date.UTC(2017, 0, 1));
  });

  it('reads lower case, far years and the leap day', () => {
    expect(epochOf('2024-02-29t00:00:00z')).toBe(Date.UTC(2024, 1, 29));
    expect(epochOf('9999-12-31T23:59:59Z')).toBe(Date.UTC(9999, 11, 31, 23, 59, 59));
    expect(epochOf('0001-01-01T00:00:00Z')).toBe(Date.parse('0001-01-01T00:00:00Z'));
  });

  it.each([
    '',
    '2026-03-23',
    '2026-03-23T09:00:00',
    '2026-03-23 09:00:00+08:00',
    '2026-02-29T09:00:00Z',
    '2026-13-01T09:00:00Z',
    '2026-00-01T09:00:00Z',
    '2026-03-23T24:00:00Z',
    '2026-03-23T09:60:00Z',
    '2026-03-23T09:00:61Z',
    '2026-03-23T09:00:00.Z',
    '2026-03-23T09:00:00+0800',
    '2026-03-23T09:00:00+24:00',
    '2026-03-23T09:00:00+08:00 ',
    '2026-03-23T09:00:00ZZ',
    '2026-3-23T09:00:00Z',
    '+026-03-23T09:00:00Z',
  ])('refuses %j', (text) => {
    expect(() => epochOf(text)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});

describe('formatInZone', () => {
  it('writes the same instant and the same wall time as luxon', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (ms, zone) => {
        const text = formatInZone(ms, zone);
        expect(epochOf(text)).toBe(ms);
        const iso = DateTime.fromMillis(ms, { zone }).toISO({ suppressMilliseconds: true });
        expect(text).toBe(iso?.replace(/Z$/, '+00:00'));
      }),
      { seed: 2 },
    );
  });

  it('writes milliseconds only when there are some', () => {
    expect(formatInZone(Date.UTC(2026, 2, 23, 1), 'Asia/Shanghai')).toBe('2026-03-23T09:00:00+08:00');
    expect(formatInZone(Date.UTC(2026, 2, 23, 1, 0, 0, 7), 'Asia/Shanghai')).toBe('2026-03-23T09:00:00.007+08:00');
  });

  it('keeps the instant where the zone was off by odd seconds', () => {
    const ms = Date.UTC(1890, 0, 1, 12);
    expect(formatInZone(ms, 'Asia/Shanghai')).toBe('1890-01-01T20:05:00+08:05');
    expect(epochOf(formatInZone(ms, 'America/New_York'))).toBe(ms);
  });

  it('names a zone that does not exist', () => {
    const fails = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return isLedgerError(error, 'config') ? error.message : error;
      }
    };
    expect(fails(() => formatInZone(0, 'Asia/Peking'))).toBe("There is no time zone 'Asia/Peking'.");
  });

  it('refuses an instant that RFC 3339 cannot write', () => {
    expect(() => formatInZone(8.64e15, 'UTC')).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => formatInZone(Number.NaN, 'UTC')).toThrow();
  });
});
