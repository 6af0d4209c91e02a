import type { CaseDimensions, HolderRef } from '@complaint-ledger/contracts';
import { UNASSIGNED } from '@complaint-ledger/contracts';
import type { Policy } from '@complaint-ledger/policy';
import { type CaseState, roundOf } from './case-state.ts';

/** The unit that a transfer is a change of, and that answers for the case. */
export const unitOf = (holder: HolderRef, policy: Policy): string | undefined => {
  const { unit } = policy.pack.transfer;
  return unit === 'none' ? holder.department : (holder[unit] ?? (unit === 'person' ? undefined : holder.department));
};

/** The unit that held the case at that moment; undefined when nobody did. */
export const unitAt = (state: CaseState, ms: number, policy: Policy): string | undefined => {
  const holding = state.holdings.findLast(({ since }) => since <= ms);
  return holding === undefined ? undefined : unitOf(holding.holder, policy);
};

export const dimensions = (state: CaseState, policy: Policy): CaseDimensions => ({
  source: state.source,
  policy: state.policy,
  zone: state.zone,
  department: unitOf(state.holder, policy) ?? UNASSIGNED,
  level: state.level,
  ...(state.category === undefined ? {} : { category: state.category }),
  ...(state.channel === undefined ? {} : { channel: state.channel }),
  ...(state.kind === undefined ? {} : { kind: state.kind }),
  ...(state.product === undefined ? {} : { product: state.product }),
  ...(state.branch === undefined ? {} : { branch: state.branch }),
  filedAt: state.filed.at,
  round: roundOf(state).number,
});
