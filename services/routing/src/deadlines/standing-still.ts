import type { Stretch } from '@complaint-ledger/policy';
import type { CaseState, Deadline } from '../cases/case-state.ts';
import type { Rule } from './rule.ts';

/** When the clock of a deadline stood still (ms): what is over, and since when it stands now. */
export interface Standing {
  readonly over: readonly Stretch[];
  readonly since?: number;
}

/** The pauses whose reason stops the deadline, since it runs from where it does, without what overlaps. */
export const standingOf = (state: CaseState, rule: Rule, deadline: Deadline): Standing => {
  const reasons = rule.pausedBy ?? [];
  const stretches = state.pauses
    .filter(({ reason }) => reasons.includes(reason))
    .map(({ from, to }) => ({ from: Math.max(from.ms, deadline.runsFrom), to: to?.ms ?? Infinity }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from);
  const merged: Stretch[] = [];
  for (const stretch of stretches) {
    const last = merged.at(-1);
    if (last === undefined || stretch.from > last.to) merged.push(stretch);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, stretch.to) };
  }
  const open = merged.at(-1)?.to === Infinity ? merged.pop() : undefined;
  return { over: merged, ...(open === undefined ? {} : { since: open.from }) };
};

/** Whether it stands still and will not run out before it goes on. */
export const isStandingStill = (state: CaseState, rule: Rule | undefined, deadline: Deadline): boolean => {
  const since = rule === undefined ? undefined : standingOf(state, rule, deadline).since;
  return since !== undefined && since < deadline.due.ms;
};
