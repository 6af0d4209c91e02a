import { type Condition, epochOf } from '@complaint-ledger/policy';
import type { Decision } from './decision.ts';
import { matterThen } from './matter.ts';

/** Whether the matter, as far as it is known now, fitted at that moment. */
export const fittedAt = ({ state, policy }: Decision, condition: Condition, at: string): boolean =>
  policy.fits(condition, matterThen(state, epochOf(at)));
