import { describe, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, standardBut } from '../testing/case-spec.ts';

const types = { discount: { 'zh-CN': '折扣', en: 'Discount' }, refund: { 'zh-CN': '退款', en: 'Refund' } };
const limited = standardBut({
  deadlines: {},
  compensation: { types, authority: { agent: '50 CNY', manager: '500 CNY', 'general-manager': 'unlimited' } },
});
const capped = standardBut({ deadlines: {}, compensation: { authority: { agent: '50 CNY' } } });
const open = standardBut({ deadlines: {} });

const filed = () => {
  const tell = factsOf('C1');
  return { tell, given: [learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales' }))] };
};

const give = (yuan: number, authorities: readonly string[]) =>
  asked('compensate', on('09:10'), { compensation: 'refund', amountFen: yuan * 100 }, { by: 'ann', authorities });

describe('a compensation', () => {
  it('RES-5: has a type, an amount, who authorised it and as what', () => {
    caseSpec(limited)
      .given(...filed().given)
      .when(give(50, ['agent']))
      .thenExactly([
        'CompensationGranted',
        { compensation: 'refund', amountFen: 5_000, authority: 'agent', authorisedBy: 'ann', by: 'ann' },
      ]);
  });

  it('RES-5: above the limit of whoever gives it, it is refused and says who may', () => {
    caseSpec(limited)
      .given(...filed().given)
      .when(give(50.01, ['agent']))
      .thenRefused('RES-5', [
        'CommandRefused',
        {
          command: 'compensate',
          reason: 'it is more than your authority; that much is given by: manager, general-manager',
        },
      ]);
    caseSpec(capped)
      .given(...filed().given)
      .when(give(51, ['agent']))
      .thenRefused('RES-5', ['CommandRefused', { reason: 'it is more than your authority; nobody may give so much' }]);
  });

  it('RES-5: a limit is one of the whole matter, not passed in small pieces', () => {
    const { given } = filed();
    caseSpec(limited)
      .given(...given, give(40, ['agent']))
      .when(give(40, ['agent']))
      .thenRefused('RES-5', [
        'CommandRefused',
        {
          reason:
            'with what was given before, it is more than your authority; that much is given by: manager, general-manager',
        },
      ]);
    caseSpec(limited)
      .given(...given, give(40, ['agent']))
      .when(give(40, ['manager']))
      .thenExactly(['CompensationGranted', { authority: 'manager' }]);
  });

  it('RES-5: of several authorities the highest limit holds, and the least that suffices is recorded', () => {
    const { given } = filed();
    const both = ['manager', 'general-manager'];
    caseSpec(limited)
      .given(...given)
      .when(give(500, both))
      .thenExactly(['CompensationGranted', { authority: 'manager' }]);
    caseSpec(limited)
      .given(...given)
      .when(give(50_000, both))
      .thenExactly(['CompensationGranted', { authority: 'general-manager' }]);
  });

  it('RES-5: who is not in the table gives nothing; an administrator gives as whoever suffices', () => {
    const { given } = filed();
    caseSpec(limited)
      .given(...given)
      .when(give(1, ['duty-officer']))
      .thenRefused('RES-5', 'CommandRefused');
    caseSpec(limited)
      .given(...given)
      .when(give(501, ['*']))
      .thenExactly(['CompensationGranted', { authority: 'general-manager' }]);
    caseSpec(capped)
      .given(...given)
      .when(give(51, ['*']))
      .thenExactly(['CompensationGranted', { authority: 'admin' }]);
  });

  it('RES-5: a pack without limits sets none', () => {
    caseSpec(open)
      .given(...filed().given)
      .when(give(10_000, ['agent']))
      .thenExactly(['CompensationGranted', { authority: undefined, authorisedBy: 'ann' }]);
  });

  it('RES-5: observed above the limit of the authority that was told, it is recorded, each time with a violation', () => {
    const { tell, given } = filed();
    const told = (at: string, yuan: number, authority?: string) =>
      learnt(
        tell('CompensationReported', at, {
          compensation: 'refund',
          amountFen: yuan * 100,
          by: 'ann',
          ...(authority === undefined ? {} : { authority }),
        }),
      );
    caseSpec(limited)
      .given(...given, told(on('09:10'), 60, 'agent'))
      .when(told(on('09:11'), 60, 'agent'))
      .thenExactly(['CompensationGranted', { authority: 'agent' }], ['RuleViolated', { rules: ['RES-5'], by: 'ann' }]);
    caseSpec(limited)
      .given(...given)
      .when(told(on('09:10'), 60, 'duty-officer'))
      .thenExactly('CompensationGranted', ['RuleViolated', { rules: ['RES-5'] }]);
    for (const fine of [
      told(on('09:10'), 60, 'manager'),
      told(on('09:10'), 9_999, 'general-manager'),
      told(on('09:10'), 60),
    ])
      caseSpec(limited)
        .given(...given)
        .when(fine)
        .thenExactly('CompensationGranted');
  });
});
