import type { Decision } from '../cases/decision.ts';

export interface StepDone {
  readonly step?: string | undefined;
  readonly signedBy?: string | undefined;
  /** Due time that the step names, such as that on a memo (ESC-4). */
  readonly until?: string | undefined;
  readonly by?: string | undefined;
}

/** RES-3: each step of handling is an event. */
export const recordStep = (decision: Decision, at: string, { step, signedBy, until, by }: StepDone): void => {
  decision.emit('InvestigationRecorded', at, {
    ...(step === undefined ? {} : { step }),
    ...(signedBy === undefined ? {} : { signedBy }),
    ...(until === undefined ? {} : { until }),
    ...(by === undefined ? {} : { by }),
  });
};
