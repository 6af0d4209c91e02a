import { type PolicyBook, periodBounds } from '@complaint-ledger/policy';

const SOON_MS = 45 * 86_400_000;

export interface CalendarEnd {
  readonly calendar: string;
  /** Its last year. */
  readonly last: number;
  /** When that year is over, ms. */
  readonly end: number;
}

/** Working calendars in use: routing waits at the first matter that needs a year after the last. */
export const calendarEnds = (policies: PolicyBook): readonly CalendarEnd[] => {
  const ends = new Map<string, CalendarEnd>();
  for (const id of policies.ids()) {
    const { workingYears, zone, pack } = policies.policy(id);
    if (workingYears === undefined || pack.calendar === undefined) continue;
    const { last } = workingYears;
    ends.set(pack.calendar, { calendar: pack.calendar, last, end: periodBounds('year', String(last), zone).to });
  }
  return [...ends.values()];
};

/** Those that end within 45 days. */
export const endingCalendars = (policies: PolicyBook, now: number): readonly CalendarEnd[] =>
  calendarEnds(policies).filter(({ end }) => now + SOON_MS >= end);
