import { epochOf } from '@complaint-ledger/policy';
import { type Observed, recordBreaches } from '../cases/breach.ts';
import type { CaseState, Deadline } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { moveDeadline, reverseMiss } from '../deadlines/declare.ts';
import { beyondExtension, hadRunOut, unfoundedGround } from './extension-rules.ts';

/** The deadline that is meant: the one that was running then, when several rounds have one of the name. */
const deadlineAt = (state: CaseState, nameOrKey: string, at: string): Deadline | undefined => {
  const ms = epochOf(at);
  const meant = state.deadlines.filter(({ name, key }) => name === nameOrKey || key === nameOrKey);
  return meant.findLast(({ round }) => (state.rounds[round - 1]?.started.ms ?? 0) <= ms) ?? meant.at(-1);
};

/** EXT-1: while a request is pending the clock runs on. */
export const requestExtension = (
  decision: Decision,
  at: string,
  request: {
    readonly deadline: string;
    readonly until: string;
    readonly ground?: string | undefined;
    readonly by?: string | undefined;
  },
): void => {
  const { state, policy } = decision;
  const { ground, by } = request;
  const deadline = deadlineAt(state, request.deadline, at);
  if (deadline === undefined || state.requests[deadline.key]?.until === request.until) return;
  const event = decision.emit(
    'ExtensionRequested',
    at,
    {
      deadline: deadline.key,
      name: deadline.name,
      until: request.until,
      ...(ground === undefined ? {} : { ground }),
      ...(by === undefined ? {} : { by }),
    },
    { round: deadline.round },
  );
  const unfounded = ground === undefined ? undefined : unfoundedGround(state, policy, deadline, ground, at);
  const tooLate = hadRunOut(state, policy, deadline, at) ? 'more time is asked for before the deadline' : undefined;
  breach(decision, deadline, { at, by, event }, unfounded ?? tooLate);
  const granted = state.grants[deadline.key];
  if (granted !== undefined) grant(decision, at, deadline, request.until, granted);
};

/** An observation that breaks EXT-1 is recorded all the same, and that it does, once for a deadline. */
const breach = (decision: Decision, deadline: Deadline, observed: Observed, reason: string | undefined): void => {
  if (reason === undefined) return;
  recordBreaches(decision, observed, [{ rules: ['EXT-1'], about: `extension.${deadline.key}`, reason, missing: [] }]);
};

const grant = (decision: Decision, at: string, deadline: Deadline, until: string, granted: string): void => {
  breach(decision, deadline, { at, event: granted }, beyondExtension(decision.policy, deadline, until));
  if (deadline.status === 'met' || deadline.status === 'lapsed' || epochOf(until) <= deadline.due.ms) return;
  // EXT-1: granted, the deadline moves and a penalty for that deadline falls away.
  const kept = deadline.met !== undefined && deadline.met.ms <= epochOf(until) ? deadline.met : undefined;
  if (deadline.status === 'missed') reverseMiss(decision, deadline, at, 'extension', kept);
  if (kept !== undefined) return;
  moveDeadline(decision, deadline, at, 'extension', {
    dueAt: epochOf(until),
    explanation: { ...deadline.explanation, extendedBy: [...(deadline.explanation.extendedBy ?? []), granted] },
  });
};

/** EXT-1: the general manager grants or refuses; refused, the deadline and its penalty stand. */
export const decideExtension = (
  decision: Decision,
  at: string,
  answer: {
    readonly deadline: string;
    readonly granted: boolean;
    readonly until?: string | undefined;
    readonly by?: string | undefined;
  },
): void => {
  const { state } = decision;
  const asked = state.deadlines.findLast(
    ({ name, key }) => (name === answer.deadline || key === answer.deadline) && state.requests[key] !== undefined,
  );
  const deadline = asked ?? deadlineAt(state, answer.deadline, at);
  if (deadline === undefined) return;
  const by = answer.by === undefined ? {} : { by: answer.by };
  const named = { deadline: deadline.key, name: deadline.name, ...by };
  const { round } = deadline;
  if (!answer.granted) {
    decision.emit('ExtensionRefused', at, named, { round });
    return;
  }
  const until = answer.until ?? state.requests[deadline.key]?.until;
  const saidBefore = asked === undefined && (deadline.extended || state.grants[deadline.key] !== undefined);
  if (saidBefore && (until === undefined || epochOf(until) <= deadline.due.ms)) return;
  const granted = decision.emit(
    'ExtensionGranted',
    at,
    { ...named, ...(until === undefined ? {} : { until }) },
    { round },
  );
  if (until !== undefined) grant(decision, at, deadline, until, granted);
};
