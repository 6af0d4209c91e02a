import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const policy = openPolicyBook().policy('operator-norms');
const norms = caseSpec(policy);

/** The Mid-Autumn Festival of 2026 closes Friday 25 to Sunday 27 September, National Day 1 to 7 October; Saturday 10 October is worked. */
const september = (day: number, time: string): string => `2026-09-${day}T${time}:00+08:00`;
const october = (day: string, time: string): string => `2026-10-${day}T${time}:00+08:00`;

const filedBy = (category: string, more: { readonly level?: string; readonly receivingDepartment?: string } = {}) => {
  const tell = factsOf('N1', { policy: 'operator-norms' });
  const filed = learnt(tell('ComplaintFiled', september(24, '12:00'), { category, receivedBy: 'agent-9', ...more }));
  return { tell, filed };
};

describe('the operator-norms pack', () => {
  it('FIRST-1, RES-1: the receiver owns it; three working days from Thursday noon end on Wednesday noon', () => {
    // Thursday 12:00-18:00, Monday and Tuesday whole, Wednesday until 12:00.
    norms
      .given()
      .when(filedBy('service-attitude').filed)
      .thenExactly(
        ['CaseOpened', { owner: 'agent-9', dims: { level: 'normal' } }],
        ['CaseAssigned', { holder: { department: 'supervision' }, proposal: true }],
        ['DeadlineStarted', { name: 'resolution', dueAt: september(30, '12:00'), explanation: { rule: 'RES-1' } }],
      );
  });

  it('FUP-2, FUP-3, FUP-4: asked and not satisfied, it is handled again; the last answer counts and closes it', () => {
    const { tell, filed } = filedBy('confidentiality');
    const resolved = learnt(tell('ResolutionReported', september(28, '10:00'), { verdict: 'partly-justified' }));
    // Monday from 10:00, Tuesday and Wednesday whole, Thursday 8 and Friday 9 October whole, Saturday 10 October until 10:00.
    norms
      .given(filed)
      .when(resolved)
      .thenExactly(
        'CaseResolved',
        ['DeadlineMet', { name: 'resolution' }],
        ['DeadlineStarted', { name: 'survey', dueAt: october('10', '10:00'), explanation: { rule: 'FUP-4' } }],
      );
    const unhappy = learnt(tell('FollowUpReported', september(28, '17:00'), { reached: true, satisfied: false }));
    // Monday 17:00-18:00, Tuesday and Wednesday whole; 1 to 7 October are closed; Thursday 8 October until 17:00.
    norms
      .given(filed, resolved)
      .when(unhappy)
      .thenExactly(
        'CustomerFollowedUp',
        ['CaseReopened', { because: 'not-satisfied', dims: { round: 2 } }],
        ['DeadlineMet', { deadline: 'survey#1' }],
        ['DeadlineStarted', { deadline: 'resolution#2', dueAt: october('08', '17:00') }],
      );
    norms
      .given(filed, resolved, unhappy, learnt(tell('ResolutionReported', september(29, '10:00'), {})))
      .when(learnt(tell('FollowUpReported', september(29, '15:00'), { reached: true, satisfied: true })))
      .thenExactly(
        ['CustomerFollowedUp', { satisfied: true, supersedes: { satisfied: false } }],
        ['CaseClosed', { outcome: 'satisfied' }],
        ['DeadlineMet', { deadline: 'survey#2' }],
      );
  });

  it('FUP-4: the survey asks of the solution, the speed, the manner and the skill, each from 1 to 5', () => {
    expect(Object.keys(policy.pack.followUp?.survey ?? {})).toEqual(['solution', 'speed', 'attitude', 'skill']);
    const { tell, filed } = filedBy('service-skill');
    const answers = { solution: 5, speed: 4, attitude: 5, skill: 3 };
    norms
      .given(filed, learnt(tell('ResolutionReported', september(28, '10:00'), {})))
      .when(learnt(tell('FollowUpReported', september(28, '11:00'), { reached: true, satisfied: true, answers })))
      .thenAmong(['CustomerFollowedUp', { answers }], ['DeadlineMet', { name: 'survey' }]);
  });

  it('FUP-4: nobody asked: closing is refused, and on the sixth working day the survey is missed', () => {
    const { tell, filed } = filedBy('billing');
    const settled = norms.given(filed, learnt(tell('ResolutionReported', september(28, '10:00'), {})));
    settled
      .when(asked('close', september(29, '10:00'), { outcome: 'done' }))
      .thenRefused('FUP-1', ['CommandRefused', { command: 'close' }]);
    settled.when(swept(october('10', '10:00'))).thenNothing();
    settled
      .when(swept(october('10', '10:01')))
      .thenExactly(['DeadlineMissed', { name: 'survey', dims: { department: 'finance' } }]);
  });

  it('FIRST-3: a question that the line itself can answer is not passed on', () => {
    const tell = factsOf('N2', { policy: 'operator-norms' });
    const inquiry = learnt(
      tell('ComplaintFiled', september(24, '12:00'), {
        kind: 'inquiry',
        receivedBy: 'agent-9',
        receivingDepartment: 'customer-service',
      }),
    );
    const handover = { need: '资费', facts: '已查询', promised: '无', contact: '本人电话' };
    norms
      .given(inquiry, asked('assign', september(24, '12:01'), { department: 'customer-service', person: 'agent-9' }))
      .when(asked('transfer', september(24, '12:05'), { to: { department: 'finance' }, handover }))
      .thenRefused('FIRST-3', ['TransferRefused', { unit: 'customer-service' }]);
  });

  it('CALL-6: a call promised for three o’clock is a promise kept or broken', () => {
    const { filed } = filedBy('billing');
    const promised = asked('promise', september(24, '12:10'), { until: september(24, '15:00'), person: 'agent-9' });
    const call = (time: string) => asked('contact', september(24, time), { reached: true });
    norms
      .given(filed, promised)
      .when(call('15:00'))
      .thenAmong(['DeadlineMet', { name: 'call-back', dueAt: september(24, '15:00') }]);
    norms
      .given(filed, promised)
      .when(call('15:10'))
      .thenAmong(['DeadlineMissed', { name: 'call-back' }], 'CustomerContacted')
      .thenNo('PenaltyAssessed');
  });

  it('CONF-1: a leak of customer data is read by those who look into it alone; another matter by everybody', () => {
    norms
      .given()
      .when(filedBy('confidentiality').filed)
      .thenAmong(
        ['CaseOpened', { dims: { seenBy: ['supervisor', 'leader-in-charge', 'general-manager'] } }],
        ['CaseAssigned', { holder: { department: 'supervision' } }],
      );
    norms
      .given()
      .when(filedBy('billing').filed)
      .thenAmong(['CaseOpened', { dims: { seenBy: undefined } }]);
  });

  it('ESC-1: a major matter is not handled before both leaders know of it', () => {
    const { filed } = filedBy('service-attitude', { level: 'major' });
    const told = (to: string, time: string) => asked('escalate', september(24, time), { to, reason: '媒体关注' });
    const call = asked('contact', september(24, '12:30'), { reached: true });
    norms
      .given(filed, told('leader-in-charge', '12:10'))
      .when(call)
      .thenRefused('ESC-1', ['CommandRefused', { command: 'contact', missing: ['general-manager'] }]);
    norms
      .given(filed, told('leader-in-charge', '12:10'), told('general-manager', '12:20'))
      .when(call)
      .thenExactly(['CustomerContacted', { reached: true }]);
  });

  it('PEN-2, REP-3: the operator who caused a loss answers for it with a share of the bonus, the manager too', () => {
    const loss = { responsible: 'agent-9', manager: 'lead-2', reason: '误操作造成损失' };
    norms
      .given(filedBy('staff-error').filed)
      .when(asked('assessDamage', september(24, '15:00'), { ...loss, lossFen: 80_000 }))
      .thenExactly(
        ['DamagePenaltyAssessed', { person: 'agent-9', share: 'responsible', of: 'bonus', basisPoints: 500 }],
        ['DamagePenaltyAssessed', { person: 'lead-2', share: 'manager', of: 'bonus', basisPoints: 200 }],
      );
    norms
      .given(filedBy('staff-error').filed)
      .when(asked('assessDamage', september(24, '15:00'), { ...loss, lossFen: 2_000_000 }))
      .thenAmong(['DamagePenaltyAssessed', { person: 'agent-9', basisPoints: 2_000 }]);
  });

  it('XFER-5: closing as not ours without a department that accepted it is refused', () => {
    norms
      .given(filedBy('business').filed)
      .when(asked('close', september(24, '12:30'), { outcome: 'not-ours' }))
      .thenRefused('XFER-5', ['CommandRefused', { command: 'close' }]);
  });

  it('RES-1: left lying over the holiday it is missed on Wednesday noon, without a fine', () => {
    norms
      .given(filedBy('billing').filed)
      .when(swept(september(30, '12:01')))
      .thenExactly([
        'DeadlineMissed',
        { name: 'resolution', dueAt: september(30, '12:00'), dims: { department: 'finance' } },
      ]);
  });
});
