import { LedgerError, said } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import type { Decision } from '../cases/decision.ts';
import { type CommandOf, type Refusal, refuse } from '../commands/refusal.ts';
import { promiseCallBack, runningPromises } from './promise.ts';

/** CALL-6: another time is promised before the first ran out, with a reason told to the caller. LedgerError `invalid-input`. */
export const askPromise = (decision: Decision, command: CommandOf<'promise'>): Refusal | undefined => {
  const { at, by, body } = command;
  if (epochOf(body.until) <= epochOf(at))
    throw new LedgerError(
      'invalid-input',
      said('a call cannot be promised for a time that is over', '不能约定已经过去的回电时间。'),
      {
        path: 'until',
        hint: said(`it is ${at}`, `现在是 ${at}。`),
      },
    );
  const reasonTold = (body.reason ?? '').trim() !== '';
  if (!reasonTold && runningPromises(decision, at).length > 0)
    return refuse(decision, command, 'CALL-6', 'another time is promised only with a reason that the caller is told');
  promiseCallBack(decision, at, { until: body.until, person: body.person, by, reasonTold });
  return undefined;
};
