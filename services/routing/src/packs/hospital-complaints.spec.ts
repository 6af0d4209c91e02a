import { describe, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const hospital = caseSpec(openPolicyBook().policy('hospital-complaints'));

/** Labour Day 2026 closes Friday 1 to Tuesday 5 May. */
const at = (day: string, time: string): string => `2026-${day}T${time}:00+08:00`;

const complaint = (category: string, level?: string) => {
  const tell = factsOf('M1', { policy: 'hospital-complaints' });
  const filed = learnt(
    tell('ComplaintFiled', at('04-30', '20:00'), {
      category,
      channel: 'walk-in',
      receivedBy: 'duty-1',
      ...(level === undefined ? {} : { level }),
    }),
  );
  return { tell, filed };
};

describe('the hospital-complaints pack', () => {
  it('FIRST-1, RES-1: told on the evening before the holiday, due three whole working days after it', () => {
    const { tell, filed } = complaint('nursing');
    // Nothing on Thursday evening; Wednesday 6, Thursday 7 and Friday 8 May whole.
    hospital
      .given()
      .when(filed)
      .thenExactly(
        ['CaseOpened', { owner: 'duty-1', dims: { level: 'normal', channel: 'walk-in' } }],
        ['CaseAssigned', { holder: { department: 'nursing' }, proposal: true }],
        ['DeadlineStarted', { name: 'resolution', dueAt: at('05-08', '18:00') }],
      );
    hospital
      .given(filed)
      .when(learnt(tell('ResolutionReported', at('05-08', '18:00'), { verdict: 'partly-justified' })))
      .thenExactly('CaseResolved', ['DeadlineMet', { name: 'resolution', metAt: at('05-08', '18:00') }]);
  });

  it.each(['medical-harm', 'grave-harm'])('ESC-2: %s goes to medical affairs, whatever it is about', (level) => {
    hospital
      .given()
      .when(complaint('medication', level).filed)
      .thenAmong(['CaseAssigned', { holder: { department: 'medical-affairs' } }]);
  });

  it('ESC-2: the escalation to the director is on record with its time', () => {
    const { filed } = complaint('medication', 'grave-harm');
    hospital
      .given(filed)
      .when(asked('escalate', at('04-30', '20:10'), { to: 'director', reason: '可能致死' }))
      .thenExactly(['CaseEscalated', { to: 'director', dims: { level: 'grave-harm' } }]);
  });

  it('RES-1: nobody settled it by Friday evening: missed by the pharmacy', () => {
    hospital
      .given(complaint('medication').filed)
      .when(swept(at('05-08', '18:01')))
      .thenExactly(['DeadlineMissed', { name: 'resolution', dims: { department: 'pharmacy' } }]);
  });

  it('XFER-3: bounced to another department without a note, it happened and is a violation', () => {
    const { tell, filed } = complaint('fees');
    const taken = learnt(tell('AssignmentReported', at('05-06', '09:00'), { department: 'finance', by: 'office-1' }));
    hospital
      .given(filed, taken)
      .when(
        learnt(
          tell('TransferReported', at('05-06', '09:30'), { to: { department: 'outpatient' }, handover: ['need'] }),
        ),
      )
      .thenExactly('CaseTransferred', [
        'TransferRuleViolated',
        { rules: ['XFER-3'], unit: 'finance', missing: ['facts', 'promised', 'contact'] },
      ]);
  });
});
