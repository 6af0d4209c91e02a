import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, swept } from '../testing/case-spec.ts';

const policy = openPolicyBook().policy('hotline');
const hotline = caseSpec(policy);

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
        asked(
          'decideExtension',
          on('15:10', 27),
          { deadline: 'promised-answer', granted: true },
          { by: 'general-manager' },
        ),
      )
      .thenAmong(['DeadlineMoved', { name: 'promised-answer', dueAt: on('18:00', 27), because: 'extension' }]);
    hotline
      .given(filed, taken, swept(on('16:01', 27)))
      .when(request(on('16:02', 27)))
      .thenRefused('EXT-1', 'CommandRefused');
  });

  it('FIRST-2: a customer of another group goes to that group, whatever the product', () => {
    const tell = factsOf('H2', { policy: 'hotline' });
    const filed = (customerGroup: string) =>
      learnt(tell('ComplaintFiled', on('10:00', 27), { kind: 'fault', product: 'hardware', customerGroup }));
    hotline
      .given()
      .when(filed('network-support'))
      .thenAmong(
        ['CaseOpened', { customerGroup: 'network-support' }],
        ['CaseAssigned', { holder: { department: 'technology', group: 'network-support' }, proposal: true }],
      );
    hotline
      .given()
      .when(filed('key-accounts'))
      .thenAmong(['CaseAssigned', { holder: { department: 'customer-service', group: 'key-accounts' } }]);
  });

  it('FIRST-2, CALL-5, CALL-6: its people busy, the receiver promises a call by a named person, renewed in time with a reason', () => {
    const { tell, filed, taken } = fault();
    const promised = learnt(
      tell('CallBackPromiseReported', on('10:05', 27), { until: on('11:00', 27), person: 'engineer-1', by: 'agent-4' }),
    );
    hotline
      .given(filed, taken)
      .when(promised)
      .thenExactly(
        ['CallBackPromised', { until: on('11:00', 27), person: 'engineer-1' }],
        ['DeadlineStarted', { name: 'call-back', dueAt: on('11:00', 27), explanation: { rule: 'CALL-6' } }],
      );
    const renew = (reason?: string) =>
      asked('promise', on('10:50', 27), { until: on('14:00', 27), ...(reason === undefined ? {} : { reason }) });
    hotline.given(filed, taken, promised).when(renew()).thenRefused('CALL-6', 'CommandRefused');
    hotline
      .given(filed, taken, promised)
      .when(renew('备件下午到'))
      .thenExactly('CallBackRenewed', ['DeadlineMoved', { name: 'call-back', dueAt: on('14:00', 27) }]);
    hotline
      .given(filed, taken, promised)
      .when(swept(on('11:01', 27)))
      .thenExactly([
        'DeadlineMissed',
        { name: 'call-back', dueAt: on('11:00', 27), dims: { department: 'hardware-support' } },
      ]);
  });

  it('FIRST-3: how to use it is answered by the line itself', () => {
    const tell = factsOf('H3', { policy: 'hotline' });
    hotline
      .given(
        learnt(
          tell('ComplaintFiled', on('10:00', 27), {
            kind: 'inquiry',
            category: 'usage',
            department: 'customer-service',
            group: 'first-line',
          }),
        ),
      )
      .when(
        asked('transfer', on('10:05', 27), {
          to: { department: 'technology', group: 'software-support' },
          handover: note,
        }),
      )
      .thenRefused('FIRST-3', ['TransferRefused', { unit: 'first-line' }]);
  });

  it('CALL-7: a missed call is a task to call back within two working hours, and ends when somebody was reached', () => {
    const tell = factsOf('H4', { policy: 'hotline' });
    const missed = learnt(tell('CallReceived', on('17:00', 27), { outcome: 'missed', line: '400' }));
    // An hour on Friday, an hour on Monday.
    hotline
      .given()
      .when(missed)
      .thenAmong(
        ['CaseOpened', { about: 'call', dims: { task: true } }],
        ['DeadlineStarted', { name: 'missed-call', dueAt: on('10:00', 30), explanation: { rule: 'CALL-7' } }],
      );
    hotline
      .given(missed)
      .when(asked('contact', on('09:30', 30), { reached: true }))
      .thenAmong(
        'CustomerContacted',
        ['CaseClosed', { outcome: 'called-back' }],
        ['DeadlineMet', { name: 'missed-call' }],
      );
    hotline
      .given(missed)
      .when(swept(on('10:01', 30)))
      .thenAmong(['DeadlineMissed', { name: 'missed-call' }]);
  });

  it('CALL-11: a fault is told in three parts, and what is missing is marked on the case', () => {
    expect(policy.pack.records?.['fault']).toEqual(
      expect.arrayContaining(['fault.what', 'fault.where', 'fault.action']),
    );
    const tell = factsOf('H5', { policy: 'hotline' });
    hotline
      .given()
      .when(learnt(tell('ComplaintFiled', on('10:00', 27), { kind: 'fault', missing: ['fault.action'] })))
      .thenAmong(['CaseOpened', { missing: ['fault.action'] }]);
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
