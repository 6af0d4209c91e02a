import type { DeadlineRule, Policy } from '@complaint-ledger/policy';
import type { CaseState } from '../cases/case-state.ts';

/** A deadline as the pack says it. */
export type Rule = DeadlineRule & { readonly id: string };

/** Starts that are a call owed to the customer, whatever becomes of the matter (CALL-6, CALL-7). */
export const isCallBack = ({ starts }: Rule): boolean => starts === 'promised' || starts === 'missed-call';

/** The deadlines of the pack that a case can have: of a call-back that is no complaint, only those of calls. */
export const rulesFor = ({ task }: CaseState, { deadlines }: Policy): readonly Rule[] =>
  task ? deadlines.filter(isCallBack) : deadlines;
