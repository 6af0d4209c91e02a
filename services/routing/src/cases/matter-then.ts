import { type Condition, epochOf } from '@complaint-ledger/policy';
import { correctable } from './case-state.ts';
import type { Decision } from './decision.ts';
import { matterOf } from './matter.ts';

/**
 * Whether the matter fitted at that moment. A dimension that was changed since has a value that nobody can tell any more: what the
 * condition says of it does not fit then.
 */
export const fittedAt = ({ state, policy }: Decision, condition: Condition, at: string): boolean => {
  const ms = epochOf(at);
  const isUnknown =
    (condition.level !== undefined && ms < state.levelSince) ||
    correctable.some((name) => condition[name] !== undefined && ms < (state.corrected[name] ?? ms));
  const transferred = state.passes.some((pass) => pass.at.ms <= ms);
  return !isUnknown && policy.fits(condition, { ...matterOf(state), transferred });
};
