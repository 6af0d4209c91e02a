import { UNASSIGNED } from '@complaint-ledger/contracts';
import { epochOf, formatInZone } from '@complaint-ledger/policy';
import type { DeadlineRule, Policy } from '@complaint-ledger/policy';
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
import { unitAt } from '../cases/dimensions.ts';
import { matterOf } from '../cases/matter.ts';
import { endsUnasked } from '../follow-up/ends-unasked.ts';
import { assessPenalty, reversePenalty } from '../penalties/penalty.ts';

type Rule = DeadlineRule & { readonly id: string };

const keyOf = (rule: Rule, round: Round): string => `${rule.id}#${round.number}`;

/** Acts that end a round belong to the round they end; all others to the round that is running. */
const endsRound = new Set(['resolved', 'followed-up', 'closed']);

export const inRound = (state: CaseState, round: Round, at: Moment, act: string): boolean => {
  const next = state.rounds[round.number];
  const { ms } = at;
  const first = round.number === 1;
  return endsRound.has(act)
    ? (first || ms > round.started.ms) && (next === undefined || ms <= next.started.ms)
    : (first || ms >= round.started.ms) && (next === undefined || ms < next.started.ms);
};

/** Closing a case that nobody reported resolved is its resolution. */
const momentsOf = (state: CaseState, round: Round, act: DeadlineRule['metBy']): readonly Moment[] => {
  const told = momentsOfAct(state, act).filter((at) => inRound(state, round, at, act));
  return act === 'resolved' && told.length === 0
    ? momentsOfAct(state, 'closed').filter((at) => inRound(state, round, at, 'closed'))
    : told;
};

const startOf = (
  state: CaseState,
  rule: Rule,
  round: Round,
): { readonly at: Moment; readonly by: string } | undefined => {
  switch (rule.starts) {
    case 'filed':
      return round.number === 1 ? { at: state.filed, by: 'filed' } : undefined;
    case 'round':
      return { at: round.started, by: round.startedBy };
    default: {
      const first = momentsOfAct(state, rule.starts).find((at) => inRound(state, round, at, rule.starts));
      return first === undefined ? undefined : { at: first, by: rule.starts };
    }
  }
};

const start = (decision: Decision, rule: Rule, round: Round): void => {
  const { state, policy } = decision;
  const begun = startOf(state, rule, round);
  if (begun === undefined) return;
  const given = round.number === 1 ? state.dueTimes[rule.id] : undefined;
  const due = policy.due(rule.id, {
    matter: matterOf(state),
    startedBy: begun.by,
    startedAt: begun.at.at,
    ...(given === undefined ? {} : { given }),
  });
  if (due === undefined) return;
  decision.emit('DeadlineStarted', begun.at.at, {
    deadline: keyOf(rule, round),
    name: rule.id,
    dueAt: formatInZone(due.dueAt, state.zone),
    response: rule.response ?? false,
    explanation: due.explanation,
  });
};

const named = (deadline: Deadline) => ({
  deadline: deadline.key,
  name: deadline.name,
  dueAt: deadline.due.at,
  response: deadline.response,
});

/** Where the case is now, when that is not where the deadline counts. */
const elsewhere = (decision: Decision, department: string) => {
  const present = decision.dimensions.department;
  return present === department ? {} : { presentDepartment: present };
};

/** When the deadline ceased to matter: its round was followed by another, or the case was closed. */
const endedAt = (state: CaseState, deadline: Deadline): { readonly overdueUntil?: string } => {
  const next = state.rounds[deadline.round];
  if (next !== undefined) return { overdueUntil: next.started.at };
  return state.status === 'closed' && state.ended !== undefined ? { overdueUntil: state.ended.at } : {};
};

const miss = (decision: Decision, deadline: Deadline, met: Moment | undefined): void => {
  const { state, policy } = decision;
  const department = unitAt(state, deadline.due.ms, policy) ?? UNASSIGNED;
  const holding = state.holdings.findLast(({ since }) => since <= deadline.due.ms);
  const missed = decision.emit(
    'DeadlineMissed',
    deadline.due.at,
    {
      ...named(deadline),
      ...(met === undefined ? endedAt(state, deadline) : { metAt: met.at }),
      holder: holding?.holder ?? {},
      ...elsewhere(decision, department),
    },
    { department, round: deadline.round },
  );
  assessPenalty(decision, deadline, missed, department);
};

export const reverseMiss = (
  decision: Decision,
  deadline: Deadline,
  occurredAt: string,
  because: 'late-fact' | 'extension' | 'level',
  met?: Moment,
): void => {
  const { missed } = deadline;
  if (missed === undefined) return;
  const department = deadline.missedDepartment ?? UNASSIGNED;
  const until = deadline.met === undefined ? endedAt(decision.state, deadline) : { overdueUntil: deadline.met.at };
  decision.emit(
    'DeadlineMissReversed',
    occurredAt,
    {
      ...named(deadline),
      missed,
      ...(met === undefined ? {} : { metAt: met.at }),
      ...until,
      because,
      ...elsewhere(decision, department),
    },
    { department, round: deadline.round },
  );
  reversePenalty(decision, deadline, occurredAt, because);
};

const lapse = (decision: Decision, deadline: Deadline, { at }: Moment): void => {
  decision.emit('DeadlineLapsed', at, { ...named(deadline), lapsedAt: at }, { round: deadline.round });
};

/** FUP-1: a follow-up that the pack requires stays owed when somebody closes the case without it. */
const isOwedAfterClosing = (state: CaseState, policy: Policy, rule: Rule): boolean =>
  rule.metBy === 'followed-up' &&
  policy.pack.followUp?.required === true &&
  state.outcome !== 'satisfied' &&
  !endsUnasked(state.outcome, policy.pack);

/** Declares one deadline anew from what is known and how far the clock has come. */
const judge = (decision: Decision, deadline: Deadline, rule: Rule, round: Round, clock: number): void => {
  const { state, policy } = decision;
  const met = momentsOf(state, round, rule.metBy)[(rule.nth ?? 1) - 1];
  const needless = needlessSince(decision, deadline, rule);
  switch (deadline.status) {
    case 'met':
    case 'lapsed':
      return;
    case 'pending':
      if (met !== undefined && met.ms <= deadline.due.ms) {
        const department = unitAt(state, met.ms, policy) ?? UNASSIGNED;
        decision.emit(
          'DeadlineMet',
          met.at,
          { ...named(deadline), metAt: met.at, ...elsewhere(decision, department) },
          { department, round: deadline.round },
        );
      } else if (needless !== undefined) lapse(decision, deadline, needless);
      else if (met !== undefined || deadline.due.ms < clock) miss(decision, deadline, met);
      return;
    case 'missed':
      if ((met === undefined || met.ms > deadline.due.ms) && needless !== undefined) {
        // Known too late, settled in time: nothing was owed any more when it was due.
        reverseMiss(decision, deadline, needless.at, 'late-fact');
        return lapse(decision, deadline, needless);
      }
      if (met === undefined || met.ms === deadline.met?.ms) return;
      if (met.ms <= deadline.due.ms) reverseMiss(decision, deadline, met.at, 'late-fact', met);
      else if (isOverdue(state, deadline)) {
        const department = deadline.missedDepartment ?? UNASSIGNED;
        decision.emit(
          'MissedDeadlineMet',
          met.at,
          { ...named(deadline), metAt: met.at, ...elsewhere(decision, department) },
          { department, round: deadline.round },
        );
      }
      return;
    default: {
      const unknown: never = deadline.status;
      throw new TypeError(`unknown status ${String(unknown)}`);
    }
  }
};

/**
 * When it ceased to be owed before it was due: settled, except for what begins with the settlement (FUP-1), or handled again, since the
 * new round has due times of its own (FUP-2). Undefined while it is owed.
 */
const needlessSince = ({ state, policy }: Decision, deadline: Deadline, rule: Rule): Moment | undefined => {
  const next = state.rounds[deadline.round];
  const isOver = rule.starts !== 'resolved' || (state.status === 'closed' && !isOwedAfterClosing(state, policy, rule));
  const ended = next?.started ?? (isOver ? state.ended : undefined);
  return ended !== undefined && ended.ms <= deadline.due.ms ? ended : undefined;
};

/**
 * Brings every deadline up to what the case's facts and the clock say: starts, meets, misses, takes back.
 * `clock` is how far time has come for this case, in ms: its source's clock, or the wall clock (design: source clock); `at` is when
 * that happened which is decided. A response is in time when it is made at or before its due time.
 */
export const reconcileDeadlines = (decision: Decision, clock: number, at?: string): void => {
  for (const round of roundsToJudge(decision.state, at))
    for (const rule of decision.policy.deadlines) {
      const key = keyOf(rule, round);
      if (deadlineByKey(decision.state, key) === undefined) start(decision, rule, round);
      const deadline = deadlineByKey(decision.state, key);
      if (deadline !== undefined) judge(decision, deadline, rule, round, clock);
    }
};

/** A case handled again and again has many rounds, of which few can change: the last two, those with something due, the one of `at`. */
const roundsToJudge = (state: CaseState, at: string | undefined): readonly Round[] => {
  const pending = new Set<number>();
  for (const { status, round } of state.deadlines) if (status === 'pending') pending.add(round);
  const told = at === undefined ? undefined : { at, ms: epochOf(at) };
  return state.rounds.filter(
    (round) =>
      round.number >= state.rounds.length - 1 ||
      pending.has(round.number) ||
      (told !== undefined && (inRound(state, round, told, 'contacted') || inRound(state, round, told, 'resolved'))),
  );
};

/** The earliest due time that nobody has judged yet, ms; undefined when there is none. */
export const nextDue = (state: CaseState): number | undefined => {
  let next: number | undefined;
  for (const deadline of state.deadlines)
    if (deadline.status === 'pending' && (next === undefined || deadline.due.ms < next)) next = deadline.due.ms;
  return next;
};
