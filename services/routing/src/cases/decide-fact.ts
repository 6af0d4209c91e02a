import type { Fact } from '@complaint-ledger/contracts';
import type { Policy } from '@complaint-ledger/policy';
import { reconcileDeadlines } from '../deadlines/reconcile.ts';
import { decideExtension, requestExtension } from '../extensions/extension.ts';
import { closeCase, followUp, reopenCase, resolveCase } from '../follow-up/follow-up.ts';
import { contact } from '../contacts/contact.ts';
import { changeLevel } from '../levels/level.ts';
import { assign, isTransfer, recordTransfer } from '../transfers/transfer.ts';
import type { CaseState } from './case-state.ts';
import { type Cause, Decision } from './decision.ts';
import { openCase, opensCase } from './open-case.ts';
import { reclassify } from './reclassify.ts';

const recordAssignment = (decision: Decision, fact: Extract<Fact, { type: 'AssignmentReported' }>): void => {
  const { data, occurredAt: at } = fact;
  const { state, policy } = decision;
  const { department, group, person, by } = data;
  const to = {
    ...(department === undefined ? {} : { department }),
    ...(group === undefined ? {} : { group }),
    ...(person === undefined ? {} : { person }),
  };
  const proposal = data.automatic === true || (by !== undefined && policy.isSystem(by));
  // An automatic assignment is a proposal: the first one by a person or a CRM replaces it and is no transfer.
  if (state.proposed || !isTransfer(state, policy, { at, to, by })) assign(decision, { at, to, by }, { proposal });
  else recordTransfer(decision, { at, to, by });
};

const record = (decision: Decision, fact: Fact): void => {
  const at = fact.occurredAt;
  switch (fact.type) {
    case 'AssignmentReported':
      return recordAssignment(decision, fact);
    case 'TransferReported': {
      const { from, to, by, handover } = fact.data;
      const handOver = { at, from, to, by, handover };
      return isTransfer(decision.state, decision.policy, handOver)
        ? recordTransfer(decision, handOver)
        : assign(decision, handOver, { proposal: false });
    }
    case 'ContactReported':
      return contact(decision, at, fact.data);
    case 'LevelChangeReported':
      return changeLevel(decision, at, fact.data.level, fact.data.by);
    case 'EscalationReported': {
      const { to, by } = fact.data;
      decision.emit('CaseEscalated', at, { to, ...(by === undefined ? {} : { by }) });
      return;
    }
    case 'ExtensionRequestReported':
      return requestExtension(decision, at, fact.data);
    case 'ExtensionDecisionReported':
      return decideExtension(decision, at, fact.data);
    case 'ResolutionReported':
      return resolveCase(decision, at, fact.data);
    case 'FollowUpReported':
      return followUp(decision, at, fact.data);
    case 'ReopeningReported':
      return decision.state.status === 'open' ? undefined : reopenCase(decision, at, 'reported', fact.data.by);
    case 'ClosureReported':
      return closeCase(decision, at, fact.data.outcome ?? 'closed', fact.data.by);
    case 'ComplaintWithdrawn': {
      const { by } = fact.data;
      decision.emit('CaseWithdrawn', at, by === undefined ? {} : { by });
      return closeCase(decision, at, 'withdrawn', by);
    }
    case 'ComplaintAmended':
      return reclassify(decision, at, fact.data);
    case 'ComplaintFiled':
    case 'CallReceived':
    case 'CallEnded':
    case 'SourceAdvanced':
      return undefined;
    default: {
      const unknown: never = fact;
      throw new TypeError(`unknown fact ${JSON.stringify(unknown)}`);
    }
  }
};

/**
 * What a fact means for its case. An observation is never refused: it is recorded, and a rule it breaks is recorded as
 * a violation. `clock` is how far time had come for the case when the ledger learnt the fact (ms): what was overdue by
 * then is declared first, so that the outcome does not depend on when a sweeper ran.
 */
export const decideFact = (
  state: CaseState | undefined,
  caseId: string,
  fact: Fact,
  policy: Policy,
  clock: number,
): Decision | undefined => {
  const cause: Cause = {
    seed: fact.id,
    causationId: fact.id,
    fact: fact.revision,
    actor: fact.actor,
    source: fact.source,
  };
  if (state === undefined) {
    if (!opensCase(fact, policy)) return undefined;
    const opening = openCase(caseId, fact, policy, cause);
    reconcileDeadlines(opening, clock);
    return opening;
  }
  if (fact.revision <= state.fact) return undefined;
  const decision = new Decision(state, policy, cause);
  reconcileDeadlines(decision, clock);
  record(decision, fact);
  reconcileDeadlines(decision, clock);
  return decision;
};
