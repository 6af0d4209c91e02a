import { LedgerError, said } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import type { Decision } from '../cases/decision.ts';
import type { CommandOf } from '../commands/refusal.ts';
import { lastingPause, pauseCase, resumeCase } from './pause.ts';

/** No rule is needed to refuse what means nothing. LedgerError `invalid-input`. */
export const askPause = (decision: Decision, { at, by, body }: CommandOf<'pause'>): void => {
  const { state, policy } = decision;
  const known = policy.pack.pauses;
  if (known !== undefined && !Object.hasOwn(known, body.reason))
    throw new LedgerError(
      'invalid-input',
      said(`policy ${policy.id} has no such reason to wait`, `制度包 ${policy.id} 没有这个暂停原因。`),
      {
        path: 'reason',
        hint: said(`known: ${Object.keys(known).join(', ')}`, `可用的有：${Object.keys(known).join('、')}。`),
      },
    );
  const pause = lastingPause(state);
  if (pause !== undefined)
    throw new LedgerError('invalid-input', said('the case waits already', '案件已处于暂停状态。'), {
      path: 'reason',
      hint: said(
        `since ${pause.from.at} (${pause.reason}); resume it first`,
        `自 ${pause.from.at} 起暂停（${pause.reason}）；请先恢复。`,
      ),
    });
  pauseCase(decision, at, body.reason, by);
};

/** LedgerError `invalid-input`. */
export const askResumption = (decision: Decision, { at, by }: CommandOf<'resume'>): void => {
  const pause = lastingPause(decision.state);
  if (pause === undefined)
    throw new LedgerError('invalid-input', said('the case does not wait', '案件未处于暂停状态。'), { path: 'id' });
  if (epochOf(at) < pause.from.ms)
    throw new LedgerError(
      'invalid-input',
      said('occurredAt is before the case began to wait', 'occurredAt 早于暂停开始的时间。'),
      {
        path: 'occurredAt',
        hint: said(`it waits since ${pause.from.at}`, `自 ${pause.from.at} 起暂停。`),
      },
    );
  resumeCase(decision, at, by);
};
