import { yuan } from '../reports/evaluate.ts';
import type { PenaltyState } from './case-document.ts';
import type { PenaltyLine } from './penalty-lines.ts';

export interface PenaltySummary {
  readonly assessedCNY: string;
  readonly reversedCNY: string;
  readonly waivedCNY: string;
  readonly netCNY: string;
}

/** The tally of fines: assessed, reversed, waived and net (PEN-3). An appeal changes nothing until it is decided. */
export const penaltySummary = (lines: readonly PenaltyLine[]): PenaltySummary => {
  const sum = (...states: readonly PenaltyState[]): number =>
    lines.reduce((total, { state, amountFen }) => (states.includes(state) ? total + amountFen : total), 0);
  return {
    assessedCNY: yuan(sum('assessed', 'appealed', 'reversed', 'waived')),
    reversedCNY: yuan(sum('reversed')),
    waivedCNY: yuan(sum('waived')),
    netCNY: yuan(sum('assessed', 'appealed')),
  };
};
