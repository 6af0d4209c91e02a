import { LedgerError, said } from '@complaint-ledger/contracts';
import { civilDate, DAY_MS, dayNumber, daysInMonth, pad } from './civil.ts';
import { offsetAt } from './zone-offset.ts';

const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
};
const two = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

const isOneOf = (code: number, upper: string): boolean => (code & ~32) === upper.charCodeAt(0);

/**
 * Milliseconds since the epoch of an RFC 3339 date-time with offset. Finer fractions are cut off; second 60 is the first of the
 * next minute. LedgerError `invalid-input` for anything else.
 */
export const epochOf = (rfc3339: string): number => {
  const year = two(rfc3339, 0) * 100 + two(rfc3339, 2);
  const month = two(rfc3339, 5);
  const day = two(rfc3339, 8);
  const hour = two(rfc3339, 11);
  const minute = two(rfc3339, 14);
  const second = two(rfc3339, 17);
  const wellFormed =
    rfc3339.charCodeAt(4) === 45 &&
    rfc3339.charCodeAt(7) === 45 &&
    isOneOf(rfc3339.charCodeAt(10), 'T') &&
    rfc3339.charCodeAt(13) === 58 &&
    rfc3339.charCodeAt(16) === 58 &&
    year >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month) &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 60;
  if (!wellFormed) throw notATime(rfc3339);

  let at = 19;
  let millis = 0;
  if (rfc3339.charCodeAt(at) === 46) {
    let scale = 100;
    for (at += 1; digit(rfc3339, at) >= 0; at += 1) {
      millis += Math.floor(digit(rfc3339, at) * scale);
      scale = scale > 1 ? scale / 10 : 0;
    }
    if (at === 20) throw notATime(rfc3339);
  }
  const local = dayNumber(year, month, day) * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1000 + millis;
  const sign = rfc3339.charCodeAt(at);
  if (isOneOf(sign, 'Z') && rfc3339.length === at + 1) return local;
  const [offsetHours, offsetMinutes] = [two(rfc3339, at + 1), two(rfc3339, at + 4)];
  const hasOffset =
    (sign === 43 || sign === 45) &&
    rfc3339.charCodeAt(at + 3) === 58 &&
    rfc3339.length === at + 6 &&
    offsetHours <= 23 &&
    offsetMinutes <= 59;
  if (!hasOffset) throw notATime(rfc3339);
  const offset = offsetHours * 3_600_000 + offsetMinutes * 60_000;
  return sign === 43 ? local - offset : local + offset;
};

const notATime = (text: string): LedgerError =>
  new LedgerError(
    'invalid-input',
    said(
      `'${text.slice(0, 40)}' is not an RFC 3339 date-time with an offset.`,
      `“${text.slice(0, 40)}”不是带时差的 RFC 3339 日期时间。`,
    ),
    {
      hint: said('Write it like 2026-03-23T09:00:00+08:00.', '请写成 2026-03-23T09:00:00+08:00。'),
    },
  );

/**
 * RFC 3339 with the zone's offset at that instant; milliseconds only when there are some. RFC 3339 knows no seconds in an
 * offset: the few zones that had them long ago are written with the whole minutes, and the same instant.
 */
export const formatInZone = (ms: number, zone: string): string => {
  const offsetMinutes = Math.trunc(offsetAt(ms, zone) / 60_000);
  const local = ms + offsetMinutes * 60_000;
  const days = Math.floor(local / DAY_MS);
  const { year, month, day } = dateOf(days);
  if (!(year >= 0 && year <= 9999)) {
    throw new LedgerError('invalid-input', `${ms} is no instant of the years 0 to 9999.`, {
      hint: 'Give milliseconds since 1970-01-01T00:00:00Z.',
    });
  }
  const rest = local - days * DAY_MS;
  const millis = rest % 1000;
  const seconds = Math.floor(rest / 1000);
  const away = Math.abs(offsetMinutes);
  return (
    `${pad(year, 4)}-${TWO[month]}-${TWO[day]}T` +
    `${TWO[Math.floor(seconds / 3600)]}:${TWO[Math.floor(seconds / 60) % 60]}:${TWO[seconds % 60]}` +
    (millis === 0 ? '' : `.${pad(Math.floor(millis), 3)}`) +
    `${offsetMinutes < 0 ? '-' : '+'}${TWO[Math.floor(away / 60)]}:${TWO[away % 60]}`
  );
};

const TWO: readonly string[] = Array.from({ length: 60 }, (_, value) => pad(value, 2));

let lastDays = Number.NaN;
let lastDate = civilDate(0);
const dateOf = (days: number) => {
  if (days === lastDays) return lastDate;
  lastDate = civilDate(days);
  lastDays = days;
  return lastDate;
};
