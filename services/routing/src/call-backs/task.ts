import type { Fact } from '@complaint-ledger/contracts';
import { type DeadlineRule, type Policy, epochOf } from '@complaint-ledger/policy';
import type { Decision } from '../cases/decision.ts';
import { closeCase } from '../follow-up/follow-up.ts';

type CallReceived = Extract<Fact, { type: 'CallReceived' }>;
type CallFact = CallReceived | Extract<Fact, { type: 'CallEnded' }>;

/** A call-back to make for a call that is no case (CALL-6, CALL-7). */
export interface Task {
  readonly call: CallReceived;
  /** When it became one. */
  readonly at: string;
  /** Nobody could take the call. */
  readonly missed: boolean;
  readonly promise?: { readonly until: string; readonly person?: string; readonly by?: string };
}

const counts = ({ deadlines }: Policy, starts: DeadlineRule['starts']): boolean =>
  deadlines.some((rule) => rule.starts === starts);

/** Whether nobody could take the call (CALL-7). */
export const isUnanswered = (outcome: string | undefined): boolean => outcome === 'missed' || outcome === 'abandoned';

const isUnwanted = (outcome: string | undefined): boolean => outcome === 'nuisance' || outcome === 'misuse';

/** Whether the fact may ask for a call-back: then `decideFact` is told the facts of the call before it. */
export const mayAskForCallBack = (fact: Fact): fact is CallFact =>
  (fact.type === 'CallReceived' || fact.type === 'CallEnded') &&
  (fact.data.callBackBy !== undefined || isUnanswered(fact.data.outcome));

/** What was promised in the call by then. */
export const promiseIn = ({ data }: CallFact): Task['promise'] => {
  const { callBackBy: until, callBackPerson: person, agent: by } = data;
  if (until === undefined) return undefined;
  return { until, ...(person === undefined ? {} : { person }), ...(by === undefined ? {} : { by }) };
};

/**
 * CALL-7, CALL-6: a call that nobody could take, or that ended with a promise, asks for a call-back where the pack counts how long
 * that may take. Nuisance and misuse ask for none (CALL-8, CALL-10).
 */
export const taskOf = (fact: Fact, policy: Policy, told: readonly Fact[]): Task | undefined => {
  if (!mayAskForCallBack(fact)) return undefined;
  const call =
    fact.type === 'CallReceived' ? fact : told.find((each): each is CallReceived => each.type === 'CallReceived');
  if (call === undefined || isUnwanted(call.data.outcome) || isUnwanted(fact.data.outcome)) return undefined;
  const promise = counts(policy, 'promised') ? promiseIn(fact) : undefined;
  const missed = isUnanswered(fact.data.outcome) && counts(policy, 'missed-call');
  if (promise === undefined && !missed) return undefined;
  return { call, at: fact.occurredAt, missed, ...(promise === undefined ? {} : { promise }) };
};

/** The customer was reached, which is all that was to be done. */
export const closeCalledBack = (
  decision: Decision,
  at: string,
  { reached, by }: { readonly reached: boolean; readonly by?: string | undefined },
): void => {
  const { task, filed } = decision.state;
  if (task && reached && epochOf(at) >= filed.ms) closeCase(decision, at, 'called-back', by);
};
