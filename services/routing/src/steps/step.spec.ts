import { describe, expect, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, standardBut } from '../testing/case-spec.ts';

const policy = standardBut({
  deadlines: {},
  departments: {
    sales: { 'zh-CN': '销售部', en: 'Sales', head: 'head-of-sales' },
    finance: { 'zh-CN': '财务部', en: 'Finance', head: 'head-of-finance' },
    quality: { 'zh-CN': '质检部', en: 'Quality' },
  },
  steps: {
    judged: { 'zh-CN': '判定', en: 'Judged', rule: 'RES-3', before: 'resolved' },
    proposed: { 'zh-CN': '方案', en: 'Proposed', rule: 'RES-3', after: 'judged', before: 'resolved' },
    approved: {
      'zh-CN': '批准',
      en: 'Approved',
      rule: 'RES-3',
      after: 'proposed',
      before: 'resolved',
      signedBy: 'general-manager',
      when: { level: ['major', 'crisis'] },
    },
    'memo-answered': { 'zh-CN': '备忘录答复', en: 'Memo answered', rule: 'ESC-4', signedBy: 'head' },
    coordination: {
      'zh-CN': '协调方案',
      en: 'Coordination proposal',
      rule: 'RES-6',
      when: { transferred: true },
      after: 'resolved',
      before: 'closed',
    },
    'carried-out': { 'zh-CN': '执行', en: 'Carried out', rule: 'RES-3', after: 'approved' },
    'summed-up': { 'zh-CN': '总结', en: 'Summed up', after: 'resolved' },
  },
});
const spec = caseSpec(policy);

const filed = (data: { readonly level?: string; readonly department?: string } = {}) => {
  const tell = factsOf('C1');
  return { tell, given: [learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales', ...data }))] };
};

const step = (
  at: string,
  name: string,
  more: { readonly by?: string; readonly signedBy?: string; readonly as?: string } = {},
) => {
  const { by = 'ann', signedBy, as = 'agent' } = more;
  const body = { step: name, findings: '见附件', ...(signedBy === undefined ? {} : { signedBy }) };
  return asked('investigate', at, body, { by, authorities: [as] });
};

describe('the steps of handling', () => {
  it('RES-3: a step before the one that comes first is refused and says which', () => {
    const { given } = filed();
    spec
      .given(...given)
      .when(step(on('09:10'), 'proposed'))
      .thenRefused('RES-3', ['CommandRefused', { command: 'investigate', missing: ['judged'] }]);
    spec
      .given(...given, step(on('09:10'), 'judged'))
      .when(step(on('09:20'), 'proposed'))
      .thenExactly(['InvestigationRecorded', { step: 'proposed', by: 'ann' }]);
  });

  it('RES-3: what is found out without a step has no turn', () => {
    spec
      .given(...filed().given)
      .when(asked('investigate', on('09:10'), { findings: '已核对' }))
      .thenExactly(['InvestigationRecorded', { step: undefined }]);
  });

  it('RES-3: resolving is refused while steps are missing, and lists them', () => {
    const { given } = filed({ level: 'major' });
    const resolve = asked('resolve', on('10:00'), { summary: '已答复' });
    spec
      .given(...given, step(on('09:10'), 'judged'))
      .when(resolve)
      .thenRefused('RES-3', ['CommandRefused', { command: 'resolve', missing: ['proposed', 'approved'] }]);
    spec
      .given(...filed().given, step(on('09:10'), 'judged'), step(on('09:20'), 'proposed'))
      .when(resolve)
      .thenAmong('CaseResolved');
  });

  it('RES-3: what ends without the customer’s word ends with steps undone', () => {
    spec
      .given(...filed().given)
      .when(asked('close', on('10:00'), { outcome: 'customer-accepted' }))
      .thenAmong('CaseClosed');
  });

  it('RES-3, FUP-2: a new round is handled anew, step by step', () => {
    const { tell, given } = filed();
    const again = spec.given(
      ...given,
      step(on('09:10'), 'judged'),
      step(on('09:20'), 'proposed'),
      asked('resolve', on('10:00'), { summary: '已答复' }),
      learnt(tell('FollowUpReported', on('11:00'), { reached: true, satisfied: false })),
    );
    again
      .when(asked('resolve', on('12:00'), { summary: '再次答复' }))
      .thenRefused('RES-3', ['CommandRefused', { missing: ['judged', 'proposed'] }]);
  });

  it('RES-3: observed, the settlement is recorded and one violation beside it names what was missing', () => {
    const { tell, given } = filed();
    const resolved = learnt(tell('ResolutionReported', on('10:00'), { by: 'ann' }));
    spec
      .given(...given)
      .when(resolved)
      .thenAmong('CaseResolved', [
        'RuleViolated',
        { rules: ['RES-3'], about: 'steps', missing: ['judged', 'proposed'], by: 'ann', dims: { department: 'sales' } },
      ]);
    spec
      .given(...given, resolved)
      .when(learnt(tell('ResolutionReported', on('09:30'), {}), on('10:30')))
      .thenNo('RuleViolated');
  });

  it('RES-3: a step that this matter does not have is passed over for the one before it', () => {
    const before = (level: string) => [...filed({ level }).given, step(on('09:10'), 'judged')];
    spec
      .given(...before('dissatisfied'))
      .when(step(on('09:30'), 'carried-out'))
      .thenRefused('RES-3', ['CommandRefused', { missing: ['proposed'] }]);
    spec
      .given(...before('dissatisfied'), step(on('09:20'), 'proposed'))
      .when(step(on('09:30'), 'carried-out'))
      .thenExactly('InvestigationRecorded');
    spec
      .given(...before('major'), step(on('09:20'), 'proposed'))
      .when(step(on('09:30'), 'carried-out'))
      .thenRefused('RES-3', ['CommandRefused', { missing: ['approved'] }]);
  });

  it('RES-3: observed, a step out of turn is recorded, with one violation however often', () => {
    const { tell, given } = filed();
    const proposed = (at: string) => learnt(tell('InvestigationReported', at, { step: 'proposed' }));
    spec
      .given(...given)
      .when(proposed(on('09:10')))
      .thenExactly('InvestigationRecorded', [
        'RuleViolated',
        { rules: ['RES-3'], about: 'steps.proposed.after', missing: ['judged'] },
      ]);
    spec
      .given(...given, proposed(on('09:10')))
      .when(proposed(on('09:15')))
      .thenExactly('InvestigationRecorded');
  });

  it('RES-3: a step that became known late had been done: what was held for missing is taken back', () => {
    const { tell, given } = filed();
    const done = (at: string, name: string) => learnt(tell('InvestigationReported', at, { step: name }), on('12:00'));
    const known = spec.given(
      ...given,
      learnt(tell('ResolutionReported', on('10:00'), {})),
      done(on('09:10'), 'judged'),
    );
    const violation = known.events.find(({ type }) => type === 'RuleViolated')?.id ?? '';
    known
      .when(done(on('09:20'), 'proposed'))
      .thenExactly('InvestigationRecorded', ['RuleViolationReversed', { violation, about: 'steps', rules: ['RES-3'] }]);
    known.when(done(on('10:20'), 'proposed')).thenExactly('InvestigationRecorded');
  });
});

describe('a signature', () => {
  it('ESC-4: a step that the head of the department signs is refused without, or with another’s', () => {
    const { given } = filed();
    for (const unsigned of [
      step(on('09:10'), 'memo-answered'),
      step(on('09:10'), 'memo-answered', { by: 'bob', signedBy: 'bob' }),
    ])
      spec
        .given(...given)
        .when(unsigned)
        .thenRefused('ESC-4', ['CommandRefused', { missing: ['head-of-sales'] }]);
    spec
      .given(...given)
      .when(step(on('09:10'), 'memo-answered', { by: 'head-of-sales', signedBy: 'head-of-sales' }))
      .thenExactly(['InvestigationRecorded', { signedBy: 'head-of-sales', by: 'head-of-sales' }]);
  });

  it('ESC-4: nobody signs for another: for the head, for an office that they do not hold, for a stranger', () => {
    for (const signedBy of ['head-of-sales', 'general-manager', 'santa'])
      for (const name of ['memo-answered', 'judged'])
        spec
          .given(...filed().given)
          .when(step(on('09:10'), name, { signedBy }))
          .thenRefused('ESC-4', ['CommandRefused', { missing: [signedBy] }]);
  });

  it('ESC-4: the head signs what they record themselves; a head whom the pack does not name is taken at their word', () => {
    spec
      .given(...filed().given)
      .when(step(on('09:10'), 'memo-answered', { by: 'head-of-sales' }))
      .thenExactly(['InvestigationRecorded', { signedBy: 'head-of-sales' }]);
    const elsewhere = filed({ department: 'quality' }).given;
    spec
      .given(...elsewhere)
      .when(step(on('09:10'), 'memo-answered', { by: 'cid', signedBy: 'cid' }))
      .thenExactly(['InvestigationRecorded', { signedBy: 'cid' }]);
    spec
      .given(...elsewhere)
      .when(step(on('09:10'), 'memo-answered'))
      .thenRefused('ESC-4', 'CommandRefused');
  });

  it('RES-3: an office signs by whoever holds it', () => {
    const before = [...filed({ level: 'major' }).given, step(on('09:10'), 'judged'), step(on('09:20'), 'proposed')];
    spec
      .given(...before)
      .when(step(on('09:30'), 'approved'))
      .thenRefused('RES-3', ['CommandRefused', { missing: ['general-manager'] }]);
    for (const approved of [
      { as: 'general-manager' },
      { as: '*' },
      { as: 'general-manager', signedBy: 'general-manager' },
    ])
      spec
        .given(...before)
        .when(step(on('09:30'), 'approved', approved))
        .thenExactly(['InvestigationRecorded', { step: 'approved', signedBy: 'general-manager' }]);
  });

  it('ESC-4: observed without it, the step is recorded as it was told, with a violation', () => {
    const { tell, given } = filed();
    spec
      .given(...given)
      .when(learnt(tell('InvestigationReported', on('09:10'), { step: 'memo-answered', signedBy: 'bob' })))
      .thenExactly(
        ['InvestigationRecorded', { signedBy: 'bob' }],
        ['RuleViolated', { rules: ['ESC-4'], about: 'steps.memo-answered.signedBy', missing: ['head-of-sales'] }],
      );
    spec
      .given(...given)
      .when(learnt(tell('InvestigationReported', on('09:10'), { step: 'memo-answered', signedBy: 'head-of-sales' })))
      .thenExactly('InvestigationRecorded');
  });
});

describe('a case between departments', () => {
  const handover = { need: '退款', facts: '已核对', promised: '今日答复', contact: '13800000001' };
  const passed = [
    ...filed().given,
    asked('transfer', on('09:05'), { to: { department: 'finance' }, handover }),
    step(on('09:10'), 'judged'),
    step(on('09:20'), 'proposed'),
  ];
  const resolve = asked('resolve', on('10:00'), { summary: '已退款' });
  const reached = asked('followUp', on('11:00'), { reached: true });
  const close = asked('close', on('12:00'), { outcome: 'done' });

  it('RES-6: first finishes the customer’s business, then records the proposal', () => {
    spec
      .given(...passed)
      .when(step(on('09:30'), 'coordination'))
      .thenRefused('RES-6', ['CommandRefused', { missing: ['resolved'] }]);
    spec
      .given(...passed, resolve)
      .when(step(on('10:30'), 'coordination'))
      .thenExactly(['InvestigationRecorded', { step: 'coordination' }]);
  });

  it('RES-6: is not closed without the proposal; one that stayed where it was is', () => {
    spec
      .given(...passed, resolve, reached)
      .when(close)
      .thenRefused('RES-6', ['CommandRefused', { command: 'close', missing: ['coordination'] }]);
    spec
      .given(...passed, resolve, step(on('10:30'), 'coordination'), reached)
      .when(close)
      .thenExactly('CaseClosed');
    spec
      .given(...filed().given, step(on('09:10'), 'judged'), step(on('09:20'), 'proposed'), resolve, reached)
      .when(close)
      .thenExactly('CaseClosed');
  });

  it('RES-6, RES-7: a satisfied customer’s word closes it when the proposal is there', () => {
    const satisfied = spec.given(
      ...passed,
      resolve,
      asked('followUp', on('11:00'), { reached: true, satisfied: true }),
    );
    expect(satisfied.state?.status).toBe('resolved');
    satisfied
      .when(step(on('11:30'), 'coordination'))
      .thenExactly('InvestigationRecorded', ['CaseClosed', { outcome: 'satisfied', wasResolved: true }]);
  });

  it('RES-6: observed, it is closed, with a violation', () => {
    const tell = factsOf('C2');
    spec
      .given(
        learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales' })),
        learnt(
          tell('TransferReported', on('09:05'), { to: { department: 'finance' }, handover: Object.keys(handover) }),
        ),
        learnt(tell('InvestigationReported', on('09:10'), { step: 'judged' })),
        learnt(tell('InvestigationReported', on('09:20'), { step: 'proposed' })),
        learnt(tell('ResolutionReported', on('10:00'), {})),
      )
      .when(learnt(tell('ClosureReported', on('11:00'), { outcome: 'done' })))
      .thenExactly('CaseClosed', [
        'RuleViolated',
        { rules: ['RES-6'], missing: ['coordination'], dims: { department: 'finance' } },
      ]);
  });
});
