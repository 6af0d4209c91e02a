import { type Because, UNASSIGNED } from '@complaint-ledger/contracts';
import { type Due, formatInZone } from '@complaint-ledger/policy';
import type { CaseState, Deadline, Moment, Round } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { unitAt } from '../cases/dimensions.ts';
import { matterOf } from '../cases/matter.ts';
import { assessPenalty, reversePenalty } from '../penalties/penalty.ts';
import { type Rule, isCallBack } from './rule.ts';
import { type Start, occurrencesOf } from './starts.ts';

const named = (deadline: Deadline) => ({
  deadline: deadline.key,
  name: deadline.name,
  dueAt: deadline.due.at,
  response: deadline.response,
  ...(deadline.callBack ? { callBack: true } : {}),
  ...(deadline.callBackPerson === undefined ? {} : { callBackPerson: deadline.callBackPerson }),
});

/** Where the case is now, when that is not where the deadline counts. */
const elsewhere = (decision: Decision, department: string) => {
  const present = decision.dimensions.department;
  return present === department ? {} : { presentDepartment: present };
};

/** Who answers for it at that moment (ms): as the pack says, who received the matter, a named department, or whoever holds it then. */
const answering = ({ state, policy }: Decision, { answers }: Rule, ms: number): string => {
  if (typeof answers === 'object') return answers.department;
  const received = answers === 'receiver' ? state.receivingDepartment : undefined;
  return received ?? unitAt(state, ms, policy) ?? UNASSIGNED;
};

/** When the deadline ceased to matter: its round was followed by another, or the case was closed. */
const endedAt = (state: CaseState, deadline: Deadline): { readonly overdueUntil?: string } => {
  const next = state.rounds[deadline.round];
  if (next !== undefined) return { overdueUntil: next.started.at };
  return state.status === 'closed' && state.ended !== undefined ? { overdueUntil: state.ended.at } : {};
};

/** A deadline's clock begins to run; false when the pack sets no time for the matter as it is. */
export const startDeadline = (decision: Decision, rule: Rule, round: Round, begun: Start): boolean => {
  const { state, policy } = decision;
  const nth = occurrencesOf(state, rule, round).length + 1;
  const told = round.number === 1 && nth === 1 ? state.dueTimes[rule.id] : undefined;
  const given = told ?? begun.given;
  const due = policy.due(rule.id, {
    matter: matterOf(state),
    startedBy: begun.by,
    startedAt: begun.at.at,
    ...(given === undefined ? {} : { given }),
  });
  if (due === undefined) return false;
  decision.emit(
    'DeadlineStarted',
    begun.at.at,
    {
      deadline: `${rule.id}#${round.number}${nth === 1 ? '' : `.${nth}`}`,
      name: rule.id,
      dueAt: formatInZone(due.dueAt, state.zone),
      response: rule.response ?? false,
      ...(isCallBack(rule) ? { callBack: true } : {}),
      ...(begun.person === undefined ? {} : { callBackPerson: begun.person }),
      explanation: due.explanation,
    },
    { round: round.number },
  );
  return true;
};

/** Another due time. */
export const moveDeadline = (
  decision: Decision,
  deadline: Deadline,
  at: string,
  because: Because,
  { dueAt, explanation }: Due,
): void => {
  decision.emit(
    'DeadlineMoved',
    at,
    {
      ...named(deadline),
      dueAt: formatInZone(dueAt, decision.state.zone),
      wasDueAt: deadline.due.at,
      because,
      explanation,
    },
    { round: deadline.round },
  );
};

export const meetDeadline = (decision: Decision, rule: Rule, deadline: Deadline, met: Moment): void => {
  const department = answering(decision, rule, met.ms);
  decision.emit(
    'DeadlineMet',
    met.at,
    { ...named(deadline), metAt: met.at, ...elsewhere(decision, department) },
    { department, round: deadline.round },
  );
};

/** PEN-1: it counts, and is fined, at the due time, against who answers for it then. */
export const missDeadline = (decision: Decision, rule: Rule, deadline: Deadline, met: Moment | undefined): void => {
  const { state } = decision;
  const department = answering(decision, rule, deadline.due.ms);
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

/** What had been missed was done at last. */
export const meetMissedDeadline = (decision: Decision, deadline: Deadline, met: Moment): void => {
  const department = deadline.missedDepartment ?? UNASSIGNED;
  decision.emit(
    'MissedDeadlineMet',
    met.at,
    { ...named(deadline), metAt: met.at, ...elsewhere(decision, department) },
    { department, round: deadline.round },
  );
};

/** Takes a miss and its fine back; `met`: it had been kept. */
export const reverseMiss = (
  decision: Decision,
  deadline: Deadline,
  occurredAt: string,
  because: Because,
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

export const lapseDeadline = (decision: Decision, deadline: Deadline, { at }: Moment): void => {
  decision.emit('DeadlineLapsed', at, { ...named(deadline), lapsedAt: at }, { round: deadline.round });
};
