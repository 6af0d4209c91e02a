import { describe, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt } from '../testing/case-spec.ts';

const company = caseSpec(openPolicyBook().policy('company'));

/** The Friday before the Tomb-Sweeping holiday of 2026, which closes Saturday 4 to Monday 6 April. */
const april = (day: number, time: string): string => `2026-04-0${day}T${time}:00+08:00`;

describe('the company pack', () => {
  it('FILE-4, CONT-1, RES-1: forwarded in an hour, contacted in a day, settled in three working days across the holiday', () => {
    const tell = factsOf('B1', { policy: 'company' });
    const filed = learnt(tell('ComplaintFiled', april(3, '16:00'), { kind: 'complaint', receivedBy: 'agent-7' }));
    // Friday 16:00-18:00, Tuesday and Wednesday whole, Thursday 09:00-16:00: 27 hours.
    company
      .given()
      .when(filed)
      .thenExactly(
        ['CaseOpened', { owner: 'agent-7', dims: { policy: 'company', level: 'normal' } }],
        ['DeadlineStarted', { name: 'resolution', dueAt: april(9, '16:00'), explanation: { rule: 'RES-1' } }],
        ['DeadlineStarted', { name: 'forward', dueAt: april(3, '17:00'), explanation: { rule: 'FILE-4' } }],
      );
    const forwarded = learnt(tell('AssignmentReported', april(3, '16:50'), { department: 'sales', by: 'agent-7' }));
    company
      .given(filed)
      .when(forwarded)
      .thenExactly(
        ['CaseAssigned', { holder: { department: 'sales' }, proposal: false }],
        ['DeadlineMet', { name: 'forward' }],
        ['DeadlineStarted', { name: 'first-contact', dueAt: april(4, '16:50'), explanation: { rule: 'CONT-1' } }],
      );
    const contacted = learnt(tell('ContactReported', april(4, '10:00'), { reached: true, by: 'sales-1' }));
    company
      .given(filed, forwarded)
      .when(contacted)
      .thenExactly('CustomerContacted', ['DeadlineMet', { name: 'first-contact' }]);
    company
      .given(filed, forwarded, contacted)
      .when(learnt(tell('ResolutionReported', april(9, '16:00'), { verdict: 'justified', by: 'sales-1' })))
      .thenExactly('CaseResolved', ['DeadlineMet', { name: 'resolution', metAt: april(9, '16:00') }]);
  });

  it('FILE-4, CONT-1: forwarded late and the customer not reached within a day: two misses, no fine', () => {
    const tell = factsOf('B2', { policy: 'company' });
    const filed = learnt(tell('ComplaintFiled', april(3, '16:00'), { kind: 'complaint' }));
    const late = learnt(tell('AssignmentReported', april(3, '17:01'), { department: 'sales', by: 'agent-7' }));
    const forwarded = company.given(filed).when(late);
    forwarded.thenAmong(
      ['DeadlineMissed', { name: 'forward', dueAt: april(3, '17:00') }],
      ['MissedDeadlineMet', { name: 'forward', metAt: april(3, '17:01') }],
    );
    company
      .given(filed, late, learnt(tell('ContactReported', april(4, '09:00'), { reached: false })))
      .when(learnt(tell('ContactReported', april(4, '17:02'), { reached: true })))
      .thenAmong(['DeadlineMissed', { name: 'first-contact', dueAt: april(4, '17:01'), dims: { department: 'sales' } }])
      .thenNo('PenaltyAssessed');
  });

  it('FILE-4: a matter that a rule routes is forwarded when it is filed', () => {
    const tell = factsOf('B3', { policy: 'company' });
    company
      .given()
      .when(learnt(tell('ComplaintFiled', april(3, '16:00'), { category: 'delivery' })))
      .thenAmong(
        ['CaseAssigned', { holder: { department: 'logistics' }, proposal: true }],
        ['DeadlineMet', { name: 'forward', metAt: april(3, '16:00') }],
      );
  });

  it('XFER-1: a second transfer is refused', () => {
    const tell = factsOf('B4', { policy: 'company' });
    const handover = { need: '换货', facts: '已核对', promised: '今日答复', contact: '13800000001' };
    company
      .given(
        learnt(tell('ComplaintFiled', april(3, '09:00'), { department: 'sales' })),
        asked('transfer', april(3, '09:10'), { to: { department: 'quality' }, handover }),
      )
      .when(asked('transfer', april(3, '09:20'), { to: { department: 'finance' }, handover }))
      .thenRefused('XFER-1', ['TransferRefused', { unit: 'quality', to: { department: 'finance' } }]);
  });
});
