import { describe, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const property = caseSpec(openPolicyBook().policy('property'));

/** The Dragon Boat Festival of 2026 closes Friday 19 to Sunday 21 June. */
const june = (day: number, time: string): string => `2026-06-${day}T${time}:00+08:00`;

const complaint = (category: string, level?: string) => {
  const tell = factsOf('P1', { policy: 'property' });
  const filed = learnt(
    tell('ComplaintFiled', june(18, '10:00'), {
      category,
      receivedBy: 'desk-1',
      ...(level === undefined ? {} : { level }),
    }),
  );
  return { tell, filed };
};

describe('the property pack', () => {
  it('FIRST-1, RES-1: the desk owns it, engineering handles it, due three working days on, behind the festival', () => {
    const { tell, filed } = complaint('repair');
    // Thursday 10:00-18:00, Monday and Tuesday whole, Wednesday until 10:00.
    property
      .given()
      .when(filed)
      .thenExactly(
        ['CaseOpened', { owner: 'desk-1', dims: { level: 'normal' } }],
        ['CaseAssigned', { holder: { department: 'engineering' }, proposal: true }],
        ['DeadlineStarted', { name: 'resolution', dueAt: june(24, '10:00') }],
      );
    property
      .given(filed)
      .when(learnt(tell('ResolutionReported', june(22, '15:00'), { verdict: 'justified' })))
      .thenExactly('CaseResolved', ['DeadlineMet', { name: 'resolution', dims: { department: 'engineering' } }]);
  });

  it('ESC-1: a major one goes to the head, whatever it is about', () => {
    property
      .given()
      .when(complaint('noise', 'major').filed)
      .thenAmong(['CaseAssigned', { holder: { department: 'head-office' } }]);
  });

  it('ESC-1: found major later, it is escalated to the head, which is no transfer', () => {
    const { tell, filed } = complaint('noise');
    property
      .given(filed, learnt(tell('LevelChangeReported', june(18, '11:00'), { level: 'major' })))
      .when(asked('escalate', june(18, '11:05'), { to: 'head-office', reason: '多户联名' }))
      .thenExactly(['CaseEscalated', { to: 'head-office', dims: { department: 'security', level: 'major' } }]);
  });

  it('RES-1: the festival over and nothing done: missed', () => {
    property
      .given(complaint('cleaning').filed)
      .when(swept(june(24, '10:01')))
      .thenExactly([
        'DeadlineMissed',
        { name: 'resolution', dueAt: june(24, '10:00'), dims: { department: 'environment' } },
      ]);
  });

  it('XFER-5: “not ours” is no answer while nobody else has accepted it', () => {
    property
      .given(complaint('parking').filed)
      .when(asked('resolve', june(18, '11:00'), { verdict: 'not-ours', summary: '属业主之间纠纷' }))
      .thenRefused('XFER-5', ['CommandRefused', { command: 'resolve' }]);
  });
});
