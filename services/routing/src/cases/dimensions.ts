import type { CaseDimensions, HolderRef } from '@complaint-ledger/contracts';
import { UNASSIGNED } from '@complaint-ledger/contracts';
import type { Matter, Policy } from '@complaint-ledger/policy';
import { type CaseState, roundOf } from './case-state.ts';
import { matterOf } from './matter.ts';

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

/** What the pack makes of the other dimensions: the class of the category (FILE-5), and who alone may see the matter (FILE-1). */
export const derivedDimensions = (matter: Matter, policy: Policy): Pick<CaseDimensions, 'class' | 'seenBy'> => {
  const topmost = matter.category === undefined ? undefined : policy.classOf(matter.category);
  const seenBy = policy.seenBy(matter);
  return {
    ...(topmost === undefined ? {} : { class: topmost }),
    ...(seenBy === undefined ? {} : { seenBy: [...seenBy] }),
  };
};

/** The dimensions of the case, but for what `changed` says: what the pack makes of them follows. */
export const dimensions = (state: CaseState, policy: Policy, changed: Partial<CaseDimensions> = {}): CaseDimensions => {
  const dims = {
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
    ...(state.task ? { task: true } : {}),
    filedAt: state.filed.at,
    round: roundOf(state).number,
    ...changed,
  };
  const { level, category, kind, channel, product, branch } = dims;
  return {
    ...dims,
    ...derivedDimensions({ ...matterOf(state), level, category, kind, channel, product, branch }, policy),
  };
};
