import { describe, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { caseSpec, learnt, on } from '../testing/case-spec.ts';

const complaint = (level: string) => {
  const tell = factsOf('C1');
  return { tell, filed: learnt(tell('ComplaintFiled', on('09:00'), { level, department: 'sales' })) };
};

describe('responses by level', () => {
  it.each([
    ['dissatisfied', '09:30', 2_000],
    ['very-dissatisfied', '09:20', 3_000],
    ['major', '09:10', 5_000],
    ['crisis', '09:10', 8_000],
  ])('LEVEL-1: %s is answered by %s and within 24 h, or fined %i fen each', (level, first, amountFen) => {
    const { tell, filed } = complaint(level);
    const fine = { amountFen, rule: 'PEN-1', dims: { department: 'sales', level } };
    caseSpec()
      .given(filed)
      .when(learnt(tell('EscalationReported', on('10:00', 24), { to: 'general-manager' })))
      .thenExactly(
        ['DeadlineMissed', { deadline: 'first-response#1', dueAt: on(first), metAt: undefined }],
        ['PenaltyAssessed', { deadline: 'first-response#1', dueAt: on(first), ...fine }],
        ['DeadlineMissed', { deadline: 'second-response#1', dueAt: on('09:00', 24) }],
        ['PenaltyAssessed', { deadline: 'second-response#1', ...fine }],
        'CaseEscalated',
      );
  });

  it('LEVEL-1: a response at the due time itself is in time, a second later is not', () => {
    const { tell, filed } = complaint('major');
    const reached = (at: string) => learnt(tell('ContactReported', at, { reached: true }));
    caseSpec()
      .given(filed)
      .when(reached(on('09:10')))
      .thenExactly('CustomerContacted', ['DeadlineMet', { name: 'first-response', metAt: on('09:10') }]);
    caseSpec()
      .given(filed)
      .when(reached('2026-03-23T09:10:01+08:00'))
      .thenAmong(['PenaltyAssessed', { name: 'first-response', amountFen: 5_000 }]);
  });

  it('LEVEL-1: an attempt that did not reach the customer is no response', () => {
    const { tell, filed } = complaint('major');
    caseSpec()
      .given(filed)
      .when(learnt(tell('ContactReported', on('09:05'), { reached: false })))
      .thenExactly(['CustomerContacted', { reached: false, firstAfterMs: undefined }]);
  });
});

describe('a change of level', () => {
  it('LEVEL-2: moves the deadlines that are not met, counted from filing, and no other', () => {
    const { tell, filed } = complaint('dissatisfied');
    caseSpec()
      .given(filed)
      .when(learnt(tell('LevelChangeReported', on('09:05'), { level: 'crisis', by: 'agent-7' })))
      .thenExactly(
        ['LevelChanged', { was: { level: 'dissatisfied' }, dims: { level: 'crisis' }, by: 'agent-7' }],
        [
          'DeadlineMoved',
          {
            name: 'first-response',
            wasDueAt: on('09:30'),
            dueAt: on('09:10'),
            because: 'level',
            dims: { level: 'crisis' },
          },
        ],
      );
  });

  it('LEVEL-2: what was met stays met', () => {
    const { tell, filed } = complaint('dissatisfied');
    caseSpec()
      .given(filed, learnt(tell('ContactReported', on('09:25'), { reached: true })))
      .when(learnt(tell('LevelChangeReported', on('09:26'), { level: 'crisis' })))
      .thenExactly('LevelChanged');
  });

  it('LEVEL-2: raised too late for the new due time, the response is missed and fined by the new level', () => {
    const { tell, filed } = complaint('dissatisfied');
    caseSpec()
      .given(filed)
      .when(learnt(tell('LevelChangeReported', on('09:20'), { level: 'crisis' })))
      .thenAmong(
        'DeadlineMoved',
        ['DeadlineMissed', { dueAt: on('09:10') }],
        ['PenaltyAssessed', { amountFen: 8_000 }],
      );
  });

  it('LEVEL-2: penalties already assessed stand', () => {
    const { tell, filed } = complaint('crisis');
    const outcome = caseSpec()
      .given(filed, learnt(tell('ContactReported', on('09:15'), { reached: true })))
      .when(learnt(tell('LevelChangeReported', on('09:20'), { level: 'dissatisfied' })));
    outcome.thenExactly('LevelChanged').thenNo('PenaltyReversed', 'DeadlineMissReversed');
  });

  it('LEVEL-2: to the level it has, nothing changes', () => {
    const { tell, filed } = complaint('crisis');
    caseSpec()
      .given(filed)
      .when(learnt(tell('LevelChangeReported', on('09:05'), { level: 'crisis' })))
      .thenNothing();
  });
});
