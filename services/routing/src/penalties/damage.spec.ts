import { describe, expect, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, standardBut, swept } from '../testing/case-spec.ts';

const policy = standardBut({
  penalties: {
    waivers: ['general-manager'],
    damage: {
      of: 'wage',
      brackets: [
        { upTo: '1000 CNY', responsible: '5 %', manager: '2.5 %' },
        { responsible: '20 %', manager: '10 %', delay: '5 %' },
      ],
    },
  },
});
const spec = caseSpec(policy);

const filed = () => {
  const tell = factsOf('C1');
  return { tell, given: [learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales', level: 'major' }))] };
};

const assess = (lossYuan: number, more: object = {}, at = on('09:05')) =>
  asked('assessDamage', at, {
    lossFen: lossYuan * 100,
    responsible: 'ann',
    manager: 'head-of-sales',
    reason: '损失',
    ...more,
  });

describe('a penalty by damage', () => {
  it('PEN-2: is shared by the person responsible and the manager, by size of the loss', () => {
    spec
      .given(...filed().given)
      .when(assess(1_000, { basesFen: { ann: 800_001, 'head-of-sales': 1_200_000 } }))
      .thenExactly(
        [
          'DamagePenaltyAssessed',
          {
            person: 'ann',
            share: 'responsible',
            basisPoints: 500,
            of: 'wage',
            lossFen: 100_000,
            amountFen: 40_000,
            rule: 'PEN-2',
            dims: { department: 'sales' },
          },
        ],
        ['DamagePenaltyAssessed', { person: 'head-of-sales', share: 'manager', basisPoints: 250, amountFen: 30_000 }],
      );
  });

  it('PEN-2: a fen more is the next bracket; without the wage it is a share and no amount', () => {
    spec
      .given(...filed().given)
      .when(assess(1_000.01))
      .thenExactly(
        ['DamagePenaltyAssessed', { basisPoints: 2_000, amountFen: undefined }],
        ['DamagePenaltyAssessed', { basisPoints: 1_000, amountFen: undefined }],
      );
  });

  it('PEN-2: whoever delayed the matter is liable, too, by the deadline that was missed', () => {
    const { given } = filed();
    const missed = spec.given(...given, swept(on('09:11')));
    const miss = missed.events.find(({ type }) => type === 'DeadlineMissed')?.id ?? '';
    missed
      .when(assess(5_000, { delayedBy: 'bob' }, on('10:00')))
      .thenExactly(
        ['DamagePenaltyAssessed', { share: 'responsible', missed: undefined }],
        ['DamagePenaltyAssessed', { share: 'manager', missed: undefined }],
        ['DamagePenaltyAssessed', { share: 'delay', person: 'bob', basisPoints: 500, missed: miss }],
      );
  });

  it('PEN-2: nobody delayed a matter of which no deadline was missed', () => {
    spec
      .given(...filed().given)
      .when(assess(5_000, { delayedBy: 'bob' }))
      .thenRefused('PEN-2', ['CommandRefused', { command: 'assessDamage' }]);
  });

  it('PEN-2: under a pack that sets no shares, or with nobody who has one, it is no penalty', () => {
    const { given } = filed();
    expect(() =>
      caseSpec(standardBut({}))
        .given(...given)
        .when(assess(10)),
    ).toThrow('shares no loss');
    expect(() =>
      spec.given(...given).when(asked('assessDamage', on('09:05'), { lossFen: 100, reason: '损失' })),
    ).toThrow('nobody is named');
  });
});

describe('the waiver of a share', () => {
  const assessed = () => {
    const { given } = filed();
    const inputs = [...given, assess(1_000, { basesFen: { ann: 800_000 } })];
    const penalties = spec.given(...inputs).events.filter(({ type }) => type === 'DamagePenaltyAssessed');
    return { inputs, penalty: penalties[0]?.id ?? '', share: penalties[1]?.id ?? '' };
  };
  const ask = (name: 'appealPenalty' | 'waivePenalty', penalty: string, authorities: readonly string[] = ['manager']) =>
    asked(name, on('09:08'), { reason: '情况属实' }, { penalty, authorities, by: 'boss' });

  it('PEN-3: it is appealed, and waived by the general manager, as `damage`', () => {
    const { inputs, penalty } = assessed();
    const named = { penalty, deadline: 'damage', name: 'damage', dueAt: on('09:05'), by: 'boss' };
    spec
      .given(...inputs)
      .when(ask('appealPenalty', penalty))
      .thenExactly(['PenaltyAppealed', { ...named, dims: { department: 'sales' } }]);
    const waived = spec.given(...inputs).when(ask('waivePenalty', penalty, ['manager', 'general-manager']));
    waived.thenExactly(['PenaltyWaived', { ...named, amountFen: 40_000, dims: { department: 'sales' } }]);
    expect(waived.state?.damages.map(({ state }) => state)).toEqual(['waived', 'assessed']);
  });

  it('PEN-3: anybody else is refused, for a fine as for a share', () => {
    const { inputs, penalty } = assessed();
    spec
      .given(...inputs)
      .when(ask('waivePenalty', penalty))
      .thenRefused('PEN-3', [
        'CommandRefused',
        { command: 'waivePenalty', reason: 'a penalty is waived by: general-manager' },
      ]);
    const late = spec.given(...inputs, swept(on('09:11')));
    const fine = late.events.find(({ type }) => type === 'PenaltyAssessed')?.id ?? '';
    const waive = (authorities: readonly string[]) =>
      asked('waivePenalty', on('09:30'), { reason: '情况属实' }, { penalty: fine, authorities });
    late.when(waive(['manager'])).thenRefused('PEN-3', 'CommandRefused');
    late.when(waive(['general-manager'])).thenExactly(['PenaltyWaived', { penalty: fine, amountFen: 5_000 }]);
  });

  it('PEN-3: a share whose amount nobody told is waived at nothing, and once', () => {
    const { inputs, share } = assessed();
    const waive = ask('waivePenalty', share, ['general-manager']);
    spec
      .given(...inputs)
      .when(waive)
      .thenExactly(['PenaltyWaived', { amountFen: 0 }]);
    const again = asked('waivePenalty', on('09:09'), { reason: '' }, { penalty: share });
    expect(() => spec.given(...inputs, waive).when(again)).toThrow('waived already');
  });
});
