import type { Policy } from '@complaint-ledger/policy';
import type { CaseState } from '../cases/case-state.ts';
import { Decision } from '../cases/decision.ts';
import { reconcileDeadlines } from './reconcile.ts';

/** Declares what the clock (ms) has passed. */
export const decideSweep = (state: CaseState, policy: Policy, clock: number): Decision => {
  const decision = new Decision(state, policy, {
    seed: `sweep of ${state.id} at revision ${state.revision}`,
    fact: state.fact,
    actor: { kind: 'system', id: 'deadline-sweeper' },
    source: 'ledger',
  });
  reconcileDeadlines(decision, clock);
  return decision;
};
