import type { Fact } from '@complaint-ledger/contracts';
import { forbidsHandling } from '../escalations/handling.ts';
import { forbidsClosing, forbidsResolving } from '../follow-up/closing.ts';
import { outOfTurn, signatureOf } from '../steps/step.ts';
import type { Breach } from './breach.ts';
import type { Decision } from './decision.ts';

const handlingFacts = [
  'ContactReported',
  'CompensationReported',
  'InvestigationReported',
  'ResolutionReported',
] as const;

/** As `handles` has it of commands. */
const isHandling = (fact: Fact): fact is Extract<Fact, { type: (typeof handlingFacts)[number] }> =>
  handlingFacts.some((type) => type === fact.type);

/** What forbids the thing that was observed, judged by what is known of the moment at which it happened. */
export const observedBreaches = (decision: Decision, fact: Fact): readonly Breach[] => {
  const { occurredAt: at } = fact;
  if (fact.type === 'ClosureReported') return forbidsClosing(decision, at, fact.data.outcome ?? CLOSED);
  if (!isHandling(fact)) return [];
  const unhandled = forbidsHandling(decision, at, {
    ...fact.data,
    grants: fact.type === 'CompensationReported',
  });
  if (fact.type === 'ResolutionReported') return [...unhandled, ...forbidsResolving(decision, at)];
  if (fact.type !== 'InvestigationReported') return unhandled;
  return [...unhandled, ...outOfTurn(decision, at, fact.data), ...signatureOf(decision, at, fact.data).unsigned];
};

/** As what a case is closed when nobody says. */
export const CLOSED = 'closed';
