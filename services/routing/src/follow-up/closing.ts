import type { Breach } from '../cases/breach.ts';
import type { CaseState } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { missingEscalations } from '../escalations/escalation.ts';
import { missingSteps } from '../steps/step.ts';
import { endsUnasked } from './ends-unasked.ts';

/** What forbids that the matter be called resolved at that moment. */
export const forbidsResolving = (decision: Decision, at: string): readonly Breach[] => [
  ...missingEscalations(decision, 'resolved', at),
  ...missingSteps(decision, ['resolved'], at),
];

/** What forbids closing it as that. Closing an open case resolves it, too; what ends without the customer's word ends with steps undone. */
export const forbidsClosing = (decision: Decision, at: string, outcome: string): readonly Breach[] => {
  const { policy, state } = decision;
  const ends = state.status === 'open' ? (['resolved', 'closed'] as const) : (['closed'] as const);
  return [
    ...ends.flatMap((end) => missingEscalations(decision, end, at)),
    ...(endsUnasked(outcome, policy.pack) ? [] : missingSteps(decision, ends, at)),
  ];
};

/** XFER-5: “not ours” without a department that accepted it. */
export const isBounced = (state: CaseState, how: string | undefined): boolean =>
  how === 'not-ours' && (state.proposed || state.transfers === 0);
