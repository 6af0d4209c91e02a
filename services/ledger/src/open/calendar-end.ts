import { type PolicyBook, periodBounds } from '@complaint-ledger/policy';

const SOON_MS = 45 * 86_400_000;

export interface CalendarEnd {
  readonly policy: string;
  /** Last year of its working calendar. */
  readonly last: number;
}

/** Policies whose working calendar ends within 45 days: routing waits at the first matter that needs a year after it. */
export const endingCalendars = (policies: PolicyBook, now: number): readonly CalendarEnd[] =>
  policies.ids().flatMap((policy) => {
    const { workingYears, zone } = policies.policy(policy);
    if (workingYears === undefined) return [];
    const { last } = workingYears;
    return now + SOON_MS < periodBounds('year', String(last), zone).to ? [] : [{ policy, last }];
  });
