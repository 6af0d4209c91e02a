import {
  type CaseState,
  type Resolution,
  type SurveyAnswers,
  isOverdue,
  momentsOfAct,
  roundOf,
} from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { inRound } from '../deadlines/in-round.ts';
import { epochOf } from '@complaint-ledger/policy';
import { forbidsClosing } from './closing.ts';
import { endsForGood } from './ends-unasked.ts';

const elapsed = (state: CaseState, at: string): number => Math.max(0, epochOf(at) - roundOf(state).started.ms);

const endsOverdue = (state: CaseState) => {
  const names = state.deadlines.filter((deadline) => isOverdue(state, deadline)).map(({ name }) => name);
  return names.length === 0 ? {} : { endsOverdue: names };
};

const named = (by: string | undefined) => (by === undefined ? {} : { by });

/** Whether what happened then can end the round that is running; else it belongs to an earlier one, and was told late. */
export const isOfThisRound = (state: CaseState, at: string): boolean => {
  const { number, started } = roundOf(state);
  return number === 1 || epochOf(at) > started.ms;
};

/** Whether the customer was reached in the round that is running (FUP-1). */
export const isFollowedUp = (state: CaseState): boolean =>
  momentsOfAct(state, 'followed-up').some((at) => inRound(state, roundOf(state), at, 'followed-up'));

interface Settlement {
  readonly verdict?: string | undefined;
  readonly by?: string | undefined;
}

/** RES-1: the matter is settled; a second word of it changes nothing. */
export const resolveCase = (decision: Decision, at: string, told: Settlement): void => {
  const { state } = decision;
  if (state.status !== 'open' || !isOfThisRound(state, at)) return settledBefore(decision, at, told);
  decision.emit('CaseResolved', at, {
    ...(told.verdict === undefined ? {} : { verdict: told.verdict }),
    elapsedMs: elapsed(state, at),
    ...named(told.by),
  });
};

const countedAs = ({ round: _, ...counted }: Resolution): Omit<Resolution, 'round'> => counted;

/** A settlement that became known when its round was over: it may have been in time all the same. */
const settledBefore = (decision: Decision, at: string, told: Settlement): void => {
  const { state } = decision;
  const settled = { at, ms: epochOf(at) };
  const round = state.rounds.findLast((each) => inRound(state, each, settled, 'resolved'));
  if (round === undefined) return;
  const known = state.resolutions.find((resolution) => resolution.round === round.number);
  const isLate =
    known === undefined
      ? round.number < state.rounds.length || settled.ms <= (state.ended?.ms ?? 0)
      : settled.ms < epochOf(known.occurredAt);
  if (!isLate) return;
  decision.emit(
    'CaseResolved',
    at,
    {
      ...(told.verdict === undefined ? {} : { verdict: told.verdict }),
      wasResolved: true,
      elapsedMs: Math.max(0, settled.ms - round.started.ms),
      ...(known === undefined ? {} : { supersedes: countedAs(known) }),
      ...named(told.by),
    },
    { round: round.number },
  );
};

export const closeCase = (decision: Decision, at: string, outcome: string, by: string | undefined): void => {
  const { state } = decision;
  if (state.status === 'closed' || !isOfThisRound(state, at)) return;
  decision.emit('CaseClosed', at, {
    outcome,
    wasResolved: state.status === 'resolved',
    elapsedMs: elapsed(state, at),
    ...endsOverdue(state),
    ...named(by),
  });
};

const SATISFIED = 'satisfied';

/** RES-7: the customer is satisfied, which closes it, unless something has to be done before: then that closes it. */
export const closeSatisfied = (decision: Decision, at: string, by: string | undefined): void => {
  if (forbidsClosing(decision, at, SATISFIED).length === 0) closeCase(decision, at, SATISFIED, by);
};

/** What a satisfied customer's case still lacked has been done. */
export const closeIfSatisfied = (decision: Decision, at: string, by: string | undefined): void => {
  const { status, survey } = decision.state;
  if (status !== 'resolved' || survey?.satisfied !== true || !isOfThisRound(decision.state, survey.occurredAt)) return;
  closeSatisfied(decision, epochOf(at) < epochOf(survey.occurredAt) ? survey.occurredAt : at, by);
};

/** The complainant takes it back, once, and that ends it. */
export const withdrawCase = (decision: Decision, at: string, by: string | undefined): void => {
  const { state } = decision;
  if (state.withdrawn || !isOfThisRound(state, at)) return;
  decision.emit('CaseWithdrawn', at, named(by));
  closeCase(decision, at, 'withdrawn', by);
};

/** A new round; what was reported of the time before the case ended does not open it again. */
export const reopenCase = (
  decision: Decision,
  at: string,
  because: 'not-satisfied' | 'reported',
  by: string | undefined,
): void => {
  const { state } = decision;
  if (!isOfThisRound(state, at) || epochOf(at) < (state.ended?.ms ?? 0)) return;
  decision.emit(
    'CaseReopened',
    at,
    { because, wasResolved: state.status !== 'open', ...endsOverdue(state), ...named(by) },
    { round: roundOf(state).number + 1 },
  );
};

export interface FollowUp {
  readonly reached: boolean;
  readonly satisfied?: boolean | undefined;
  readonly rating?: number | undefined;
  /** Answers to the questions of the pack's survey, 1 to 5 (FUP-4). */
  readonly answers?: Readonly<Record<string, number>> | undefined;
  readonly by?: string | undefined;
}

/** FUP-3 of the survey's questions: the answers given last are the ones that count. */
const answersOf = (answers: Readonly<Record<string, number>>, known: SurveyAnswers | undefined, at: string) => {
  if (known === undefined) return { answers: { ...answers } };
  return epochOf(at) < epochOf(known.occurredAt)
    ? { answers: { ...answers }, answersOutdated: true }
    : { answers: { ...answers }, supersedesAnswers: { ...known, answers: { ...known.answers } } };
};

/**
 * FUP-2: not satisfied, it is handled again in a new round, unless it was ended by a decision; satisfied, it is closed (RES-7). FUP-3:
 * the last answer counts, which is the last one given, not the last one told; whoever was not reached gave none.
 */
export const followUp = (decision: Decision, at: string, told: FollowUp): void => {
  const { survey, surveyAnswers } = decision.state;
  const { satisfied, rating, answers } = told.reached ? told : {};
  const answered = satisfied !== undefined || rating !== undefined;
  const outdated = answered && survey !== undefined && epochOf(at) < epochOf(survey.occurredAt);
  decision.emit('CustomerFollowedUp', at, {
    reached: told.reached,
    ...(satisfied === undefined ? {} : { satisfied }),
    ...(rating === undefined ? {} : { rating }),
    ...(answers === undefined ? {} : answersOf(answers, surveyAnswers, at)),
    ...(outdated ? { outdated } : {}),
    ...(survey === undefined || !answered || outdated ? {} : { supersedes: survey }),
    ...named(told.by),
  });
  if (satisfied === undefined || outdated) return;
  if (satisfied) closeSatisfied(decision, at, told.by);
  else if (!endsForGood(decision.state.outcome, decision.policy.pack))
    reopenCase(decision, at, 'not-satisfied', told.by);
};
