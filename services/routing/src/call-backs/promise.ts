import type { Decision } from '../cases/decision.ts';

export interface CallBackPromise {
  /** RFC 3339. */
  readonly until: string;
  /** Who will call (FIRST-2). */
  readonly person?: string | undefined;
  readonly by?: string | undefined;
}

/** CALL-5, CALL-6: the customer is promised a call by a time, which is a deadline of its own. */
export const promiseCallBack = (decision: Decision, at: string, { until, person, by }: CallBackPromise): void => {
  decision.emit('CallBackPromised', at, {
    until,
    ...(person === undefined ? {} : { person }),
    ...(by === undefined ? {} : { by }),
  });
};
