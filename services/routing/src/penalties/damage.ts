import { LedgerError, said } from '@complaint-ledger/contracts';
import { parseMoney } from '@complaint-ledger/policy';
import type { CaseState } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { type CommandOf, type Refusal, refuse } from '../commands/refusal.ts';

const basisPoints = (percent: string): number => Math.round(Number.parseFloat(percent) * 100);

/** The earliest miss of the case that stands: what delayed the matter. */
const delayOf = ({ deadlines }: CaseState): string | undefined =>
  deadlines.filter(({ status }) => status === 'missed').toSorted((a, b) => a.due.ms - b.due.ms)[0]?.missed;

/**
 * PEN-2: the person directly responsible and the department's manager share a penalty by size of the loss; whoever delayed the matter
 * is liable too, when a deadline of it was missed, and refused when none was. An amount is told when the wage or bonus was; it is
 * rounded to the fen. LedgerError `invalid-input` when the pack sets no such shares or the body names nobody who has one.
 */
export const assessDamage = (decision: Decision, command: CommandOf<'assessDamage'>): Refusal | undefined => {
  const { at, by, body } = command;
  const rule = decision.policy.pack.penalties?.damage;
  const bracket = rule?.brackets.find(({ upTo }) => upTo === undefined || body.lossFen <= (parseMoney(upTo) ?? 0));
  if (rule === undefined || bracket === undefined)
    throw new LedgerError(
      'invalid-input',
      said(
        `policy ${decision.policy.id} shares no loss of that size`,
        `制度包 ${decision.policy.id} 未规定这一损失额的分担。`,
      ),
      {
        path: 'lossFen',
        rule: 'PEN-2',
        hint: said('set penalties.damage in the pack', '请在制度包中设置 penalties.damage。'),
      },
    );
  const missed = delayOf(decision.state);
  if (body.delayedBy !== undefined && missed === undefined)
    return refuse(decision, command, 'PEN-2', 'nobody delayed the matter: no deadline of it was missed');
  const shares = [
    { share: 'responsible', field: 'responsible', person: body.responsible },
    { share: 'manager', field: 'manager', person: body.manager },
    { share: 'delay', field: 'delayedBy', person: body.delayedBy },
  ] as const;
  const liable = shares.flatMap(({ share, person }) => {
    const percent = bracket[share];
    return person === undefined || percent === undefined ? [] : [{ share, person, points: basisPoints(percent) }];
  });
  if (liable.length === 0) {
    const fields = shares.flatMap(({ share, field }) => (bracket[share] === undefined ? [] : [field]));
    throw new LedgerError('invalid-input', said('nobody is named who has a share', '未写明任何应分担的人。'), {
      path: 'responsible',
      rule: 'PEN-2',
      hint: said(`name: ${fields.join(', ')}`, `请写明：${fields.join('、')}。`),
    });
  }
  for (const { share, person, points } of liable) {
    const base = body.basesFen?.[person];
    decision.emit('DamagePenaltyAssessed', at, {
      penalty: decision.nextId(),
      person,
      share,
      basisPoints: points,
      of: rule.of,
      lossFen: body.lossFen,
      ...(base === undefined ? {} : { amountFen: Math.round((base * points) / 10_000) }),
      rule: 'PEN-2',
      ...(share === 'delay' && missed !== undefined ? { missed } : {}),
      by,
    });
  }
  return undefined;
};
