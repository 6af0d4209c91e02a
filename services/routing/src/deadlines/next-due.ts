import type { Policy } from '@complaint-ledger/policy';
import type { CaseState } from '../cases/case-state.ts';
import { isStandingStill } from './standing-still.ts';

/** The earliest due time that nobody has judged yet, ms; undefined when there is none. What stands still does not run out. */
export const nextDue = (state: CaseState, policy: Policy | undefined): number | undefined => {
  let next: number | undefined;
  for (const deadline of state.deadlines) {
    if (deadline.status !== 'pending' || (next !== undefined && deadline.due.ms >= next)) continue;
    const rule = policy?.deadlines.find(({ id }) => id === deadline.name);
    if (!isStandingStill(state, rule, deadline)) next = deadline.due.ms;
  }
  return next;
};
