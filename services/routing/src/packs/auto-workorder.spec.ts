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
        ['DeadlineStarted', { name: 'progress', dueAt: on('23:58', 24), explanation: { rule: 'CONT-3' } }],
      );
    const contacted = learnt(tell('ContactReported', on('00:09', 24), { reached: true }));
    workOrders
      .given(filed, issued)
      .when(contacted)
      .thenExactly(
        'CustomerContacted',
        ['DeadlineMet', { name: 'first-response' }],
        ['DeadlineMet', { name: 'first-contact' }],
        ['DeadlineMet', { name: 'progress' }],
        ['DeadlineStarted', { name: 'progress', dueAt: on('00:09', 25) }],
      );
    const returned = learnt(
      tell('InvestigationReported', on('11:58', 24), { step: 'result-returned', by: 'workshop-1' }),
    );
    workOrders
      .given(filed, issued, contacted)
      .when(returned)
      .thenExactly(['InvestigationRecorded', { step: 'result-returned' }], ['DeadlineMet', { name: 'result' }]);
    workOrders
      .given(filed, issued, contacted, returned)
      .when(learnt(tell('ResolutionReported', on('14:00', 24), { verdict: 'justified' })))
      .thenExactly(
        'CaseResolved',
        ['DeadlineLapsed', { name: 'second-response' }],
        ['DeadlineLapsed', { name: 'progress' }],
      );
  });

  it('CONT-2: settled with an empty work order: refused when asked, a violation when told', () => {
    const { tell, filed, issued } = complaint('dissatisfied');
    workOrders
      .given(filed, issued)
      .when(asked('resolve', on('00:10', 24), { verdict: 'justified', summary: '已返修' }))
      .thenRefused('CONT-2', ['CommandRefused', { missing: ['result-returned'] }]);
    workOrders
      .given(filed, issued)
      .when(learnt(tell('ResolutionReported', on('00:10', 24), { verdict: 'justified', by: 'workshop-1' })))
      .thenAmong('CaseResolved', ['RuleViolated', { rules: ['CONT-2'], dims: { department: 'workshop' } }]);
  });

  it('CONT-2: while parts are waited for, the twelve hours stand still; the customer is told of it all the same (CONT-3)', () => {
    const { tell, filed, issued } = complaint('dissatisfied');
    const contacted = learnt(tell('ContactReported', on('00:05', 24), { reached: true }));
    const waits = learnt(tell('PauseReported', on('01:00', 24), { reason: 'waiting-for-parts' }));
    workOrders
      .given(filed, issued, contacted, waits)
      .when(learnt(tell('ResumptionReported', on('15:00', 24), {})))
      .thenExactly('CaseResumed', ['DeadlineMoved', { name: 'result', dueAt: on('01:58', 25), because: 'pause' }]);
    workOrders
      .given(filed, issued, contacted, waits, swept(on('00:04', 25)))
      .when(swept(on('00:06', 25)))
      .thenExactly(
        ['DeadlineMissed', { name: 'progress', dueAt: on('00:05', 25) }],
        ['DeadlineStarted', { name: 'progress', dueAt: on('00:05', 26) }],
      );
  });

  it('FILE-4: not issued in ten minutes, it is the desk that took the complaint which missed it', () => {
    const tell = factsOf('W2', { policy: 'auto-workorder' });
    workOrders
      .given(
        learnt(tell('ComplaintFiled', on('23:50'), { kind: 'complaint', receivingDepartment: 'customer-service' })),
      )
      .when(swept(on('00:01', 24)))
      .thenExactly([
        'DeadlineMissed',
        { name: 'work-order', dueAt: on('00:00', 24), dims: { department: 'customer-service' } },
      ]);
  });

  it('EXT-1, PEN-1: nobody answered the phone; the general manager grants more time, and the fine falls away', () => {
    const { tell, filed, issued } = complaint('dissatisfied');
    const attempt = learnt(tell('ContactReported', on('00:10', 24), { reached: false }));
    const ask = asked('requestExtension', on('00:15', 24), {
      deadline: 'first-response',
      until: on('09:00', 24),
      ground: 'unreached',
      reason: '深夜无人接听',
    });
    const decide = (authorities: readonly string[]) =>
      asked('decideExtension', on('00:30', 24), { deadline: 'first-response', granted: true }, { authorities });
    const late = [filed, issued, attempt, ask, swept(on('00:25', 24))];
    // No ground before anybody has tried.
    workOrders
      .given(filed, issued)
      .when(ask)
      .thenRefused('EXT-1', ['CommandRefused', { command: 'requestExtension' }]);
    workOrders
      .given(...late)
      .when(decide(['manager']))
      .thenRefused('EXT-1', ['CommandRefused', { command: 'decideExtension' }]);
    workOrders
      .given(...late)
      .when(decide(['general-manager']))
      .thenExactly(
        'ExtensionGranted',
        ['DeadlineMissReversed', { name: 'first-response', because: 'extension' }],
        ['PenaltyReversed', { name: 'first-response', amountFen: 2_000 }],
        ['DeadlineMoved', { name: 'first-response', dueAt: on('09:00', 24) }],
      );
  });

  it('LEVEL-1: a crisis has as many responses as are promised, each at the price of a response', () => {
    const { tell, filed, issued } = complaint('crisis');
    const promised = learnt(
      tell('CallBackPromiseReported', on('00:05', 24), { until: on('02:00', 24), by: 'workshop-1' }),
    );
    workOrders
      .given(filed, issued, promised, swept(on('01:59', 24)))
      .when(swept(on('02:01', 24)))
      .thenExactly(
        ['DeadlineMissed', { name: 'call-back', dueAt: on('02:00', 24) }],
        ['PenaltyAssessed', { name: 'call-back', amountFen: 8_000, dims: { department: 'workshop' } }],
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
        'progress',
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
