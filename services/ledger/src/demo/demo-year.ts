import { LedgerError, said } from '@complaint-ledger/contracts';
import { openCalendarBook, periodBounds, periodsOf, previousPeriod } from '@complaint-ledger/policy';

const DAY_MS = 86_400_000;

/** The days that the demo plays, and the last whole week in them. */
export interface DemoYear {
  /** First day, `2025-11-21`. */
  readonly from: string;
  /** The day after the last. */
  readonly to: string;
  /** `2026-W46`. */
  readonly week: string;
}

const wrong = (until: string): LedgerError =>
  new LedgerError('invalid-input', said(`“${until}” is not a date.`, `“${until}”不是日期。`), {
    path: 'until',
    hint: said('Write it like 2026-03-23.', '请写成 2026-03-23。'),
  });

/** A year, and enough weeks more that the last one can be compared with the same week a year before. */
const DAYS = 56 * 7;

/**
 * The 56 weeks before `until`, or before today; but no later than the holidays are known, with room for deadlines that run
 * on into the last known days. LedgerError `invalid-input`.
 */
export const demoYear = (zone: string, now: number, until?: string): DemoYear => {
  if (until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(until)) throw wrong(until);
  const asked = until === undefined ? periodsOf(now, zone).day : periodsOf(Date.parse(`${until}T12:00:00Z`), 'UTC').day;
  if (until !== undefined && asked !== until) throw wrong(until);
  const known = `${openCalendarBook().calendar('CN').lastYear}-12-01`;
  const to = asked < known ? asked : known;
  const from = new Date(Date.parse(to) - DAYS * DAY_MS).toISOString().slice(0, 10);
  const end = periodBounds('day', to, zone).from;
  return { from, to, week: previousPeriod('week', periodsOf(end, zone).week) };
};
