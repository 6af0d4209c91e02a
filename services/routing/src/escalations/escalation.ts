import { epochOf } from '@complaint-ledger/policy';
import type { Breach } from '../cases/breach.ts';
import { type CaseState, momentsOfAct } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { fittedAt } from '../cases/fitted-at.ts';

/** Where the case went upward; no transfer (XFER-4, ESC-1). */
export const escalate = (
  decision: Decision,
  at: string,
  told: { readonly to: string; readonly by?: string | undefined },
) => {
  const { to, by } = told;
  decision.emit('CaseEscalated', at, { to, ...(by === undefined ? {} : { by }) });
};

/** Offices of these that had not been told by then (ms). Once told is told, in later rounds, too. */
export const untoldBy = (state: CaseState, offices: readonly string[], ms: number): readonly string[] =>
  offices.filter((office) => !momentsOfAct(state, `escalated:${office}`).some((told) => told.ms <= ms));

/** ESC-1, ESC-2: the escalations of the pack that should have come before this, and did not. */
export const missingEscalations = (
  decision: Decision,
  before: 'handling' | 'resolved' | 'closed',
  at: string,
): readonly Breach[] =>
  Object.entries(decision.policy.pack.escalations ?? {}).flatMap(([id, escalation]): readonly Breach[] => {
    if (escalation.before !== before || !fittedAt(decision, escalation.when, at)) return [];
    const missing = untoldBy(decision.state, escalation.to, epochOf(at));
    if (missing.length === 0) return [];
    const what = before === 'handling' ? 'handling begins' : `it is ${before}`;
    return [
      {
        rules: [escalation.rule ?? 'ESC-1'],
        about: `escalations.${id}`,
        reason: `before ${what}, it goes to ${missing.join(', ')} (${escalation.name.en})`,
        missing,
      },
    ];
  });
