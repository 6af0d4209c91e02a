import type { Matter } from '@complaint-ledger/policy';
import type { CaseState } from './case-state.ts';

/** What the conditions of a pack ask of a case. */
export const matterOf = (state: CaseState): Matter & { readonly level: string } => ({
  level: state.level,
  category: state.category,
  kind: state.kind,
  channel: state.channel,
  product: state.product,
  branch: state.branch,
  topics: state.topics,
  customerGroup: state.customerGroup,
  receivingDepartment: state.receivingDepartment,
  outOfHours: state.outOfHours,
  keyCustomer: state.keyCustomer,
  transferred: state.transfers > 0,
});

/** The same as it was at that moment, as far as it is known now. */
export const matterThen = (state: CaseState, ms: number): Matter => {
  let then = state.matter;
  for (const { at, changed } of state.matterChanges) if (at.ms <= ms) then = { ...then, ...changed };
  return { ...then, transferred: state.passes.some(({ at }) => at.ms <= ms) };
};
