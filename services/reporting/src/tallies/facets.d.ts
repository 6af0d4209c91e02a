import type { CaseDimensions } from '@complaint-ledger/contracts';
import { type Increment } from './increment.ts';
/** The breakdowns of what was filed (REP-2, FILE-5). */
export declare const facets: {
  readonly 'filed.byLevel': 'level';
  readonly 'filed.byCategory': 'category';
  readonly 'filed.byClass': 'class';
  readonly 'filed.byChannel': 'channel';
  readonly 'filed.byKind': 'kind';
  readonly 'filed.byProduct': 'product';
  readonly 'filed.byBranch': 'branch';
};
/** A case counted as filed, with all its breakdowns. */
export declare const countFiled: (dims: CaseDimensions, at: number, amount: number, into: Increment[]) => void;
/** Counts by filing date follow the case's present dimensions: only what differs is taken out and counted anew. */
export declare const moveFiled: (
  was: CaseDimensions,
  now: CaseDimensions,
  wasAt: number,
  nowAt: number,
  into: Increment[],
) => void;
