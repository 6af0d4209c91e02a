import { describe, expect, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { caseSpec, learnt, on, standardPolicy, swept } from '../testing/case-spec.ts';

const complaint = (department = 'after-sales') => {
  const tell = factsOf('C7');
  return { tell, filed: learnt(tell('ComplaintFiled', on('09:00'), { department })) };
};

describe('a fact that becomes known late', () => {
  it('takes miss and penalty back by events that name the old ones', () => {
    const { tell, filed } = complaint();
    const overdue = caseSpec().given(filed, swept(on('12:00')));
    const [missed, fined] = overdue.events.slice(-2);
    overdue
      .when(learnt(tell('ContactReported', on('09:20'), { reached: true }), on('12:00')))
      .thenExactly(
        'CustomerContacted',
        ['DeadlineMissReversed', { missed: missed?.id ?? '', metAt: on('09:20'), because: 'late-fact' }],
        ['PenaltyReversed', { penalty: fined?.id ?? '', amountFen: 2_000, because: 'late-fact' }],
      );
  });

  it('is judged the same when no sweeper ran in between: missed first, then taken back', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed)
      .when(learnt(tell('ContactReported', on('09:20'), { reached: true }), on('12:00')))
      .thenExactly('DeadlineMissed', 'PenaltyAssessed', 'CustomerContacted', 'DeadlineMissReversed', 'PenaltyReversed');
  });

  it('LEVEL-1: an earlier contact found later makes the known one the second response', () => {
    const { tell, filed } = complaint();
    const contacted = (at: string) => learnt(tell('ContactReported', at, { reached: true }), on('12:00', 25));
    const outcome = caseSpec()
      .given(filed, contacted(on('10:00')))
      .when(contacted(on('09:15')));
    outcome.thenExactly(
      ['CustomerContacted', { firstAfterMs: 15 * 60_000, supersedes: { occurredAt: on('10:00') } }],
      ['DeadlineMissReversed', { name: 'first-response', metAt: on('09:15') }],
      ['PenaltyReversed', { name: 'first-response' }],
      ['DeadlineMissReversed', { name: 'second-response', metAt: on('10:00') }],
      ['PenaltyReversed', { name: 'second-response' }],
    );
  });

  it('takes the miss back when it settled the matter before the response was due', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed, swept(on('12:00', 24)))
      .when(learnt(tell('ResolutionReported', on('09:25'), {}), on('12:00', 24)))
      .thenAmong(
        'CaseResolved',
        ['DeadlineMissReversed', { name: 'first-response', because: 'late-fact' }],
        ['PenaltyReversed', { name: 'first-response' }],
        ['DeadlineLapsed', { name: 'first-response', lapsedAt: on('09:25') }],
        ['PenaltyReversed', { name: 'second-response' }],
      );
  });

  it('takes the miss back also when a late response had been made after it', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed, learnt(tell('ContactReported', on('10:00'), { reached: true })))
      .when(learnt(tell('ResolutionReported', on('09:25'), {}), on('12:00')))
      .thenAmong(['PenaltyReversed', { name: 'first-response' }], ['DeadlineLapsed', { name: 'first-response' }]);
  });

  it('changes nothing when it is told twice', () => {
    const { tell, filed } = complaint();
    const contacted = learnt(tell('ContactReported', on('09:20'), { reached: true }), on('12:00'));
    caseSpec().given(filed, contacted).when(contacted).thenNothing();
    caseSpec().given(filed, contacted).when(filed).thenNothing();
  });
});

describe('the clock of a source', () => {
  it('judges no further than it has come, whatever the wall clock says', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed)
      .when(swept(on('09:30')))
      .thenNothing();
    caseSpec()
      .given(filed)
      .when(learnt(tell('ContactReported', on('09:30'), { reached: true })))
      .thenNo('DeadlineMissed');
  });

  it('judges everything that it passes at once, after days of silence', () => {
    const { filed } = complaint();
    caseSpec()
      .given(filed)
      .when(swept('2026-04-02T12:00:00+08:00'))
      .thenExactly(
        ['DeadlineMissed', { name: 'first-response', dueAt: on('09:30') }],
        'PenaltyAssessed',
        ['DeadlineMissed', { name: 'second-response', dueAt: on('09:00', 24) }],
        'PenaltyAssessed',
        ['DeadlineMissed', { name: 'resolution', dueAt: on('18:00', 25) }],
      );
  });

  it('judges nothing twice', () => {
    const { filed } = complaint();
    caseSpec()
      .given(filed, swept(on('12:00')))
      .when(swept(on('12:00')))
      .thenNothing();
  });
});

describe('a miss', () => {
  it('PEN-1: belongs to the department that held the case at the due time, and says where the case is now', () => {
    const { tell, filed } = complaint('sales');
    const handover = ['need', 'facts', 'promised', 'contact'];
    caseSpec()
      .given(
        filed,
        learnt(tell('TransferReported', on('09:40'), { to: { department: 'finance' }, handover }), on('09:20')),
      )
      .when(swept(on('10:00')))
      .thenExactly(
        [
          'DeadlineMissed',
          { dims: { department: 'sales' }, holder: { department: 'sales' }, presentDepartment: 'finance' },
        ],
        ['PenaltyAssessed', { dims: { department: 'sales' } }],
      );
  });

  it('belongs to the period of the due time, not of its discovery', () => {
    const { filed } = complaint();
    const { events } = caseSpec().given(filed).when(swept('2026-04-02T12:00:00+08:00'));
    expect(events.map(({ occurredAt }) => occurredAt)).toEqual([
      on('09:30'),
      on('09:30'),
      on('09:00', 24),
      on('09:00', 24),
      on('18:00', 25),
    ]);
  });

  it('explains itself: policy, rule, length, start and the calendar intervals counted', () => {
    const { filed } = complaint();
    const { events } = caseSpec().given(filed);
    const started = (name: string) =>
      events.find((event) => event.type === 'DeadlineStarted' && event.data.name === name);
    expect(started('first-response')?.data).toMatchObject({
      explanation: {
        policy: 'standard',
        policyVersion: standardPolicy.version,
        rule: 'LEVEL-1',
        startedBy: 'filed',
        startedAt: on('09:00'),
        length: '30min',
        clock: 'elapsed',
      },
    });
    expect(started('resolution')?.data).toMatchObject({
      explanation: { clock: 'working', length: '3 working days', calendar: expect.stringMatching(/^CN /) },
    });
  });
});
