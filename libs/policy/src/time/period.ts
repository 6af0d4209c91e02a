import { LedgerError, said } from '@complaint-ledger/contracts';
import { civilDate, DAY_MS, dayNumber, isoDate, isoWeekday, pad, parseIsoDate } from './civil.ts';
import { instantOfLocal, offsetAt } from './zone-offset.ts';

export const periodKinds = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** The periods that an instant falls into, as they are written: `2026-03-29`, `2026-W13`, `2026-03`, `2026-Q1`, `2026`. */
export type Periods = { readonly [K in PeriodKind]: string };

/** Half-open, milliseconds since the epoch. */
export interface PeriodBounds {
  readonly from: number;
  readonly to: number;
}

const KEPT_DAYS = 47_482;
const kept: (Periods | undefined)[] = Array.from({ length: KEPT_DAYS });

/** Periods of the company's zone; weeks are ISO 8601 weeks with the week's own year. The same day gives the same object. */
export const periodsOf = (ms: number, zone: string): Periods => {
  const days = Math.floor((ms + offsetAt(ms, zone)) / DAY_MS);
  return kept[days] ?? learn(days);
};

const learn = (days: number): Periods => {
  const { year, month } = civilDate(days);
  const y = pad(year, 4);
  const periods: Periods = Object.freeze({
    day: isoDate(days),
    week: isoWeek(days),
    month: `${y}-${pad(month, 2)}`,
    quarter: `${y}-Q${Math.ceil(month / 3)}`,
    year: y,
  });
  if (days >= 0 && days < KEPT_DAYS) kept[days] = periods;
  return periods;
};

/** The week belongs to the year of its Thursday. */
const isoWeek = (days: number): string => {
  const thursday = days - isoWeekday(days) + 4;
  const { year } = civilDate(thursday);
  return `${pad(year, 4)}-W${pad(Math.floor((thursday - dayNumber(year, 1, 1)) / 7) + 1, 2)}`;
};

const firstMonday = (year: number): number => {
  const fourth = dayNumber(year, 1, 4);
  return fourth - isoWeekday(fourth) + 1;
};

interface Span {
  readonly first: number;
  /** The day after the last. */
  readonly end: number;
}

/** Days of a written period; undefined when it is none of that kind. */
const span = (kind: PeriodKind, text: string): Span | undefined => {
  const year = Number(text.slice(0, 4));
  switch (kind) {
    case 'day': {
      const first = parseIsoDate(text);
      return first === undefined ? undefined : { first, end: first + 1 };
    }
    case 'week': {
      if (!/^\d{4}-W\d\d$/.test(text)) return undefined;
      const first = firstMonday(year) + (Number(text.slice(6)) - 1) * 7;
      return isoWeek(first) === text ? { first, end: first + 7 } : undefined;
    }
    case 'month': {
      if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return undefined;
      return months(year, Number(text.slice(5)), 1);
    }
    case 'quarter': {
      if (!/^\d{4}-Q[1-4]$/.test(text)) return undefined;
      return months(year, Number(text.slice(6)) * 3 - 2, 3);
    }
    case 'year':
      return /^\d{4}$/.test(text) ? months(year, 1, 12) : undefined;
    default:
      return kind satisfies never;
  }
};

const months = (year: number, month: number, count: number): Span => {
  const after = month + count;
  return {
    first: dayNumber(year, month, 1),
    end: after > 12 ? dayNumber(year + 1, after - 12, 1) : dayNumber(year, after, 1),
  };
};

const example: Periods = { day: '2026-03-29', week: '2026-W13', month: '2026-03', quarter: '2026-Q1', year: '2026' };

const spanOrThrow = (kind: PeriodKind, text: string): Span => {
  const found = span(kind, text);
  if (found) return found;
  throw noPeriod(kind, text);
};

const zhKind: Readonly<Record<PeriodKind, string>> = {
  day: '日',
  week: '周',
  month: '月',
  quarter: '季度',
  year: '年',
};

const noPeriod = (kind: PeriodKind, text: string): LedgerError =>
  new LedgerError(
    'invalid-input',
    said(
      `There is no ${kind} '${text.slice(0, 40)}'.`,
      `“${text.slice(0, 40)}”不是${zhKind[kind]}的写法，或没有这个时期。`,
    ),
    {
      path: 'period',
      hint: said(`Write a ${kind} like ${example[kind]}.`, `请写成 ${example[kind]} 的样子。`),
    },
  );

/** Years that have a year before and after them in four digits. */
const FIRST_YEAR = 1000;
const LAST_YEAR = 9998;

/** The period as it is written in reports; accepts `2026-w7` for `2026-W07` and the like. LedgerError `invalid-input`. */
export const parsePeriod = (kind: PeriodKind, text: string): string => {
  const written = text.trim().toUpperCase();
  const padded = kind === 'week' ? written.replace(/-W(\d)$/, '-W0$1') : written.replace(/-(\d)(?=-|$)/g, '-0$1');
  const year = Number(padded.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) throw noPeriod(kind, padded);
  spanOrThrow(kind, padded);
  return padded;
};

/** From the first instant of the period in that zone to the first after it. LedgerError `invalid-input`. */
export const periodBounds = (kind: PeriodKind, period: string, zone: string): PeriodBounds => {
  const { first, end } = spanOrThrow(kind, period);
  return { from: instantOfLocal(first * DAY_MS, zone), to: instantOfLocal(end * DAY_MS, zone) };
};

const periodOfDay = (kind: PeriodKind, days: number): string => (kept[days] ?? learn(days))[kind];

export const previousPeriod = (kind: PeriodKind, period: string): string =>
  periodOfDay(kind, spanOrThrow(kind, period).first - 1);

export const nextPeriod = (kind: PeriodKind, period: string): string =>
  periodOfDay(kind, spanOrThrow(kind, period).end);

/** The period of the same name a year before; undefined for a 29 February or week 53 that year did not have. */
export const samePeriodLastYear = (kind: PeriodKind, period: string): string | undefined => {
  spanOrThrow(kind, period);
  const candidate = pad(Number(period.slice(0, 4)) - 1, 4) + period.slice(4);
  return span(kind, candidate) ? candidate : undefined;
};
