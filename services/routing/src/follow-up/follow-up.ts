import { type CaseState, isOverdue, roundOf } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { epochOf } from '@complaint-ledger/policy';

const elapsed = (state: CaseState, at: string): number => Math.max(0, epochOf(at) - roundOf(state).started.ms);

const endsOverdue = (state: CaseState) => {
  const names = state.deadlines.filter((deadline) => isOverdue(state, deadline)).map(({ name }) => name);
  return names.length === 0 ? {} : { endsOverdue: names };
};

const named = (by: string | undefined) => (by === undefined ? {} : { by });

/** RES-1: the matter is settled; a second word of it changes nothing. */
export const resolveCase = (
  decision: Decision,
  at: string,
  told: { readonly verdict?: string | undefined; readonly by?: string | undefined },
): void => {
  if (decision.state.status !== 'open') return;
  decision.emit('CaseResolved', at, {
    ...(told.verdict === undefined ? {} : { verdict: told.verdict }),
    elapsedMs: elapsed(decision.state, at),
    ...named(told.by),
  });
};

export const closeCase = (decision: Decision, at: string, outcome: string, by: string | undefined): void => {
  if (decision.state.status === 'closed') return;
  decision.emit('CaseClosed', at, {
    outcome,
    wasResolved: decision.state.status === 'resolved',
    elapsedMs: elapsed(decision.state, at),
    ...endsOverdue(decision.state),
    ...named(by),
  });
};

export const reopenCase = (
  decision: Decision,
  at: string,
  because: 'not-satisfied' | 'reported',
  by: string | undefined,
): void => {
  const { state } = decision;
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
  readonly by?: string | undefined;
}

/** FUP-2: not satisfied, it is handled again in a new round; satisfied, it is closed (RES-7). FUP-3: the last answer counts. */
export const followUp = (decision: Decision, at: string, told: FollowUp): void => {
  const { survey } = decision.state;
  const answered = told.satisfied !== undefined || told.rating !== undefined;
  decision.emit('CustomerFollowedUp', at, {
    reached: told.reached,
    ...(told.satisfied === undefined ? {} : { satisfied: told.satisfied }),
    ...(told.rating === undefined ? {} : { rating: told.rating }),
    ...(survey === undefined || !answered ? {} : { supersedes: survey }),
    ...named(told.by),
  });
  if (!told.reached || told.satisfied === undefined) return;
  if (told.satisfied) closeCase(decision, at, 'satisfied', told.by);
  else reopenCase(decision, at, 'not-satisfied', told.by);
};
