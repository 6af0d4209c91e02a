import type { HolderRef } from '@complaint-ledger/contracts';
import type { DutyEntry } from './pack.ts';
import { DAY_MS, isoWeekday, parseIsoDate } from './time/civil.ts';
import { offsetAt } from './time/zone-offset.ts';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_MINUTES = 1440;

interface Entry {
  readonly holder: HolderRef;
  /** Days since 1970-01-01, both included. */
  readonly from: number;
  readonly to: number;
  /** ISO weekdays; undefined: every day. */
  readonly on: ReadonlySet<number> | undefined;
  /** Minutes after midnight of the day on which the duty begins; over 1440 when it ends the day after. */
  readonly start: number;
  readonly end: number;
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

const entryOf = ({ department, person, from, to, on, hours }: DutyEntry): Entry => {
  const start = hours === undefined ? 0 : minutesOf(hours.slice(0, 5));
  const end = hours === undefined ? DAY_MINUTES : minutesOf(hours.slice(6));
  return {
    holder: { ...(department === undefined ? {} : { department }), ...(person === undefined ? {} : { person }) },
    from: (from === undefined ? undefined : parseIsoDate(from)) ?? -Infinity,
    to: (to === undefined ? undefined : parseIsoDate(to)) ?? Infinity,
    on: on && new Set(on.map((name) => weekdays.indexOf(name) + 1)),
    start,
    end: end > start ? end : end + DAY_MINUTES,
  };
};

const begins = ({ from, to, on }: Entry, day: number): boolean =>
  day >= from && day <= to && (on === undefined || on.has(isoWeekday(day)));

/**
 * Who is on duty by a roster (ESC-3): the first entry that fits the civil time of the zone. Hours over midnight, `18:00-08:00`, belong
 * to the day on which they begin; `08:00-08:00` are a whole day from eight to eight.
 */
export const dutyRoster = (duty: readonly DutyEntry[], zone: string): ((ms: number) => HolderRef | undefined) => {
  const entries = duty.map(entryOf);
  return (ms) => {
    const local = ms + offsetAt(ms, zone);
    const day = Math.floor(local / DAY_MS);
    const minute = (local - day * DAY_MS) / 60_000;
    return entries.find(
      (entry) =>
        (minute >= entry.start && minute < entry.end && begins(entry, day)) ||
        (minute + DAY_MINUTES < entry.end && begins(entry, day - 1)),
    )?.holder;
  };
};
