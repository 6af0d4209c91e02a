import type { Policy } from '@complaint-ledger/policy';
import type { CaseState, Deadline, Moment } from '../cases/case-state.ts';
import { momentsOfAct } from '../cases/case-state.ts';
import { endsUnasked } from '../follow-up/ends-unasked.ts';
import { fittingFrom } from './fitting.ts';
import { type Rule, isCallBack } from './rule.ts';

/** FUP-1: a follow-up that the pack requires stays owed when somebody closes the case without it. */
const isOwedAfterClosing = ({ outcome }: CaseState, { pack }: Policy, rule: Rule): boolean =>
  rule.metBy === 'followed-up' &&
  pack.followUp?.required === true &&
  outcome !== 'satisfied' &&
  !endsUnasked(outcome, pack);

/** What comes after the settlement is not ended by it (FUP-1, RES-6), nor is a call that was promised (CALL-6). */
const comesAfterSettlement = (rule: Rule, { pack }: Policy): boolean => {
  if (isCallBack(rule) || rule.starts === 'resolved') return true;
  if (rule.metBy === 'closed' || rule.metBy === 'followed-up') return true;
  return rule.metBy.startsWith('step:') && pack.steps?.[rule.metBy.slice('step:'.length)]?.after === 'resolved';
};

/** What begins after the matter ended, and on purpose, is owed all the same. */
const isBegunOnPurpose = (rule: Rule): boolean =>
  isCallBack(rule) || /^(resolved|closed|step:.*|escalated:.*)$/.test(rule.starts);

/**
 * When nothing of the deadline that began then (ms) was owed any more: settled, or handled again, since the new round has due times of
 * its own (FUP-2). Undefined while it is owed.
 */
export const endOf = (
  state: CaseState,
  policy: Policy,
  rule: Rule,
  round: number,
  beganMs: number,
): Moment | undefined => {
  const next = state.rounds[round];
  if (next !== undefined && !isCallBack(rule)) return next.started;
  const { ended, status } = state;
  if (ended === undefined || (beganMs > ended.ms && isBegunOnPurpose(rule))) return undefined;
  // What was promised in the call that ended it is owed, too.
  if (isCallBack(rule) && beganMs === ended.ms) return undefined;
  if (status === 'closed')
    return rule.starts === 'closed' || isOwedAfterClosing(state, policy, rule) ? undefined : ended;
  return comesAfterSettlement(rule, policy) ? undefined : ended;
};

/** When the matter fitted the deadline no more: other conditions, or, where it runs since the present level, another level. */
export const ceasedAt = (state: CaseState, policy: Policy, rule: Rule, { started }: Deadline): Moment | undefined => {
  const ceases = fittingFrom(state, policy, rule, started)?.ceases;
  const levelled = rule.starts === 'level' ? momentsOfAct(state, 'level').find(({ ms }) => ms > started.ms) : undefined;
  if (ceases === undefined || levelled === undefined) return ceases ?? levelled;
  return ceases.ms < levelled.ms ? ceases : levelled;
};
