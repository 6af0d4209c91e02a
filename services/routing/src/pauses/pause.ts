import { epochOf } from '@complaint-ledger/policy';
import type { CaseState, Pause } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { waitedAt } from './evolve-pause.ts';

const named = (by: string | undefined) => (by === undefined ? {} : { by });

/** The pause that lasts. */
export const lastingPause = ({ pauses }: CaseState): Pause | undefined => pauses.find(({ to }) => to === undefined);

/** The clocks that this reason stops stand still; while one pause lasts, another changes nothing. */
export const pauseCase = (decision: Decision, at: string, reason: string, by: string | undefined): void => {
  const ms = epochOf(at);
  if (decision.state.pauses.some(({ from, to }) => to === undefined && from.ms <= ms)) return;
  decision.emit('CasePaused', at, { reason, ...named(by) });
};

/** The clocks run again; what is told of a time in which it did not wait changes nothing. */
export const resumeCase = (decision: Decision, at: string, by: string | undefined): void => {
  const ms = epochOf(at);
  if (decision.state.pauses.some((pause) => waitedAt(pause, ms))) decision.emit('CaseResumed', at, named(by));
};
