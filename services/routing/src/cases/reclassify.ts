import { epochOf } from '@complaint-ledger/policy';
import { correctable } from './case-state.ts';
import { remeasureDeadlines } from '../deadlines/remeasure.ts';
import type { Decision } from './decision.ts';

/** Corrected dimensions of a case; nothing when none of them differs, or a later correction of it is known already. */
export const reclassify = (
  decision: Decision,
  at: string,
  told: { readonly [K in (typeof correctable)[number]]?: string | undefined } & { readonly by?: string | undefined },
): void => {
  const changed: { [K in (typeof correctable)[number]]?: string } = {};
  const { state } = decision;
  const ms = epochOf(at);
  for (const name of correctable) {
    const value = told[name];
    if (value !== undefined && value !== state[name] && ms >= (state.corrected[name] ?? ms)) changed[name] = value;
  }
  if (Object.keys(changed).length === 0) return;
  decision.emit(
    'CaseReclassified',
    at,
    { was: decision.dimensions, ...(told.by === undefined ? {} : { by: told.by }) },
    changed,
  );
  remeasureDeadlines(decision, at, 'reclassified');
};
