import type { Calendar } from '@complaint-ledger/policy';
import type { Random } from './random.ts';

const DAY_MS = 86_400_000;

/** Monday first. */
const ofWeekday = [1.3, 1.12, 1.02, 1, 1.06, 0.62, 0.5];

/** Monday 0; days since 1970-01-01, a Thursday. */
const weekdayOf = (day: number): number => (day + 3) % 7;

/** After the two great shopping festivals (6-18, 11-11) what was bought is complained about. */
const ofSeason = (day: number): number => {
  const date = new Date(day * DAY_MS);
  const after = (month: number, dayOfMonth: number): number =>
    day - Math.floor(Date.UTC(date.getUTCFullYear(), month - 1, dayOfMonth) / DAY_MS);
  const festival = [after(6, 18), after(11, 11)].some((days) => days >= 0 && days < 12);
  return festival ? 1.6 : 1;
};

/** How busy each day is, relative to the others; days are numbered from 1970-01-01 in local time. LedgerError `calendar`. */
export const busyness = (from: number, to: number, calendar: Calendar, random: Random): readonly number[] => {
  const open = new Map<number, ReadonlySet<number>>();
  const isOpen = (day: number): boolean => {
    const year = new Date(day * DAY_MS).getUTCFullYear();
    const days = open.get(year) ?? new Set(calendar.openDays(year));
    open.set(year, days);
    return days.has(day);
  };
  let shut = 0;
  return Array.from({ length: to - from }, (_, i) => {
    const day = from + i;
    const weekday = weekdayOf(day);
    const noise = random.between(0.88, 1.12);
    if (isOpen(day)) {
      // A shifted workday at the weekend is as busy as a Wednesday; after a holiday all that waited comes at once.
      const backlog = shut > 2 ? 1.5 : 1;
      shut = 0;
      return (weekday > 4 ? 1 : (ofWeekday[weekday] ?? 1)) * backlog * ofSeason(day) * noise;
    }
    shut++;
    return (weekday > 4 ? (ofWeekday[weekday] ?? 1) : 0.35) * ofSeason(day) * noise;
  });
};

/** Hour 0 to 23: a peak in the morning, another in the afternoon, a little in the evening. */
const ofHour = [1, 0.5, 0.4, 0.3, 0.3, 0.5, 1, 4, 18, 44, 52, 38, 20, 30, 44, 46, 38, 26, 15, 14, 12, 8, 4, 2].map(
  (weight, hour) => [hour, weight] as const,
);

/** A moment of a day, seconds since its midnight. */
export const timeOfDay = (random: Random): number => random.draw(ofHour) * 3_600 + random.below(3_600);
