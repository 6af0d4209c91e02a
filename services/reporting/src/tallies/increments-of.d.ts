import type { CaseEvent } from '@complaint-ledger/contracts';
import { type Increment } from './increment.ts';
/**
 * What one event adds to which figures, from that event alone (REP-2). Filed cases count at their filing date in their present
 * department; what happened counts where and when it happened; a miss and its penalty count at the due time.
 */
export declare const incrementsOf: (event: CaseEvent) => readonly Increment[];
