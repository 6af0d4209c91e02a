import { describe, expect, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, standardBut, swept } from '../testing/case-spec.ts';

const policy = standardBut({
  deadlines: {},
  offices: {
    'general-manager': { 'zh-CN': '总经理', en: 'General manager' },
    'leader-in-charge': { 'zh-CN': '分管领导', en: 'Leader in charge' },
    director: { 'zh-CN': '主任', en: 'Director' },
    'health-authority': { 'zh-CN': '卫生主管部门', en: 'Health authority' },
  },
  topics: { death: { 'zh-CN': '死亡', en: 'Death', words: ['死亡'] } },
  escalations: {
    major: {
      name: { 'zh-CN': '重大投诉', en: 'Major complaint' },
      rule: 'ESC-1',
      when: { level: ['major', 'crisis'] },
      to: ['leader-in-charge', 'general-manager'],
      before: 'handling',
    },
    harm: {
      name: { 'zh-CN': '医疗损害', en: 'Medical harm' },
      rule: 'ESC-2',
      when: { category: 'medical-harm' },
      to: ['director'],
      before: 'resolved',
    },
    death: {
      name: { 'zh-CN': '上报', en: 'Report' },
      rule: 'ESC-2',
      when: { topic: 'death' },
      to: ['health-authority'],
      before: 'closed',
    },
  },
});

const filed = (data: { readonly level?: string; readonly category?: string; readonly topics?: readonly string[] }) => {
  const tell = factsOf('C1');
  return { tell, given: [learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales', ...data }))] };
};

const upward = (at: string, to: string) => asked('escalate', at, { to, reason: '影响公司形象' });

describe('going upward before handling begins', () => {
  it('ESC-1: whoever handles a major complaint before its leaders were told is refused, and told whom to tell', () => {
    const { given } = filed({ level: 'major' });
    const commands = [
      asked('contact', on('09:05'), { reached: true }),
      asked('investigate', on('09:05'), { findings: '已核对' }),
      asked('compensate', on('09:05'), { compensation: 'gift', amountFen: 100 }),
      asked('resolve', on('09:05'), { summary: '已解决' }),
    ];
    for (const command of commands)
      caseSpec(policy)
        .given(...given)
        .when(command)
        .thenRefused('ESC-1', ['CommandRefused', { rule: 'ESC-1', missing: ['leader-in-charge', 'general-manager'] }]);
  });

  it('ESC-1: one of two offices told is not enough; both are', () => {
    const { given } = filed({ level: 'major' });
    const contact = asked('contact', on('09:08'), { reached: true });
    caseSpec(policy)
      .given(...given, upward(on('09:02'), 'general-manager'))
      .when(contact)
      .thenRefused('ESC-1', ['CommandRefused', { missing: ['leader-in-charge'] }]);
    caseSpec(policy)
      .given(...given, upward(on('09:02'), 'general-manager'), upward(on('09:03'), 'leader-in-charge'))
      .when(contact)
      .thenExactly('CustomerContacted');
  });

  it('ESC-1: assigning it, passing it on and a call-back promise are no handling; nor is any of it for an everyday matter', () => {
    const { given } = filed({ level: 'major' });
    const handover = { need: '退款', facts: '已核对', promised: '今日答复', contact: '13800000001' };
    caseSpec(policy)
      .given(...given)
      .when(asked('transfer', on('09:05'), { to: { department: 'finance' }, handover }))
      .thenAmong('CaseTransferred');
    caseSpec(policy)
      .given(...given)
      .when(asked('assign', on('09:05'), { person: 'ann' }))
      .thenExactly('CaseAssigned');
    caseSpec(policy)
      .given(...filed({ level: 'dissatisfied' }).given)
      .when(asked('contact', on('09:05'), { reached: true }))
      .thenAmong('CustomerContacted');
  });

  it('ESC-1: observed, the contact is recorded, and a violation beside it, once in the round', () => {
    const { tell, given } = filed({ level: 'major' });
    const contact = (at: string) => learnt(tell('ContactReported', at, { reached: true, by: 'ann' }));
    const first = caseSpec(policy)
      .given(...given)
      .when(contact(on('09:05')));
    first.thenExactly('CustomerContacted', [
      'RuleViolated',
      {
        rules: ['ESC-1'],
        about: 'escalations.major',
        event: first.events[0]?.id ?? '',
        missing: ['leader-in-charge', 'general-manager'],
        by: 'ann',
        dims: { department: 'sales', round: 1 },
      },
    ]);
    caseSpec(policy)
      .given(...given, contact(on('09:05')))
      .when(contact(on('09:07')))
      .thenNo('RuleViolated');
  });

  it('ESC-1: in a new round, a leader who was told before still knows', () => {
    const { tell, given } = filed({ level: 'major' });
    caseSpec(policy)
      .given(
        ...given,
        upward(on('09:02'), 'general-manager'),
        upward(on('09:03'), 'leader-in-charge'),
        learnt(tell('ResolutionReported', on('10:00'), {})),
        learnt(tell('FollowUpReported', on('11:00'), { reached: true, satisfied: false })),
      )
      .when(learnt(tell('ContactReported', on('11:05'), { reached: true })))
      .thenNo('RuleViolated');
  });

  it('ESC-1: told late that the leaders knew in time, the violation is taken back; once told too late, it stands', () => {
    const { tell, given } = filed({ level: 'major' });
    const escalated = (at: string, to: string, knownAt: string) =>
      learnt(tell('EscalationReported', at, { to }), knownAt);
    const broken = [...given, learnt(tell('ContactReported', on('09:05'), { reached: true, by: 'ann' }))];
    const known = caseSpec(policy).given(...broken, escalated(on('09:01'), 'leader-in-charge', on('09:30')));
    const violation = known.events.find(({ type }) => type === 'RuleViolated')?.id ?? '';
    known
      .when(escalated(on('09:02'), 'general-manager', on('09:31')))
      .thenExactly('CaseEscalated', [
        'RuleViolationReversed',
        { violation, rules: ['ESC-1'], violatedAt: on('09:05'), by: 'ann', dims: { department: 'sales' } },
      ]);
    known.when(escalated(on('09:06'), 'general-manager', on('09:31'))).thenExactly('CaseEscalated');
  });

  it('ESC-1: a contact that became known late is judged by who had been told when it was made', () => {
    const { tell, given } = filed({ level: 'major' });
    caseSpec(policy)
      .given(...given, upward(on('09:02'), 'general-manager'), upward(on('09:03'), 'leader-in-charge'))
      .when(learnt(tell('ContactReported', on('09:01'), { reached: true }), on('09:30')))
      .thenAmong('CustomerContacted', ['RuleViolated', { rules: ['ESC-1'] }]);
  });

  it('ESC-1: a matter that became major only after it was handled broke nothing', () => {
    const { tell, given } = filed({ level: 'dissatisfied' });
    caseSpec(policy)
      .given(...given, learnt(tell('LevelChangeReported', on('09:10'), { level: 'major' })))
      .when(learnt(tell('ContactReported', on('09:05'), { reached: true }), on('09:30')))
      .thenNo('RuleViolated');
  });

  it('ESC-1: does not depend on when the deadlines were swept', () => {
    const { tell, given } = filed({ level: 'major' });
    const timed = standardBut({ escalations: policy.pack.escalations ?? {} });
    const contact = learnt(tell('ContactReported', on('09:30'), { reached: true }));
    const [plain, between] = [given, [...given, swept(on('09:20'))]].map((before) =>
      caseSpec(timed)
        .given(...before)
        .when(contact)
        .events.filter(({ type }) => type === 'RuleViolated')
        .map(({ occurredAt, data }) => ({ occurredAt, dims: data.dims })),
    );
    expect(plain).toHaveLength(1);
    expect(between).toEqual(plain);
  });
});

describe('going upward before the end', () => {
  const harm = { category: 'medical-harm', topics: ['death'] };

  it('ESC-2: is not resolved before the director knows, and not closed before the authority does', () => {
    const { given } = filed(harm);
    const resolve = asked('resolve', on('10:00'), { summary: '已答复' });
    const close = asked('close', on('11:00'), { outcome: 'customer-accepted' });
    caseSpec(policy)
      .given(...given)
      .when(resolve)
      .thenRefused('ESC-2', ['CommandRefused', { command: 'resolve', missing: ['director'] }]);
    const resolved = [...given, upward(on('09:30'), 'director'), resolve];
    caseSpec(policy)
      .given(...resolved)
      .when(close)
      .thenRefused('ESC-2', ['CommandRefused', { command: 'close', missing: ['health-authority'] }]);
    caseSpec(policy)
      .given(...resolved, upward(on('10:30'), 'health-authority'))
      .when(close)
      .thenAmong('CaseClosed');
  });

  it('ESC-2: closing an open matter resolves it, too', () => {
    const { given } = filed(harm);
    caseSpec(policy)
      .given(...given, upward(on('09:30'), 'health-authority'))
      .when(asked('close', on('10:00'), { outcome: 'customer-accepted' }))
      .thenRefused('ESC-2', ['CommandRefused', { missing: ['director'] }]);
  });

  it('ESC-2: observed, both ends are recorded, each with its violation', () => {
    const { tell, given } = filed(harm);
    const resolved = learnt(tell('ResolutionReported', on('10:00'), {}));
    caseSpec(policy)
      .given(...given)
      .when(resolved)
      .thenAmong('CaseResolved', ['RuleViolated', { about: 'escalations.harm', missing: ['director'] }]);
    caseSpec(policy)
      .given(...given, resolved)
      .when(learnt(tell('ClosureReported', on('11:00'), { outcome: 'done' })))
      .thenAmong('CaseClosed', ['RuleViolated', { about: 'escalations.death', missing: ['health-authority'] }]);
  });

  it('ESC-2, RES-7: a satisfied customer closes it once the authority knows, not before', () => {
    const { tell, given } = filed(harm);
    const satisfied = caseSpec(policy).given(
      ...given,
      upward(on('09:30'), 'director'),
      asked('resolve', on('10:00'), { summary: '已答复' }),
      learnt(tell('FollowUpReported', on('11:00'), { reached: true, satisfied: true })),
    );
    expect(satisfied.state?.status).toBe('resolved');
    satisfied
      .when(upward(on('12:00'), 'health-authority'))
      .thenExactly('CaseEscalated', ['CaseClosed', { outcome: 'satisfied' }]);
  });
});
