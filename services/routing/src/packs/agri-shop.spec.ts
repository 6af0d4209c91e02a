import { describe, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const shop = caseSpec(openPolicyBook().policy('agri-shop'));

/** Friday 19 June 2026 is the Dragon Boat Festival: these lengths run by the clock, holiday or not. */
const june = (day: number, time: string): string => `2026-06-${day}T${time}:00+08:00`;

const complaint = (level?: string) => {
  const tell = factsOf('A1', { policy: 'agri-shop' });
  const step = (at: string, name: string, signedBy?: string) =>
    learnt(
      tell('InvestigationReported', at, {
        step: name,
        by: 'head-of-public-affairs',
        ...(signedBy === undefined ? {} : { signedBy }),
      }),
    );
  /** What is asked for before anything is settled. */
  const handled = (at: string) => ['judged', 'responsible-named', 'cause'].map((name) => step(at, name));
  const filed = learnt(
    tell('ComplaintFiled', june(18, '16:00'), {
      receivedBy: 'agent-3',
      ...(level === undefined ? {} : { level }),
    }),
  );
  return { tell, filed, step, handled };
};

describe('the agri-shop pack', () => {
  it.each([
    [undefined, 'everyday', june(19, '00:00')],
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

  it('RES-2: an everyday matter left until midnight is missed', () => {
    shop
      .given(complaint().filed)
      .when(swept(june(19, '00:01')))
      .thenExactly(['DeadlineMissed', { name: 'answer', dueAt: june(19, '00:00') }]);
  });

  it('RES-2: a difficult matter is coordinated before it is answered', () => {
    const { filed, handled, step } = complaint('difficult');
    const answer = asked('resolve', june(19, '15:00'), { verdict: 'justified', summary: '已补发种子' });
    shop
      .given(filed, ...handled(june(19, '09:00')))
      .when(answer)
      .thenRefused('RES-2', ['CommandRefused', { missing: ['coordinated'] }]);
    shop
      .given(filed, ...handled(june(19, '09:00')), step(june(19, '10:00'), 'coordinated'))
      .when(answer)
      .thenExactly('CaseResolved', ['DeadlineMet', { name: 'answer' }]);
  });

  it('RES-2: a special matter is called back every week, however long the decision takes', () => {
    const { tell, filed } = complaint('special');
    const called = learnt(tell('ContactReported', june(24, '09:00'), { reached: true }));
    shop
      .given()
      .when(filed)
      .thenExactly('CaseOpened', ['DeadlineStarted', { name: 'weekly-call-back', dueAt: june(25, '16:00') }]);
    shop
      .given(filed)
      .when(called)
      .thenExactly(
        'CustomerContacted',
        ['DeadlineMet', { name: 'weekly-call-back' }],
        ['DeadlineStarted', { name: 'weekly-call-back', dueAt: '2026-07-01T09:00:00+08:00' }],
      );
    shop
      .given(filed, called)
      .when(swept('2026-07-01T09:01:00+08:00'))
      .thenExactly(
        ['DeadlineMissed', { name: 'weekly-call-back', dueAt: '2026-07-01T09:00:00+08:00' }],
        ['DeadlineStarted', { name: 'weekly-call-back', dueAt: '2026-07-08T09:00:00+08:00' }],
      );
  });

  it('RES-2, ESC-1: a special matter is settled when the general manager has decided, and no weekly call is owed any more', () => {
    const { tell, filed, step, handled } = complaint('special');
    const before = [
      filed,
      ...handled(june(19, '09:00')),
      step(june(19, '10:00'), 'proposed'),
      learnt(tell('EscalationReported', june(19, '10:30'), { to: 'leader-in-charge' })),
      learnt(tell('EscalationReported', june(19, '10:30'), { to: 'general-manager' })),
    ];
    const decided = step(june(22, '10:00'), 'approved', 'general-manager');
    const settle = asked('resolve', june(22, '11:00'), { verdict: 'justified', summary: '公司决定全额赔付' });
    shop
      .given(...before)
      .when(settle)
      .thenRefused('RES-3', ['CommandRefused', { missing: ['approved'] }]);
    shop
      .given(...before, decided)
      .when(settle)
      .thenExactly('CaseResolved', ['DeadlineLapsed', { name: 'weekly-call-back' }]);
  });

  it('LEVEL-2, RES-2: found to be special on the third day, the first weekly call is due a week after that', () => {
    const { tell, filed } = complaint();
    shop
      .given(filed)
      .when(learnt(tell('LevelChangeReported', june(21, '10:00'), { level: 'special', by: 'agent-3' })))
      .thenAmong('LevelChanged', ['DeadlineStarted', { name: 'weekly-call-back', dueAt: june(28, '10:00') }]);
  });

  it('RES-2, ESC-1: a government matter is relayed and answered at once, and the leader in charge knows', () => {
    const { tell, filed, handled } = complaint('government');
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
    const told = learnt(tell('EscalationReported', june(18, '16:06'), { to: 'leader-in-charge' }));
    shop
      .given(filed, relayed, told, ...handled(june(18, '16:15')))
      .when(learnt(tell('ResolutionReported', june(18, '16:30'), { by: 'head-of-public-affairs' })))
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
