import type { Decision } from '../cases/decision.ts';

const named = (by: string | undefined) => (by === undefined ? {} : { by });

const isPaused = ({ state }: Decision): boolean => state.pauses.some(({ to }) => to === undefined);

/** The clocks that this reason stops stand still; while one pause lasts, another changes nothing. */
export const pauseCase = (decision: Decision, at: string, reason: string, by: string | undefined): void => {
  if (isPaused(decision)) return;
  decision.emit('CasePaused', at, { reason, ...named(by) });
};

export const resumeCase = (decision: Decision, at: string, by: string | undefined): void => {
  if (!isPaused(decision)) return;
  decision.emit('CaseResumed', at, named(by));
};
