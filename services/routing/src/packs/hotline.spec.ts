import { describe, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, swept } from '../testing/case-spec.ts';

const hotline = caseSpec(openPolicyBook().policy('hotline'));

const note = { need: '无法开机', facts: '已更换电源', promised: '今日十六时前回电', contact: '13800000002' };

/** A fault told on Friday 27 March 2026 at 10:00, with an answer promised by 16:00. */
const fault = () => {
  const tell = factsOf('H1', { policy: 'hotline' });
  const filed = learnt(
    tell('ComplaintFiled', on('10:00', 27), {
      kind: 'fault',
      product: 'hardware',
      receivedBy: 'agent-4',
      dueTimes: { 'promised-answer': on('16:00', 27) },
    }),
  );
  const taken = learnt(
    tell('AssignmentReported', on('10:02', 27), {
      department: 'technology',
      group: 'hardware-support',
      person: 'engineer-1',
      by: 'agent-4',
    }),
  );
  return { tell, filed, taken };
};

describe('the hotline pack', () => {
  it('FIRST-2, CALL-6, RES-1: to the product’s own group, answered when promised, settled over the weekend', () => {
    const { tell, filed, taken } = fault();
    // Friday 10:00-18:00, Monday and Tuesday whole, Wednesday until 10:00.
    hotline
      .given()
      .when(filed)
      .thenExactly(
        ['CaseOpened', { owner: 'agent-4' }],
        ['CaseAssigned', { holder: { department: 'technology', group: 'hardware-support' }, proposal: true }],
        ['DeadlineStarted', { name: 'resolution', dueAt: '2026-04-01T10:00:00+08:00' }],
        [
          'DeadlineStarted',
          { name: 'promised-answer', dueAt: on('16:00', 27), explanation: { rule: 'CALL-6', clock: 'given' } },
        ],
      );
    hotline
      .given(filed, taken)
      .when(learnt(tell('ContactReported', on('16:00', 27), { reached: true, by: 'engineer-1' })))
      .thenExactly('CustomerContacted', ['DeadlineMet', { name: 'promised-answer' }]);
  });

  it('CALL-6: a call that reached nobody keeps no promise', () => {
    const { tell, filed, taken } = fault();
    hotline
      .given(filed, taken, learnt(tell('ContactReported', on('15:50', 27), { reached: false })))
      .when(swept(on('16:01', 27)))
      .thenExactly([
        'DeadlineMissed',
        { name: 'promised-answer', dueAt: on('16:00', 27), dims: { department: 'hardware-support' } },
      ]);
  });

  it('CALL-6, EXT-1: renewed before it ran out, the promise moves; asked for afterwards, it is refused', () => {
    const { filed, taken } = fault();
    const request = (at: string) =>
      asked('requestExtension', at, { deadline: 'promised-answer', until: on('18:00', 27), reason: '等待备件' });
    hotline
      .given(filed, taken, request(on('15:00', 27)))
      .when(
        asked('decideExtension', on('15:10', 27), { deadline: 'promised-answer', granted: true }, { by: 'manager-1' }),
      )
      .thenAmong(['DeadlineMoved', { name: 'promised-answer', dueAt: on('18:00', 27), because: 'extension' }]);
    hotline
      .given(filed, taken, swept(on('16:01', 27)))
      .when(request(on('16:02', 27)))
      .thenRefused('EXT-1', 'CommandRefused');
  });

  it('XFER-1: another group of the same department is a transfer, and a second one is refused', () => {
    const { filed, taken } = fault();
    const first = asked('transfer', on('10:20', 27), {
      to: { department: 'technology', group: 'software-support' },
      handover: note,
    });
    hotline
      .given(filed, taken)
      .when(first)
      .thenExactly([
        'CaseTransferred',
        { unit: 'hardware-support', dims: { department: 'software-support' }, count: 1 },
      ]);
    hotline
      .given(filed, taken, first)
      .when(asked('transfer', on('10:30', 27), { to: { group: 'network-support' }, handover: note }))
      .thenRefused('XFER-1', ['TransferRefused', { unit: 'software-support' }]);
  });

  it('XFER-2: a third person is refused, in the same group too', () => {
    const { filed, taken } = fault();
    hotline
      .given(filed, taken, asked('assign', on('10:20', 27), { person: 'engineer-2' }))
      .when(asked('assign', on('10:30', 27), { person: 'engineer-3' }))
      .thenRefused('XFER-2', 'CommandRefused');
  });
});
