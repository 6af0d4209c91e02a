import { describe, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const norms = caseSpec(openPolicyBook().policy('operator-norms'));

/** The Mid-Autumn Festival of 2026 closes Friday 25 to Sunday 27 September. */
const september = (day: number, time: string): string => `2026-09-${day}T${time}:00+08:00`;

const filedBy = (category: string) => {
  const tell = factsOf('N1', { policy: 'operator-norms' });
  const filed = learnt(tell('ComplaintFiled', september(24, '12:00'), { category, receivedBy: 'agent-9' }));
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

  it('FUP-2, FUP-3: asked and not satisfied, it is handled again; the last answer counts and closes it', () => {
    const { tell, filed } = filedBy('confidentiality');
    const resolved = learnt(tell('ResolutionReported', september(28, '10:00'), { verdict: 'partly-justified' }));
    norms
      .given(filed)
      .when(resolved)
      .thenExactly('CaseResolved', ['DeadlineMet', { name: 'resolution' }]);
    const unhappy = learnt(tell('FollowUpReported', september(28, '17:00'), { reached: true, satisfied: false }));
    // Monday 17:00-18:00, Tuesday and Wednesday whole; 1 to 7 October are closed; Thursday 8 October until 17:00.
    norms
      .given(filed, resolved)
      .when(unhappy)
      .thenExactly(
        'CustomerFollowedUp',
        ['CaseReopened', { because: 'not-satisfied', dims: { round: 2 } }],
        ['DeadlineStarted', { deadline: 'resolution#2', dueAt: '2026-10-08T17:00:00+08:00' }],
      );
    norms
      .given(filed, resolved, unhappy, learnt(tell('ResolutionReported', september(29, '10:00'), {})))
      .when(learnt(tell('FollowUpReported', september(29, '15:00'), { reached: true, satisfied: true })))
      .thenExactly(
        ['CustomerFollowedUp', { satisfied: true, supersedes: { satisfied: false } }],
        ['CaseClosed', { outcome: 'satisfied' }],
      );
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
