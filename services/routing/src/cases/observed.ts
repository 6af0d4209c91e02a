import type { Fact } from '@complaint-ledger/contracts';
import { forbidsHandling } from '../escalations/handling.ts';
import { forbidsClosing, forbidsResolving } from '../follow-up/closing.ts';
import { outOfTurn, signatureOf } from '../steps/step.ts';
import type { Breach } from './breach.ts';
import type { Decision } from './decision.ts';

/** What forbids the thing that was observed, judged by what is known of the moment at which it happened. */
export const observedBreaches = (decision: Decision, fact: Fact): readonly Breach[] => {
  const { occurredAt: at } = fact;
  switch (fact.type) {
    case 'ContactReported':
    case 'CompensationReported':
      return forbidsHandling(decision, at, fact.data.by);
    case 'InvestigationReported':
      return [
        ...forbidsHandling(decision, at, fact.data.by),
        ...outOfTurn(decision, at, fact.data),
        ...signatureOf(decision, at, fact.data).unsigned,
      ];
    case 'ResolutionReported':
      return [...forbidsHandling(decision, at, fact.data.by), ...forbidsResolving(decision, at)];
    case 'ClosureReported':
      return forbidsClosing(decision, at, fact.data.outcome ?? CLOSED);
    default:
      return [];
  }
};

/** As what a case is closed when nobody says. */
export const CLOSED = 'closed';
