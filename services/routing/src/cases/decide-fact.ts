import type { Fact } from '@complaint-ledger/contracts';
import { type Policy, epochOf } from '@complaint-ledger/policy';
import { reconcileDeadlines } from '../deadlines/reconcile.ts';
import { decideExtension, requestExtension } from '../extensions/extension.ts';
import { isBounced } from '../follow-up/closing.ts';
import {
  closeCase,
  closeIfSatisfied,
  closeSatisfied,
  followUp,
  reopenCase,
  resolveCase,
  withdrawCase,
} from '../follow-up/follow-up.ts';
import { contact } from '../contacts/contact.ts';
import { changeLevel } from '../levels/level.ts';
import { assign, heldAt, isTransfer, recordTransfer, violate } from '../transfers/transfer.ts';
import { recordBreaches } from './breach.ts';
import type { CaseState } from './case-state.ts';
import { type Cause, Decision } from './decision.ts';
import { CLOSED, observedBreaches } from './observed.ts';
import { openCase, openTask, opensCase } from './open-case.ts';
import { reclassify } from './reclassify.ts';
import { takeBackViolations } from './take-back.ts';
import { isPromised, promiseCallBack } from '../call-backs/promise.ts';
import { closeCalledBack, mayAskForCallBack, promiseIn, taskOf } from '../call-backs/task.ts';
import { recordCompensation } from '../compensations/compensation.ts';
import { escalate } from '../escalations/escalation.ts';
import { pauseCase, resumeCase } from '../pauses/pause.ts';
import { recordStep } from '../steps/step.ts';

const recordAssignment = (decision: Decision, fact: Extract<Fact, { type: 'AssignmentReported' }>): void => {
  const { data, occurredAt: at } = fact;
  const { policy } = decision;
  const then = heldAt(decision.state, at);
  const { department, group, person, by } = data;
  const to = {
    ...(department === undefined ? {} : { department }),
    ...(group === undefined ? {} : { group }),
    ...(person === undefined ? {} : { person }),
  };
  const proposal = data.automatic === true || (by !== undefined && policy.isSystem(by));
  // An automatic assignment is a proposal: the first one by a person or a CRM replaces it and is no transfer.
  if (then.proposed || !isTransfer(then, policy, { at, to, by })) assign(decision, { at, to, by }, { proposal });
  else recordTransfer(decision, { at, to, by });
};

/** XFER-5: ended as “not ours” without a department that accepted it, which is recorded beside the ending, once. */
const endedAs = (
  decision: Decision,
  how: string | undefined,
  fact: Extract<Fact, { type: 'ResolutionReported' | 'ClosureReported' }>,
  end: () => void,
): void => {
  const { state } = decision;
  const event = decision.nextId();
  end();
  const said = state.resolutions.at(-1)?.verdict === 'not-ours' && state.status === 'resolved';
  if (decision.state !== state && isBounced(state, how) && !said)
    violate(decision, { at: fact.occurredAt, by: fact.data.by }, ['XFER-5'], { event });
};

const record = (decision: Decision, fact: Fact): void => {
  const breaches = observedBreaches(decision, fact);
  const [event, before] = [decision.nextId(), decision.events.length];
  recordFact(decision, fact);
  const by = 'by' in fact.data ? fact.data.by : undefined;
  if (decision.events.length > before) recordBreaches(decision, { at: fact.occurredAt, by, event }, breaches);
};

const recordFact = (decision: Decision, fact: Fact): void => {
  const at = fact.occurredAt;
  switch (fact.type) {
    case 'AssignmentReported':
      return recordAssignment(decision, fact);
    case 'TransferReported': {
      const { from, to, by, handover } = fact.data;
      const handOver = { at, from, to, by, handover };
      return isTransfer(heldAt(decision.state, at), decision.policy, handOver)
        ? recordTransfer(decision, handOver)
        : assign(decision, handOver, { proposal: false });
    }
    case 'ContactReported':
      contact(decision, at, fact.data);
      return closeCalledBack(decision, at, fact.data);
    case 'PauseReported':
      return pauseCase(decision, at, fact.data.reason, fact.data.by);
    case 'ResumptionReported':
      return resumeCase(decision, at, fact.data.by);
    case 'CallBackPromiseReported':
      // The reason is the only thing told of a promise that is sealed.
      return promiseCallBack(decision, at, { ...fact.data, reasonTold: (fact.sealed ?? []).length > 0 });
    case 'InvestigationReported':
      recordStep(decision, at, fact.data);
      return closeIfSatisfied(decision, at, fact.data.by);
    case 'CompensationReported':
      return recordCompensation(decision, at, fact.data);
    case 'LevelChangeReported':
      return changeLevel(decision, at, fact.data.level, fact.data.by);
    case 'EscalationReported':
      escalate(decision, at, fact.data);
      return closeIfSatisfied(decision, at, fact.data.by);
    case 'ExtensionRequestReported':
      return requestExtension(decision, at, fact.data);
    case 'ExtensionDecisionReported':
      return decideExtension(decision, at, fact.data);
    case 'ResolutionReported':
      return endedAs(decision, fact.data.verdict, fact, () => resolveCase(decision, at, fact.data));
    case 'FollowUpReported':
      return followUp(decision, at, fact.data);
    case 'ReopeningReported':
      return decision.state.status === 'open' ? undefined : reopenCase(decision, at, 'reported', fact.data.by);
    case 'ClosureReported':
      return endedAs(decision, fact.data.outcome, fact, () =>
        closeCase(decision, at, fact.data.outcome ?? CLOSED, fact.data.by),
      );
    case 'ComplaintWithdrawn':
      return withdrawCase(decision, at, fact.data.by);
    case 'ComplaintAmended':
      return reclassify(decision, at, fact.data);
    case 'CallEnded':
      return promiseInCall(decision, fact);
    case 'ComplaintFiled':
    case 'CallReceived':
    case 'SourceAdvanced':
      return undefined;
    default: {
      const unknown: never = fact;
      throw new TypeError(`unknown fact ${JSON.stringify(unknown)}`);
    }
  }
};

/** What the call ended with, unless that was told before (CALL-5); whoever promised another time told the caller why. */
const promiseInCall = (decision: Decision, fact: Extract<Fact, { type: 'CallReceived' | 'CallEnded' }>): void => {
  const promise = promiseIn(fact);
  if (promise === undefined || isPromised(decision.state, promise.until)) return;
  promiseCallBack(decision, fact.occurredAt, { ...promise, reasonTold: true });
};

/** What ended the case when it had ended already meant nothing; after a new round that became known later, it ends that round. */
const endAgain = (decision: Decision, told: readonly Fact[], since: number): void => {
  const later = told.filter(({ occurredAt }) => epochOf(occurredAt) > since);
  for (const word of later.toSorted((a, b) => epochOf(a.occurredAt) - epochOf(b.occurredAt))) {
    const { occurredAt: at } = word;
    if (word.type === 'ResolutionReported' || word.type === 'ClosureReported') record(decision, word);
    else if (word.type === 'ComplaintWithdrawn') closeCase(decision, at, 'withdrawn', word.data.by);
    else if (word.type === 'FollowUpReported' && word.data.reached && word.data.satisfied === true)
      closeSatisfied(decision, at, word.data.by);
  }
};

/** Whether what the fact means depends on the facts before it: whether it may begin a new round, or open a task for a call. */
export const needsTold = (fact: Fact): boolean =>
  fact.type === 'ReopeningReported' ||
  (fact.type === 'FollowUpReported' && fact.data.satisfied === false) ||
  (fact.type === 'CallEnded' && mayAskForCallBack(fact));

/**
 * What a fact means for its case. An observation is never refused: it is recorded, and a rule it breaks is recorded as
 * a violation. `clock` is how far time had come for the case when the ledger learnt the fact (ms): what was overdue by
 * then is declared first, so that the outcome does not depend on when a sweeper ran. `told` are facts of the matter, of which those
 * before this one count: needed when `needsTold`.
 */
export const decideFact = (
  state: CaseState | undefined,
  caseId: string,
  fact: Fact,
  policy: Policy,
  clock: number,
  told: readonly Fact[] = [],
): Decision | undefined => {
  const cause: Cause = {
    seed: fact.id,
    causationId: fact.id,
    fact: fact.revision,
    actor: fact.actor,
    source: fact.source,
  };
  if (state === undefined) {
    const task = taskOf(fact, policy, told);
    const opening = opensCase(fact, policy)
      ? openCase(caseId, fact, policy, cause)
      : task && openTask(caseId, task, policy, cause);
    if (opening === undefined) return undefined;
    if (fact.type === 'CallReceived' || fact.type === 'CallEnded') promiseInCall(opening, fact);
    reconcileDeadlines(opening, clock);
    return opening;
  }
  if (fact.revision <= state.fact) return undefined;
  const decision = new Decision(state, policy, cause);
  reconcileDeadlines(decision, clock);
  record(decision, fact);
  if (decision.state.rounds.length > state.rounds.length)
    endAgain(
      decision,
      told.filter(({ revision }) => revision < fact.revision),
      epochOf(fact.occurredAt),
    );
  takeBackViolations(decision, fact.occurredAt);
  reconcileDeadlines(decision, clock, fact.occurredAt);
  return decision;
};
