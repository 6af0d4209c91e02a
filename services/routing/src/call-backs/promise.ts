import { epochOf } from '@complaint-ledger/policy';
import { recordViolation } from '../cases/breach.ts';
import type { CaseState, Deadline } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { moveDeadline, reverseMiss } from '../deadlines/declare.ts';

export interface CallBackPromise {
  /** RFC 3339. */
  readonly until: string;
  /** Who will call (FIRST-2). */
  readonly person?: string | undefined;
  readonly by?: string | undefined;
  /** The caller was told why another time is promised (CALL-6). */
  readonly reasonTold: boolean;
}

/** What was promised before `at` and was neither kept nor had run out by then. */
export const runningPromises = ({ state, policy }: Decision, at: string): readonly Deadline[] => {
  const ms = epochOf(at);
  const promised = new Set(policy.deadlines.filter(({ starts }) => starts === 'promised').map(({ id }) => id));
  return state.deadlines.filter(
    ({ name, status, started, due, met }) =>
      promised.has(name) &&
      status !== 'lapsed' &&
      started.ms < ms &&
      due.ms >= ms &&
      (met === undefined || met.ms > ms),
  );
};

/** Whether a call by that very time was promised already. */
export const isPromised = ({ promises }: CaseState, until: string): boolean =>
  Object.values(promises).some((promised) => epochOf(promised) === epochOf(until));

/**
 * CALL-5, CALL-6: the customer is promised a call by a time, which is a deadline of its own. While one runs, another time renews it;
 * once it has run out, that is a new promise and the miss stands.
 */
export const promiseCallBack = (decision: Decision, at: string, promise: CallBackPromise): void => {
  const { until, person, by, reasonTold } = promise;
  const told = { until, ...(person === undefined ? {} : { person }), ...(by === undefined ? {} : { by }) };
  const running = runningPromises(decision, at);
  const [first] = running;
  if (first === undefined) {
    decision.emit('CallBackPromised', at, told);
    return;
  }
  if (running.every(({ due }) => due.ms === epochOf(until))) return;
  const event = decision.emit(
    'CallBackRenewed',
    at,
    { deadline: first.key, name: first.name, ...told },
    { round: first.round },
  );
  if (!reasonTold) recordViolation(decision, { at, by, event }, ['CALL-6']);
  for (const deadline of running) renew(decision, deadline, at, until);
};

/** A renewal that became known after the time had run out was made in time all the same. */
const renew = (decision: Decision, deadline: Deadline, at: string, until: string): void => {
  if (deadline.status === 'missed') reverseMiss(decision, deadline, at, 'renewal');
  const running = decision.state.deadlines.find(({ key }) => key === deadline.key);
  if (running?.status !== 'pending') return;
  moveDeadline(decision, running, at, 'renewal', { dueAt: epochOf(until), explanation: running.explanation });
};
