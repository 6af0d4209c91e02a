import { describe, expect, it } from '@jest/globals';
import { compilePolicy, openCalendarBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, standardPolicy, swept } from '../testing/case-spec.ts';

/** A complaint at `sales` whose first response was missed, and its fine. */
const fined = () => {
  const tell = factsOf('C1');
  const inputs = [
    learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales', level: 'major' })),
    swept(on('09:11')),
  ];
  const { events } = caseSpec().given(...inputs);
  const penalty = events.find(({ type }) => type === 'PenaltyAssessed')?.id ?? 'none';
  return { tell, inputs, penalty, events };
};

describe('a penalty', () => {
  it('PEN-1: is on the department that held the case, names its miss, and counts at the due time', () => {
    const { events } = fined();
    const missed = events.find(({ type }) => type === 'DeadlineMissed');
    expect(events.at(-1)).toMatchObject({
      type: 'PenaltyAssessed',
      occurredAt: on('09:10'),
      data: { missed: missed?.id, amountFen: 5_000, rule: 'PEN-1', dims: { department: 'sales' } },
    });
  });

  it('PEN-1: there is none for a case that nobody had, and none for deadlines without a fine', () => {
    const nobodys = caseSpec(compilePolicy({ ...standardPolicy.pack, assignment: [] }, openCalendarBook()));
    nobodys
      .given(learnt(factsOf('C1')('ComplaintFiled', on('09:00'), {})))
      .when(swept(on('09:31')))
      .thenExactly(
        ['DeadlineMissed', { name: 'work-order' }],
        ['DeadlineMissed', { name: 'first-response', dims: { department: 'unassigned' }, holder: {} }],
      );
    const tell = factsOf('C1');
    caseSpec()
      .given(
        learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales' })),
        learnt(tell('ContactReported', on('09:01'), { reached: true })),
        learnt(tell('ContactReported', on('09:02'), { reached: true })),
      )
      .when(swept(on('10:00', 31)))
      .thenExactly(['DeadlineMissed', { name: 'resolution', dueAt: on('18:00', 25) }]);
  });

  it('PEN-1: a response made late is missed all the same; then it is no longer overdue', () => {
    const { tell, inputs } = fined();
    caseSpec()
      .given(...inputs)
      .when(learnt(tell('ContactReported', on('09:30'), { reached: true })))
      .thenExactly('CustomerContacted', ['MissedDeadlineMet', { metAt: on('09:30'), dims: { department: 'sales' } }]);
  });

  it('PEN-3: can be appealed, and waived by the general manager; then it counts no more', () => {
    const { inputs, penalty } = fined();
    const appeal = asked('appealPenalty', on('10:00'), { reason: '系统故障' }, { penalty });
    caseSpec()
      .given(...inputs)
      .when(appeal)
      .thenExactly(['PenaltyAppealed', { penalty, dims: { department: 'sales' } }]);
    const outcome = caseSpec()
      .given(...inputs, appeal)
      .when(asked('waivePenalty', on('11:00'), { reason: '情况属实' }, { penalty, by: 'general-manager' }));
    outcome.thenExactly(['PenaltyWaived', { penalty, amountFen: 5_000, by: 'general-manager' }]);
    expect(outcome.state?.deadlines.find(({ name }) => name === 'first-response')?.penalty?.state).toBe('waived');
  });

  it('PEN-3: a waived one can be waived or appealed no more, an unknown one never', () => {
    const { inputs, penalty } = fined();
    const waive = (id: string) => asked('waivePenalty', on('11:00'), { reason: '情况属实' }, { penalty: id });
    const waived = caseSpec().given(...inputs, waive(penalty));
    expect(() => waived.when(waive(penalty))).toThrow('waived already');
    expect(() => waived.when(asked('appealPenalty', on('12:00'), { reason: '' }, { penalty }))).toThrow(
      'waived already',
    );
    expect(() => waived.when(waive('another'))).toThrow('no penalty another');
  });

  it('PEN-3: a waived one stays waived when its miss is taken back', () => {
    const { tell, inputs, penalty } = fined();
    caseSpec()
      .given(...inputs, asked('waivePenalty', on('11:00'), { reason: '' }, { penalty }))
      .when(learnt(tell('ContactReported', on('09:05'), { reached: true }), on('12:00')))
      .thenAmong(['DeadlineMissReversed', { metAt: on('09:05') }])
      .thenNo('PenaltyReversed');
  });
});
