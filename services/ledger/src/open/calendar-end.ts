import { type PolicyBook, periodBounds } from '@complaint-ledger/policy';

const SOON_MS = 45 * 86_400_000;

export interface CalendarEnd {
  readonly calendar: string;
  /** Its last year. */
  readonly last: number;
}

/** Working calendars in use that end within 45 days: routing waits at the first matter that needs a year after it. */
export const endingCalendars = (policies: PolicyBook, now: number): readonly CalendarEnd[] => {
  const ending = new Map<string, number>();
  for (const id of policies.ids()) {
    const { workingYears, zone, pack } = policies.policy(id);
    if (workingYears === undefined || pack.calendar === undefined) continue;
    const { last } = workingYears;
    if (now + SOON_MS >= periodBounds('year', String(last), zone).to) ending.set(pack.calendar, last);
  }
  return [...ending].map(([calendar, last]) => ({ calendar, last }));
};
