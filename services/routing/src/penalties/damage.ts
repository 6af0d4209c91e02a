import type { CommandBody } from '@complaint-ledger/contracts';
import { LedgerError } from '@complaint-ledger/contracts';
import { parseMoney } from '@complaint-ledger/policy';
import type { Decision } from '../cases/decision.ts';

const basisPoints = (percent: string): number => Math.round(Number.parseFloat(percent) * 100);

/**
 * PEN-2: the person directly responsible and the department's manager share a penalty by size of the loss; whoever delayed the matter
 * is liable too. LedgerError `invalid-input` when the pack sets no such shares or the body names nobody who has one.
 */
export const assessDamage = (decision: Decision, at: string, by: string, body: CommandBody<'assessDamage'>): void => {
  const rule = decision.policy.pack.penalties?.damage;
  const bracket = rule?.brackets.find(({ upTo }) => upTo === undefined || body.lossFen <= (parseMoney(upTo) ?? 0));
  if (rule === undefined || bracket === undefined)
    throw new LedgerError('invalid-input', `policy ${decision.policy.id} shares no loss of that size`, {
      path: 'lossFen',
      rule: 'PEN-2',
      hint: 'set penalties.damage in the pack',
    });
  const shares = [
    ['responsible', body.responsible],
    ['manager', body.manager],
    ['delay', body.delayedBy],
  ] as const;
  let assessed = 0;
  for (const [share, person] of shares) {
    const percent = bracket[share];
    if (person === undefined || percent === undefined) continue;
    const base = body.basesFen?.[person];
    const points = basisPoints(percent);
    assessed += 1;
    decision.emit('DamagePenaltyAssessed', at, {
      penalty: decision.nextId(),
      person,
      share,
      basisPoints: points,
      of: rule.of,
      lossFen: body.lossFen,
      ...(base === undefined ? {} : { amountFen: Math.round((base * points) / 10_000) }),
      rule: 'PEN-2',
      by,
    });
  }
  if (assessed === 0)
    throw new LedgerError('invalid-input', 'nobody is named who has a share', {
      path: 'responsible',
      rule: 'PEN-2',
      hint: `name: ${shares.flatMap(([share]) => (bracket[share] === undefined ? [] : [share === 'delay' ? 'delayedBy' : share])).join(', ')}`,
    });
};
