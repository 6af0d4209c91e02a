import { describe, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, standardBut } from '../testing/case-spec.ts';

const policy = standardBut({
  departments: {
    sales: { 'zh-CN': '销售部', en: 'Sales', head: 'head-of-sales' },
    finance: { 'zh-CN': '财务部', en: 'Finance', head: 'head-of-finance' },
    quality: { 'zh-CN': '质检部', en: 'Quality' },
  },
  headHandles: [{ level: 'major' }],
  transfer: { unit: 'department', limit: 1, systems: ['crm-bot'] },
});

const filed = (department: string, level = 'major') => {
  const tell = factsOf('C1');
  return { tell, given: [learnt(tell('ComplaintFiled', on('09:00'), { department, level }))] };
};

describe('a major matter', () => {
  it('ESC-1: is handled by the head of the department in person, and by nobody else', () => {
    const contact = (by: string) => asked('contact', on('09:05'), { reached: true }, { by });
    const { given } = filed('sales');
    caseSpec(policy)
      .given(...given)
      .when(contact('ann'))
      .thenRefused('ESC-1', ['CommandRefused', { command: 'contact', rule: 'ESC-1', by: 'ann' }]);
    caseSpec(policy)
      .given(...given)
      .when(contact('head-of-sales'))
      .thenAmong('CustomerContacted');
  });

  it('ESC-1, RES-5, ESC-4: what an office grants or signs is that office’s, not the head’s', () => {
    const signing = standardBut({
      departments: { sales: { 'zh-CN': '销售部', en: 'Sales', head: 'head-of-sales' } },
      headHandles: [{ level: 'major' }],
      offices: { 'general-manager': { 'zh-CN': '总经理', en: 'General manager' } },
      steps: {
        approved: { 'zh-CN': '审批', en: 'Approved', signedBy: 'general-manager' },
        judged: { 'zh-CN': '判定', en: 'Judged', signedBy: 'head' },
      },
      compensation: { authority: { manager: '100 CNY', 'general-manager': 'unlimited' } },
    });
    const { given } = filed('sales');
    const wang = { by: 'wang', authorities: ['manager', 'general-manager'] };
    const spec = caseSpec(signing).given(...given);
    spec
      .when(asked('compensate', on('09:05'), { compensation: 'refund', amountFen: 500_000 }, wang))
      .thenExactly(['CompensationGranted', { by: 'wang', authority: 'general-manager' }]);
    spec
      .when(asked('investigate', on('09:05'), { step: 'approved', findings: '同意' }, wang))
      .thenExactly(['InvestigationRecorded', { step: 'approved', signedBy: 'general-manager' }]);
    for (const step of ['judged', undefined])
      spec
        .when(asked('investigate', on('09:05'), { ...(step === undefined ? {} : { step }), findings: '属实' }, wang))
        .thenRefused('ESC-1', 'CommandRefused');
  });

  it('ESC-1: the head is that of the department that has it now', () => {
    const { tell, given } = filed('sales');
    caseSpec(policy)
      .given(...given, learnt(tell('TransferReported', on('09:02'), { to: { department: 'finance' }, handover: [] })))
      .when(asked('resolve', on('09:05'), { summary: '已退款' }, { by: 'head-of-sales' }))
      .thenRefused('ESC-1', 'CommandRefused');
  });

  it('ESC-1: other levels are handled by anybody, and so is one of a department whose head nobody knows', () => {
    const contact = asked('contact', on('09:05'), { reached: true }, { by: 'ann' });
    for (const { given } of [filed('sales', 'dissatisfied'), filed('quality')])
      caseSpec(policy)
        .given(...given)
        .when(contact)
        .thenAmong('CustomerContacted');
  });

  it('ESC-1: observed, it is recorded as a violation once, and nothing when nobody or a system is said to have done it', () => {
    const { tell, given } = filed('sales');
    const contact = (at: string, by?: string) =>
      learnt(tell('ContactReported', at, { reached: true, ...(by === undefined ? {} : { by }) }));
    caseSpec(policy)
      .given(...given)
      .when(contact(on('09:05'), 'ann'))
      .thenAmong('CustomerContacted', ['RuleViolated', { rules: ['ESC-1'], about: 'headHandles', by: 'ann' }]);
    caseSpec(policy)
      .given(...given, contact(on('09:05'), 'ann'))
      .when(contact(on('09:06'), 'bob'))
      .thenNo('RuleViolated');
    for (const by of [undefined, 'crm-bot', 'head-of-sales'])
      caseSpec(policy)
        .given(...given)
        .when(contact(on('09:05'), by))
        .thenNo('RuleViolated');
  });

  it('ESC-1: a contact known after the matter was passed on is judged by the head of whoever had it then', () => {
    const { tell, given } = filed('sales');
    caseSpec(policy)
      .given(...given, learnt(tell('TransferReported', on('09:30'), { to: { department: 'finance' }, handover: [] })))
      .when(learnt(tell('ContactReported', on('09:05'), { reached: true, by: 'head-of-sales' }), on('10:00')))
      .thenNo('RuleViolated');
  });
});
