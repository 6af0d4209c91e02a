import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, swept } from '../testing/case-spec.ts';

const workOrders = caseSpec(openPolicyBook().policy('auto-workorder'));

const complaint = (level: string) => {
  const tell = factsOf('W1', { policy: 'auto-workorder' });
  const filed = learnt(tell('ComplaintFiled', on('23:50'), { level, kind: 'complaint', receivedBy: 'agent-7' }));
  const issued = learnt(tell('AssignmentReported', on('23:58'), { department: 'workshop', by: 'agent-7' }));
  return { tell, filed, issued };
};

describe('the auto-workorder pack', () => {
  it.each([
    ['dissatisfied', on('00:20', 24)],
    ['very-dissatisfied', on('00:10', 24)],
    ['major', on('00:00', 24)],
    ['crisis', on('00:00', 24)],
  ])('LEVEL-1, FILE-4: %s, filed at 23:50, runs by the clock over midnight', (level, first) => {
    workOrders
      .given()
      .when(complaint(level).filed)
      .thenExactly(
        'CaseOpened',
        ['DeadlineStarted', { name: 'work-order', dueAt: on('00:00', 24), explanation: { rule: 'FILE-4' } }],
        ['DeadlineStarted', { name: 'first-response', dueAt: first, response: true }],
        ['DeadlineStarted', { name: 'second-response', dueAt: on('23:50', 24), response: true }],
      );
  });

  it('CONT-1, CONT-2: contact twenty minutes and result twelve hours after the work order, all kept', () => {
    const { tell, filed, issued } = complaint('very-dissatisfied');
    workOrders
      .given(filed)
      .when(issued)
      .thenExactly(
        'CaseAssigned',
        ['DeadlineMet', { name: 'work-order' }],
        ['DeadlineStarted', { name: 'first-contact', dueAt: on('00:18', 24), explanation: { rule: 'CONT-1' } }],
        ['DeadlineStarted', { name: 'result', dueAt: on('11:58', 24), explanation: { rule: 'CONT-2' } }],
      );
    const contacted = learnt(tell('ContactReported', on('00:09', 24), { reached: true }));
    workOrders
      .given(filed, issued)
      .when(contacted)
      .thenExactly(
        'CustomerContacted',
        ['DeadlineMet', { name: 'first-response' }],
        ['DeadlineMet', { name: 'first-contact' }],
      );
    workOrders
      .given(filed, issued, contacted)
      .when(learnt(tell('ResolutionReported', on('11:58', 24), { verdict: 'justified' })))
      .thenExactly(
        'CaseResolved',
        ['DeadlineLapsed', { name: 'second-response' }],
        ['DeadlineMet', { name: 'result', metAt: on('11:58', 24) }],
      );
  });

  it.each([
    ['dissatisfied', 2_000],
    ['very-dissatisfied', 3_000],
    ['major', 5_000],
    ['crisis', 8_000],
  ])(
    'LEVEL-1, PEN-1: %s, two overdue responses cost the workshop twice %i fen; CONT-1 and CONT-2 cost nothing',
    (level, fen) => {
      const { filed, issued } = complaint(level);
      const { events } = workOrders.given(filed, issued).when(swept(on('12:00', 25)));
      const fined = events.filter((event) => event.type === 'PenaltyAssessed');
      expect(fined.map(({ data }) => [data.name, data.amountFen, data.dims.department])).toEqual([
        ['first-response', fen, 'workshop'],
        ['second-response', fen, 'workshop'],
      ]);
      const missed = events.filter((event) => event.type === 'DeadlineMissed');
      expect(missed.map(({ data }) => data.name)).toEqual([
        'first-response',
        'second-response',
        'first-contact',
        'result',
      ]);
    },
  );

  it('LEVEL-2: lowered after the first fine, the fine stands and the second response costs the new level', () => {
    const { tell, filed, issued } = complaint('crisis');
    workOrders
      .given(filed, issued, learnt(tell('LevelChangeReported', on('08:00', 24), { level: 'dissatisfied' })))
      .when(swept(on('12:00', 25)))
      .thenAmong(['PenaltyAssessed', { name: 'second-response', amountFen: 2_000 }])
      .thenNo('PenaltyReversed');
  });

  it('XFER-3: a transfer without a full handover note is refused', () => {
    const { filed, issued } = complaint('major');
    workOrders
      .given(filed, issued)
      .when(asked('transfer', on('23:59'), { to: { department: 'parts' }, handover: { need: '换件' } }))
      .thenRefused('XFER-3', ['TransferRefused', { unit: 'workshop', missing: ['facts', 'promised', 'contact'] }]);
  });
});
