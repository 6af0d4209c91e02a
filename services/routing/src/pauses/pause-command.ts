import { LedgerError } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import type { Decision } from '../cases/decision.ts';
import type { CommandOf } from '../commands/refusal.ts';
import { lastingPause, pauseCase, resumeCase } from './pause.ts';

/** No rule is needed to refuse what means nothing. LedgerError `invalid-input`. */
export const askPause = (decision: Decision, { at, by, body }: CommandOf<'pause'>): void => {
  const { state, policy } = decision;
  const known = policy.pack.pauses;
  if (known !== undefined && !Object.hasOwn(known, body.reason))
    throw new LedgerError('invalid-input', `policy ${policy.id} has no such reason to wait`, {
      path: 'reason',
      hint: `known: ${Object.keys(known).join(', ')}`,
    });
  const pause = lastingPause(state);
  if (pause !== undefined)
    throw new LedgerError('invalid-input', 'the case waits already', {
      path: 'reason',
      hint: `since ${pause.from.at} (${pause.reason}); resume it first`,
    });
  pauseCase(decision, at, body.reason, by);
};

/** LedgerError `invalid-input`. */
export const askResumption = (decision: Decision, { at, by }: CommandOf<'resume'>): void => {
  const pause = lastingPause(decision.state);
  if (pause === undefined) throw new LedgerError('invalid-input', 'the case does not wait', { path: 'id' });
  if (epochOf(at) < pause.from.ms)
    throw new LedgerError('invalid-input', 'occurredAt is before the case began to wait', {
      path: 'occurredAt',
      hint: `it waits since ${pause.from.at}`,
    });
  resumeCase(decision, at, by);
};
