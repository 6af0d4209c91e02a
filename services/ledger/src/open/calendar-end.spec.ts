import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { endingCalendars } from './calendar-end.ts';

describe('the end of a working calendar', () => {
  const policies = openPolicyBook();
  const last = policies.policy('standard').workingYears?.last ?? Number.NaN;

  it('is told from 45 days before, once however many policies count by it', () => {
    const end = Date.parse(`${last + 1}-01-01T00:00:00+08:00`);
    const before = end - 45 * 86_400_000;
    expect(endingCalendars(policies, before - 1)).toEqual([]);
    expect(endingCalendars(policies, before)).toEqual([{ calendar: 'CN', last, end }]);
    expect(endingCalendars(policies, end + 1)).toEqual([{ calendar: 'CN', last, end }]);
  });
});
