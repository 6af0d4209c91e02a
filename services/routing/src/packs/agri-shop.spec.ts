import { describe, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { caseSpec, learnt, swept } from '../testing/case-spec.ts';

const shop = caseSpec(openPolicyBook().policy('agri-shop'));

/** Friday 19 June 2026 is the Dragon Boat Festival: these lengths run by the clock, holiday or not. */
const june = (day: number, time: string): string => `2026-06-${day}T${time}:00+08:00`;

const complaint = (level?: string) => {
  const tell = factsOf('A1', { policy: 'agri-shop' });
  const filed = learnt(
    tell('ComplaintFiled', june(18, '16:00'), {
      receivedBy: 'agent-3',
      ...(level === undefined ? {} : { level }),
    }),
  );
  return { tell, filed };
};

describe('the agri-shop pack', () => {
  it.each([
    [undefined, 'everyday', june(19, '16:00')],
    ['difficult', 'difficult', june(20, '16:00')],
  ] as const)('RES-2: a matter told as %s is %s and answered by %s', (told, level, dueAt) => {
    shop
      .given()
      .when(complaint(told).filed)
      .thenExactly(
        ['CaseOpened', { dims: { level } }],
        ['DeadlineStarted', { name: 'answer', dueAt, explanation: { rule: 'RES-2', clock: 'elapsed' } }],
      );
  });

  it('RES-2: a special matter is called back within the week, however long the decision takes', () => {
    const { tell, filed } = complaint('special');
    shop
      .given()
      .when(filed)
      .thenExactly('CaseOpened', ['DeadlineStarted', { name: 'weekly-call-back', dueAt: june(25, '16:00') }]);
    shop
      .given(filed)
      .when(learnt(tell('ContactReported', june(24, '09:00'), { reached: true })))
      .thenExactly('CustomerContacted', ['DeadlineMet', { name: 'weekly-call-back' }]);
  });

  it('RES-2: a government matter is relayed and answered at once', () => {
    const { tell, filed } = complaint('government');
    shop
      .given()
      .when(filed)
      .thenExactly(
        'CaseOpened',
        ['DeadlineStarted', { name: 'relay', dueAt: june(18, '16:10') }],
        ['DeadlineStarted', { name: 'answer', dueAt: june(18, '16:30') }],
      );
    const relayed = learnt(
      tell('AssignmentReported', june(18, '16:05'), { department: 'public-affairs', by: 'agent-3' }),
    );
    shop
      .given(filed, relayed)
      .when(learnt(tell('ResolutionReported', june(18, '16:30'), {})))
      .thenExactly('CaseResolved', ['DeadlineMet', { name: 'answer' }]);
  });

  it('RES-2: a government matter left lying is missed twice', () => {
    shop
      .given(complaint('government').filed)
      .when(swept(june(18, '17:00')))
      .thenExactly(
        ['DeadlineMissed', { name: 'relay', dueAt: june(18, '16:10') }],
        ['DeadlineMissed', { name: 'answer', dueAt: june(18, '16:30') }],
      );
  });

  it('LEVEL-2, RES-2: found difficult, the answer is due two days from filing; not given, it is missed', () => {
    const { tell, filed } = complaint();
    const raised = learnt(tell('LevelChangeReported', june(18, '18:00'), { level: 'difficult' }));
    shop
      .given(filed)
      .when(raised)
      .thenExactly('LevelChanged', ['DeadlineMoved', { name: 'answer', dueAt: june(20, '16:00'), because: 'level' }]);
    shop
      .given(filed, raised)
      .when(swept(june(21, '09:00')))
      .thenExactly(['DeadlineMissed', { name: 'answer', dueAt: june(20, '16:00'), dims: { level: 'difficult' } }]);
  });
});
