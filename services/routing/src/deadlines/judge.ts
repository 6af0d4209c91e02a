import { formatInZone } from '@complaint-ledger/policy';
import {
  type CaseState,
  type Deadline,
  type Moment,
  type Round,
  deadlineByKey,
  isOverdue,
  momentsOfAct,
} from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { lapseDeadline, meetDeadline, meetMissedDeadline, missDeadline, moveDeadline, reverseMiss } from './declare.ts';
import { actsInRound } from './in-round.ts';
import { ceasedAt, endOf } from './needless.ts';
import { type Rule, isCallBack } from './rule.ts';
import { standingOf } from './standing-still.ts';

/** What has already happened when it begins does not meet it. */
const isMetOnlyAfterwards = ({ starts }: Rule): boolean =>
  starts !== 'filed' && starts !== 'round' && starts !== 'assigned';

const isFirstOfRow = ({ deadlines }: CaseState, { id }: Rule, { number }: Round, { key }: Deadline): boolean =>
  deadlines.find(({ name, round }) => name === id && round === number)?.key === key;

/** Where, in the order of time, those after that moment (ms) begin. */
const placeAfter = (acts: readonly Moment[], ms: number): number => acts.findLastIndex((act) => act.ms <= ms) + 1;

/** What met it, in time or not. A call kept is one after the promise; what met one of a row does not meet the next. */
const metOf = (state: CaseState, rule: Rule, round: Round, deadline: Deadline): Moment | undefined => {
  const { ms } = deadline.started;
  const acts = isCallBack(rule) ? momentsOfAct(state, rule.metBy) : actsInRound(state, round, rule.metBy);
  const isOfRow = rule.again === true && !isFirstOfRow(state, rule, round, deadline);
  const first =
    rule.starts === 'promised' || isOfRow
      ? placeAfter(acts, ms)
      : isMetOnlyAfterwards(rule)
        ? placeAfter(acts, ms - 1)
        : 0;
  return acts[first + (rule.nth ?? 1) - 1];
};

/** The earlier of those that came at or before the due time. */
const earliest = (dueMs: number, ...moments: readonly (Moment | undefined)[]): Moment | undefined => {
  let first: Moment | undefined;
  for (const moment of moments)
    if (moment !== undefined && moment.ms <= dueMs && (first === undefined || moment.ms < first.ms)) first = moment;
  return first;
};

/**
 * The due time after the pauses. A pause told late, that began before the deadline ran out, takes the miss back. True while the clock
 * stands still: then the deadline cannot run out.
 */
const movePaused = (decision: Decision, rule: Rule, deadline: Deadline, met: Moment | undefined): boolean => {
  const { state, policy } = decision;
  if (rule.pausedBy === undefined || state.pauses.length === 0) return false;
  if (deadline.status !== 'pending' && deadline.status !== 'missed') return false;
  const { over, since } = standingOf(state, rule, deadline);
  const clock = { startMs: deadline.started.ms, dueAt: deadline.own.ms, explanation: deadline.explanation };
  const moved = policy.stoodStill(clock, over);
  const stands = since !== undefined && since < moved.dueAt;
  // Met while it stood still: its clock went on no more.
  const untilMet = stands && met !== undefined && met.ms > since ? [...over, { from: since, to: met.ms }] : undefined;
  const due = untilMet === undefined ? moved : policy.stoodStill(clock, untilMet);
  const isMoved = due.dueAt !== deadline.due.ms;
  if (!isMoved && !(stands && deadline.status === 'missed')) return stands;
  const last = (untilMet ?? over).at(-1)?.to ?? since;
  const at = last === undefined ? deadline.due.at : formatInZone(last, state.zone);
  if (deadline.status === 'missed') reverseMiss(decision, deadline, at, 'pause');
  const running = deadlineByKey(decision.state, deadline.key);
  if (isMoved && running !== undefined) moveDeadline(decision, running, at, 'pause', due);
  return stands && untilMet === undefined;
};

/** Declares one deadline anew from what is known and how far the clock has come (ms). */
export const judge = (decision: Decision, before: Deadline, rule: Rule, round: Round, clock: number): void => {
  if (before.status === 'met' || before.status === 'lapsed') return;
  const told = decision.events.length;
  const met = metOf(decision.state, rule, round, before);
  const stands = movePaused(decision, rule, before, met);
  const { state, policy } = decision;
  const deadline = (decision.events.length > told ? deadlineByKey(state, before.key) : undefined) ?? before;
  const dueMs = stands ? Infinity : deadline.due.ms;
  const end = endOf(state, policy, rule, round.number, deadline.started.ms);
  if (deadline.status === 'pending') {
    const needless = earliest(dueMs, end, ceasedAt(state, policy, rule, deadline));
    if (met !== undefined && met.ms <= dueMs) meetDeadline(decision, rule, deadline, met);
    else if (needless !== undefined) lapseDeadline(decision, deadline, needless);
    else if (met !== undefined || dueMs < clock) missDeadline(decision, rule, deadline, met);
    return;
  }
  const needless = earliest(dueMs, end);
  if ((met === undefined || met.ms > dueMs) && needless !== undefined) {
    // Known too late, settled in time: nothing was owed any more when it was due.
    reverseMiss(decision, deadline, needless.at, 'late-fact');
    return lapseDeadline(decision, deadline, needless);
  }
  if (met === undefined || met.ms === deadline.met?.ms) return;
  if (met.ms <= dueMs) reverseMiss(decision, deadline, met.at, 'late-fact', met);
  else if (isOverdue(state, deadline)) meetMissedDeadline(decision, deadline, met);
};
