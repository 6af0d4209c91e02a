import { describe, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { caseSpec, learnt, on } from '../testing/case-spec.ts';

describe('a complaint', () => {
  it('FIRST-1: belongs to its first receiver until it is closed, also while a department handles it', () => {
    const tell = factsOf('C1');
    const outcome = caseSpec()
      .given()
      .when(learnt(tell('ComplaintFiled', on('09:00'), { receivedBy: 'agent-7', category: 'billing' })));
    outcome.thenExactly(
      ['CaseOpened', { owner: 'agent-7', about: 'complaint', externalId: 'C1', dims: { department: 'unassigned' } }],
      ['CaseAssigned', { proposal: true, holder: { department: 'finance' } }],
      ['DeadlineStarted', { name: 'work-order', dueAt: on('09:10') }],
      ['DeadlineMet', { name: 'work-order', metAt: on('09:00') }],
      ['DeadlineStarted', { name: 'first-response', dueAt: on('09:30'), response: true }],
      ['DeadlineStarted', { name: 'second-response', dueAt: on('09:00', 24), response: true }],
      ['DeadlineStarted', { name: 'resolution', dueAt: on('18:00', 25), response: false }],
    );
  });

  it('FIRST-2: one that came with its department is held by it, and no rule proposes another', () => {
    const tell = factsOf('C1');
    caseSpec()
      .given()
      .when(learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales', category: 'billing' })))
      .thenAmong(['CaseOpened', { holder: { department: 'sales' }, dims: { department: 'sales' } }])
      .thenNo('CaseAssigned');
  });

  it('LEVEL-1: has the level of the pack’s default when the source gives none', () => {
    const tell = factsOf('C1');
    caseSpec()
      .given()
      .when(learnt(tell('ComplaintFiled', on('09:00'), {})))
      .thenAmong(['CaseOpened', { dims: { level: 'dissatisfied', round: 1, filedAt: on('09:00') } }]);
  });

  it('keeps due times that the source itself gives, and says so', () => {
    const tell = factsOf('C1');
    caseSpec()
      .given()
      .when(learnt(tell('ComplaintFiled', on('09:00'), { dueTimes: { resolution: on('12:00', 30) } })))
      .thenAmong([
        'DeadlineStarted',
        { name: 'resolution', dueAt: on('12:00', 30), explanation: { clock: 'given', length: 'given by the source' } },
      ]);
  });
});

describe('a call', () => {
  it.each(['complaint', 'opinion', 'suggestion', 'fault', 'after-sales', 'whistleblowing'])(
    'CALL-3: about a %s opens a case, owned by the agent who took it',
    (kind) => {
      caseSpec()
        .given()
        .when(learnt(factsOf('K1')('CallReceived', on('09:00'), { kind, agent: 'agent-3', outcome: 'answered' })))
        .thenAmong(['CaseOpened', { about: 'call', owner: 'agent-3', dims: { kind, channel: 'phone' } }]);
    },
  );

  it.each(['inquiry', 'query', 'purchase', 'nuisance', undefined])('CALL-3: about %s opens none', (kind) => {
    caseSpec()
      .given()
      .when(
        learnt(
          factsOf('K1')('CallReceived', on('09:00'), { outcome: 'answered', ...(kind === undefined ? {} : { kind }) }),
        ),
      )
      .thenNothing();
  });

  it('CALL-3: opens one, or none, when the agent says so', () => {
    const tell = factsOf('K1');
    const call = (kind: string, needsHandling: boolean) =>
      learnt(tell('CallReceived', on('09:00'), { kind, needsHandling }));
    caseSpec().given().when(call('inquiry', true)).thenAmong('CaseOpened');
    caseSpec().given().when(call('complaint', false)).thenNothing();
  });

  it.each(['nuisance', 'misuse'])('CALL-10, CALL-8: a case is never made of %s', (outcome) => {
    caseSpec()
      .given()
      .when(learnt(factsOf('K1')('CallReceived', on('09:00'), { kind: 'complaint', needsHandling: true, outcome })))
      .thenNothing();
  });

  it('CALL-3: one that opened no case opens none when it ends', () => {
    const tell = factsOf('K1');
    caseSpec()
      .given(learnt(tell('CallReceived', on('09:00'), { kind: 'inquiry' })))
      .when(learnt(tell('CallEnded', on('09:03'), { durationMs: 180_000 })))
      .thenNothing();
  });
});
