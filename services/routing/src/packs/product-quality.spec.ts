import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { caseSpec, learnt, swept } from '../testing/case-spec.ts';

const policy = openPolicyBook().policy('product-quality');
const maker = caseSpec(policy);

/** Friday 8 May 2026; Saturday 9 May is worked, Sunday 10 May is not. */
const may = (day: string, time: string): string => `2026-05-${day}T${time}:00+08:00`;

const complaint = (dispatchedAt = may('09', '10:30')) => {
  const tell = factsOf('Q1', { policy: 'product-quality' });
  const filed = learnt(
    tell('ComplaintFiled', may('08', '17:30'), {
      category: 'function',
      product: 'pump-3',
      receivedBy: 'clerk-1',
      dueTimes: { 'memo-answer': may('11', '12:00') },
    }),
  );
  const dispatched = learnt(tell('AssignmentReported', dispatchedAt, { department: 'production', by: 'clerk-1' }));
  const answered = learnt(tell('ResolutionReported', may('09', '17:30'), { verdict: 'quality-defect' }));
  return { tell, filed, dispatched, answered };
};

describe('the product-quality pack', () => {
  it('ESC-4, RES-1: dispatch in two working hours, the memo’s time, three working days, over the worked Saturday', () => {
    const { filed, dispatched } = complaint();
    maker
      .given()
      .when(filed)
      .thenExactly(
        'CaseOpened',
        // Friday 17:30-18:00, Saturday and Monday whole, Tuesday until 17:30.
        ['DeadlineStarted', { name: 'resolution', dueAt: may('12', '17:30') }],
        // Friday 17:30-18:00, Saturday 09:00-10:30.
        ['DeadlineStarted', { name: 'dispatch', dueAt: may('09', '10:30'), explanation: { rule: 'ESC-4' } }],
        ['DeadlineStarted', { name: 'memo-answer', dueAt: may('11', '12:00'), explanation: { clock: 'given' } }],
      );
    maker
      .given(filed)
      .when(dispatched)
      .thenExactly('CaseAssigned', ['DeadlineMet', { name: 'dispatch', metAt: may('09', '10:30') }]);
  });

  it('ESC-4: the answer reaches the customer within one working hour, on Monday morning', () => {
    const { tell, filed, dispatched, answered } = complaint();
    // Saturday 17:30-18:00, Monday 09:00-09:30.
    maker
      .given(filed, dispatched)
      .when(answered)
      .thenExactly(
        'CaseResolved',
        ['DeadlineMet', { name: 'resolution' }],
        ['DeadlineMet', { name: 'memo-answer' }],
        ['DeadlineStarted', { name: 'answer-told', dueAt: may('11', '09:30'), explanation: { rule: 'ESC-4' } }],
      );
    maker
      .given(filed, dispatched, answered)
      .when(learnt(tell('FollowUpReported', may('11', '09:30'), { reached: true, satisfied: true })))
      .thenAmong(['CaseClosed', { outcome: 'satisfied' }], ['DeadlineMet', { name: 'answer-told' }]);
  });

  it('ESC-4: dispatched late and the customer not told: two misses', () => {
    const { filed, dispatched, answered } = complaint(may('09', '10:31'));
    maker
      .given(filed)
      .when(dispatched)
      .thenAmong(['DeadlineMissed', { name: 'dispatch' }], ['MissedDeadlineMet', { metAt: may('09', '10:31') }]);
    maker
      .given(filed, dispatched, answered)
      .when(swept(may('11', '09:31')))
      .thenExactly(['DeadlineMissed', { name: 'answer-told', dims: { department: 'production' } }]);
  });

  it('RES-4: the verdict on a product is one of three, or that it is not ours', () => {
    expect(Object.keys(policy.pack.verdicts ?? {})).toEqual(['quality-defect', 'wrong-use', 'undecidable', 'not-ours']);
  });
});
