import { formatInZone, instantOfLocal, offsetAt } from '@complaint-ledger/policy';
import { DateTime } from 'luxon';
import { excelSerialWall } from './excel-serial.ts';

/** How the times of a column are written: formats tried in order, and the zone of those without an offset. */
export interface TimeReading {
  readonly formats: readonly string[];
  readonly zone: string | undefined;
}

export interface ParsedTime {
  /** RFC 3339 with offset. */
  readonly text: string;
  readonly ms: number;
  /** `skipped`: the clock was put forward over it; `twice`: the clock was put back over it. */
  readonly note?: 'skipped' | 'twice';
}

export type TimeFailure = 'format' | 'zone';

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ]\s?(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?)?\s?([Zz]|[+-]\d\d(?::?\d\d)?)?$/;

const DAY_MS = 86_400_000;

/** Named formats; every other one is a pattern of luxon tokens. */
export const namedFormats = ['iso', 'excel', 'epoch-s', 'epoch-ms'] as const;

/** The first format that fits decides. `zone`: it fits, but has no offset and the mapping names no zone. */
export const parseTime = (text: string, reading: TimeReading): ParsedTime | TimeFailure => {
  let failure: TimeFailure = 'format';
  for (const format of reading.formats) {
    const parsed = parseAs(text, format, reading.zone);
    if (parsed === 'zone') failure = 'zone';
    else if (parsed !== 'format') return parsed;
  }
  return failure;
};

const parseAs = (text: string, format: string, zone: string | undefined): ParsedTime | TimeFailure => {
  switch (format) {
    case 'iso':
      return parseIso(text, zone);
    case 'excel': {
      const wall = /^\d{1,7}(\.\d+)?$/.test(text) ? excelSerialWall(Number(text)) : undefined;
      return wall === undefined ? 'format' : inZone(wall, zone);
    }
    case 'epoch-s':
      return /^-?\d{1,11}(\.\d+)?$/.test(text) ? fromEpoch(Number(text) * 1000, zone) : 'format';
    case 'epoch-ms':
      return /^-?\d{1,14}$/.test(text) ? fromEpoch(Number(text), zone) : 'format';
    default:
      return parseTokens(text, format, zone);
  }
};

const parseIso = (text: string, zone: string | undefined): ParsedTime | TimeFailure => {
  const match = ISO.exec(text);
  if (!match) return 'format';
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '', offset] = match;
  const wall = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second, +fraction.slice(0, 3).padEnd(3, '0'));
  const shown = new Date(wall);
  const real =
    shown.getUTCMonth() + 1 === +month && shown.getUTCDate() === +day && +hour < 24 && +minute < 60 && +second < 60;
  if (!real) return 'format';
  if (offset === undefined) return inZone(wall, zone);
  const colon = offset.toUpperCase() === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2).padStart(2, '0')}`;
  const normal = offset.length === 3 ? `${offset}:00` : colon;
  const digits = fraction.replace(/0+$/, '');
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}${digits ? `.${digits}` : ''}${normal}`;
  const ms = wall - offsetMs(normal);
  return Number.isNaN(ms) ? 'format' : { text: iso, ms };
};

const offsetMs = (offset: string): number => {
  if (offset === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4, 6));
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
};

const parseTokens = (text: string, format: string, zone: string | undefined): ParsedTime | TimeFailure => {
  const read = DateTime.fromFormat(text, format, { zone: 'utc', setZone: true, locale: 'en' });
  if (!read.isValid) return 'format';
  if (hasOffset(format)) return { text: read.toISO({ suppressMilliseconds: true }) ?? '', ms: read.toMillis() };
  return inZone(read.toMillis(), zone);
};

/** Tokens `Z`, `ZZ`, `ZZZ`, `z` outside quotes say an offset or zone. */
const hasOffset = (format: string): boolean => /[Zz]/.test(format.replace(/'[^']*'/g, ''));

/** RFC 3339 ends with the year 9999, and begins where a date has a meaning in business. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.UTC(9999, 11, 31);

const fromEpoch = (ms: number, zone: string | undefined): ParsedTime | TimeFailure => {
  const whole = Math.round(ms);
  if (whole < FIRST || whole > LAST) return 'format';
  return { text: formatInZone(whole, zone ?? 'UTC'), ms: whole };
};

/**
 * The instant at which clocks of `zone` show a wall time. A time that the clocks skipped is moved forward by what was
 * skipped; of a time that they showed twice the first is taken. Both are noted.
 */
const inZone = (wall: number, zone: string | undefined): ParsedTime | TimeFailure => {
  if (zone === undefined) return 'zone';
  if (Number.isNaN(wall) || wall < FIRST || wall > LAST) return 'format';
  const ms = instantOfLocal(wall, zone);
  const parsed = { text: formatInZone(ms, zone), ms };
  if (ms + offsetAt(ms, zone) !== wall) return { ...parsed, note: 'skipped' };
  const later = wall - offsetAt(wall + DAY_MS, zone);
  return later !== ms && later + offsetAt(later, zone) === wall ? { ...parsed, note: 'twice' } : parsed;
};
