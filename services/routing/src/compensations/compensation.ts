import type { Decision } from '../cases/decision.ts';

export interface Compensation {
  readonly compensation: string;
  readonly amountFen: number;
  /** Role or office under which it was granted (RES-5). */
  readonly authority?: string | undefined;
  readonly authorisedBy?: string | undefined;
  readonly by?: string | undefined;
}

/** RES-5: a compensation has a type, an amount, and who authorised it. */
export const compensate = (decision: Decision, at: string, granted: Compensation): void => {
  const { compensation, amountFen, authority, authorisedBy, by } = granted;
  decision.emit('CompensationGranted', at, {
    compensation,
    amountFen,
    ...(authority === undefined ? {} : { authority }),
    ...(authorisedBy === undefined ? {} : { authorisedBy }),
    ...(by === undefined ? {} : { by }),
  });
};
