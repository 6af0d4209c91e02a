import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const policy = openPolicyBook().policy('product-quality');
const maker = caseSpec(policy);

/** Friday 8 May 2026; Saturday 9 May is worked, Sunday 10 May is not. */
const may = (day: string, time: string): string => `2026-05-${day}T${time}:00+08:00`;

const complaint = (dispatchedAt = may('09', '10:30')) => {
  const tell = factsOf('Q1', { policy: 'product-quality' });
  const filed = learnt(
    tell('ComplaintFiled', may('08', '17:30'), { category: 'function', product: 'pump-3', receivedBy: 'clerk-1' }),
  );
  const dispatched = learnt(tell('AssignmentReported', dispatchedAt, { department: 'production', by: 'clerk-1' }));
  const step = (name: string, at: string, more: { readonly signedBy?: string; readonly until?: string } = {}) =>
    learnt(tell('InvestigationReported', at, { step: name, by: 'clerk-1', ...more }));
  return { tell, filed, dispatched, step };
};

/** Whose signature the steps bear (ESC-4). */
const head = { signedBy: 'head-of-production' };
const vicePresident = { signedBy: 'vice-president' };

const handover = { need: '更换', facts: '已检测', promised: '两日内答复', contact: '本人电话' };

describe('the product-quality pack', () => {
  it('ESC-4, RES-1: dispatch in two working hours, settlement in three working days, over the worked Saturday', () => {
    const { filed, dispatched } = complaint();
    maker
      .given()
      .when(filed)
      .thenExactly(
        ['CaseOpened', { dims: { category: 'function', class: 'product-quality' } }],
        // Friday 17:30-18:00, Saturday and Monday whole, Tuesday until 17:30.
        ['DeadlineStarted', { name: 'resolution', dueAt: may('12', '17:30') }],
        // Friday 17:30-18:00, Saturday 09:00-10:30.
        ['DeadlineStarted', { name: 'dispatch', dueAt: may('09', '10:30'), explanation: { rule: 'ESC-4' } }],
      );
    maker
      .given(filed)
      .when(dispatched)
      .thenExactly(
        'CaseAssigned',
        ['DeadlineStarted', { name: 'progress', explanation: { rule: 'CONT-3' } }],
        // Who dispatches answers for it, not who has the matter then.
        ['DeadlineMet', { name: 'dispatch', metAt: may('09', '10:30'), dims: { department: 'after-sales' } }],
      );
  });

  it('ESC-4: dispatched a minute late, it is missed by after-sales', () => {
    const { filed, dispatched } = complaint(may('09', '10:31'));
    maker
      .given(filed)
      .when(dispatched)
      .thenAmong(
        ['DeadlineMissed', { name: 'dispatch', dims: { department: 'after-sales' } }],
        ['MissedDeadlineMet', { name: 'dispatch', metAt: may('09', '10:31') }],
      );
  });

  it('ESC-4: the department answers by the time on the memo, signed by its head', () => {
    const { filed, dispatched, step } = complaint();
    const memo = step('memo-sent', may('09', '11:00'), { until: may('11', '12:00') });
    maker
      .given(filed, dispatched)
      .when(memo)
      .thenExactly(
        ['InvestigationRecorded', { step: 'memo-sent', until: may('11', '12:00') }],
        ['DeadlineStarted', { name: 'memo-answer', dueAt: may('11', '12:00'), explanation: { clock: 'given' } }],
      );
    maker
      .given(filed, dispatched, memo)
      .when(step('memo-answered', may('11', '12:00'), head))
      .thenExactly(
        ['InvestigationRecorded', { step: 'memo-answered', signedBy: 'head-of-production' }],
        ['DeadlineMet', { name: 'memo-answer', dims: { department: 'production' } }],
      );
    maker
      .given(filed, dispatched, memo)
      .when(swept(may('11', '12:01')))
      .thenExactly(['DeadlineMissed', { name: 'memo-answer', dims: { department: 'production' } }]);
  });

  it('ESC-4: an answer that the head did not sign is refused; reported all the same, it breaks the rule', () => {
    const { filed, dispatched, step } = complaint();
    const memo = step('memo-sent', may('09', '11:00'), { until: may('11', '12:00') });
    maker
      .given(filed, dispatched, memo)
      .when(
        asked('investigate', may('11', '10:00'), { step: 'memo-answered', findings: '轴承磨损' }, { by: 'engineer-2' }),
      )
      .thenRefused('ESC-4', ['CommandRefused', { command: 'investigate', missing: ['head-of-production'] }]);
    maker
      .given(filed, dispatched, memo)
      .when(step('memo-answered', may('11', '10:00')))
      .thenExactly(
        'InvestigationRecorded',
        ['RuleViolated', { rules: ['ESC-4'], about: 'steps.memo-answered.signedBy' }],
        ['DeadlineMet', { name: 'memo-answer' }],
      );
  });

  it('ESC-4: beyond the clerk’s authority the vice president has it within a working day and answers within 24 h', () => {
    const { tell, filed, dispatched, step } = complaint();
    const beyond = step('beyond-authority', may('09', '12:00'));
    // Saturday 12:00-18:00, Monday until 12:00.
    maker
      .given(filed, dispatched)
      .when(beyond)
      .thenExactly('InvestigationRecorded', [
        'DeadlineStarted',
        { name: 'vice-president-told', dueAt: may('11', '12:00'), explanation: { length: '1 working day' } },
      ]);
    const told = learnt(tell('EscalationReported', may('11', '10:00'), { to: 'vice-president', by: 'clerk-1' }));
    maker
      .given(filed, dispatched, beyond)
      .when(told)
      .thenExactly(
        'CaseEscalated',
        ['DeadlineMet', { name: 'vice-president-told' }],
        ['DeadlineStarted', { name: 'vice-president-answer', dueAt: may('12', '10:00') }],
      );
    maker
      .given(filed, dispatched, beyond, told)
      .when(step('vice-president-answered', may('12', '09:00'), vicePresident))
      .thenExactly(
        ['InvestigationRecorded', { signedBy: 'vice-president' }],
        ['DeadlineMet', { name: 'vice-president-answer' }],
      );
    maker
      .given(filed, dispatched, beyond)
      .when(swept(may('11', '12:01')))
      .thenExactly(['DeadlineMissed', { name: 'vice-president-told' }]);
  });

  it('ESC-4: a sampler is on site within three working hours, or at the time that was agreed', () => {
    const { filed, dispatched, step } = complaint();
    // Saturday 16:00-18:00, Monday 09:00-10:00.
    const ordered = step('sampling-ordered', may('09', '16:00'));
    maker
      .given(filed, dispatched)
      .when(ordered)
      .thenExactly('InvestigationRecorded', ['DeadlineStarted', { name: 'sampler', dueAt: may('11', '10:00') }]);
    maker
      .given(filed, dispatched, ordered)
      .when(step('sampler-on-site', may('11', '10:30')))
      .thenExactly(['DeadlineMissed', { name: 'sampler', dims: { department: 'quality' } }], 'InvestigationRecorded', [
        'MissedDeadlineMet',
        { name: 'sampler', metAt: may('11', '10:30') },
      ]);
    const agreed = step('sampling-ordered', may('09', '16:00'), { until: may('12', '09:30') });
    maker
      .given(filed, dispatched)
      .when(agreed)
      .thenExactly('InvestigationRecorded', ['DeadlineStarted', { name: 'sampler', dueAt: may('12', '09:30') }]);
    maker
      .given(filed, dispatched, agreed)
      .when(step('sampler-on-site', may('12', '09:20')))
      .thenExactly('InvestigationRecorded', ['DeadlineMet', { name: 'sampler', metAt: may('12', '09:20') }]);
  });

  it('ESC-4: the approved answer reaches the customer within one working hour; a talk before the approval does not count', () => {
    const { tell, filed, dispatched, step } = complaint();
    const talk = learnt(tell('ContactReported', may('09', '11:00'), { reached: true, by: 'clerk-1' }));
    const approved = step('answer-approved', may('09', '17:30'), head);
    // Saturday 17:30-18:00, Monday 09:00-09:30.
    maker
      .given(filed, dispatched, talk)
      .when(approved)
      .thenExactly(
        ['InvestigationRecorded', { signedBy: 'head-of-production' }],
        ['DeadlineStarted', { name: 'answer-told', dueAt: may('11', '09:30') }],
      );
    maker
      .given(filed, dispatched, talk, approved)
      .when(learnt(tell('ContactReported', may('11', '09:30'), { reached: true, by: 'clerk-1' })))
      .thenAmong('CustomerContacted', ['DeadlineMet', { name: 'answer-told', metAt: may('11', '09:30') }]);
    maker
      .given(filed, dispatched, talk, approved)
      .when(swept(may('11', '09:31')))
      .thenExactly(['DeadlineMissed', { name: 'answer-told', dims: { department: 'after-sales' } }]);
  });

  it('RES-3, RES-4, ESC-4: the told story, from the memo to the verdict on the pump', () => {
    const { tell, filed, dispatched, step } = complaint();
    const handled = [
      step('judged', may('09', '10:40')),
      step('responsible-named', may('09', '10:50')),
      step('memo-sent', may('09', '11:00'), { until: may('11', '12:00') }),
      step('sampling-ordered', may('09', '11:10')),
      step('sampler-on-site', may('09', '13:00')),
      step('cause', may('11', '10:30')),
      step('memo-answered', may('11', '11:00'), head),
      step('answer-approved', may('11', '11:30'), head),
    ];
    const answered = [
      learnt(tell('ContactReported', may('11', '12:00'), { reached: true, by: 'clerk-1' })),
      step('customer-told', may('11', '12:00')),
    ];
    const settled = learnt(tell('ResolutionReported', may('11', '12:30'), { verdict: 'quality-defect' }));
    maker
      .given(filed, dispatched, ...handled, ...answered)
      .when(settled)
      .thenExactly(
        ['CaseResolved', { verdict: 'quality-defect' }],
        ['DeadlineMet', { name: 'resolution' }],
        ['DeadlineLapsed', { name: 'progress' }],
      );
    // Settled behind the customer's back.
    maker
      .given(filed, dispatched, ...handled)
      .when(settled)
      .thenAmong('CaseResolved', ['RuleViolated', { missing: ['customer-told'] }]);
  });

  it('ESC-4, RES-6: across departments it is the vice president’s before it is settled', () => {
    const { filed, dispatched, step } = complaint();
    const passedOn = asked('transfer', may('09', '14:00'), { to: { department: 'quality' }, handover });
    const done = [
      step('beyond-authority', may('09', '14:05')),
      step('judged', may('09', '14:10')),
      step('responsible-named', may('09', '14:20')),
      step('cause', may('09', '14:40')),
      step('answer-approved', may('09', '15:00'), { signedBy: 'head-of-quality' }),
      step('customer-told', may('09', '15:30')),
    ];
    const resolve = asked('resolve', may('09', '16:00'), { verdict: 'wrong-use', summary: '安装不当' });
    maker
      .given(filed, dispatched, passedOn, ...done)
      .when(resolve)
      .thenRefused('ESC-4', ['CommandRefused', { command: 'resolve', missing: ['vice-president'] }]);
    const [, ...undeclared] = done;
    maker
      .given(
        filed,
        dispatched,
        passedOn,
        ...undeclared,
        asked('escalate', may('09', '15:40'), { to: 'vice-president', reason: '跨部门' }),
      )
      .when(resolve)
      .thenRefused('ESC-4', ['CommandRefused', { command: 'resolve', missing: ['beyond-authority'] }]);
    maker
      .given(
        filed,
        dispatched,
        passedOn,
        ...done,
        asked('escalate', may('09', '15:40'), { to: 'vice-president', reason: '跨部门' }),
      )
      .when(resolve)
      .thenAmong(['CaseResolved', { verdict: 'wrong-use' }]);
  });

  it('RES-5: what is beyond the clerk’s authority the vice president grants', () => {
    const { filed, dispatched } = complaint();
    const refund = (authority: string) =>
      asked(
        'compensate',
        may('09', '15:00'),
        { compensation: 'refund', amountFen: 1_000_000 },
        { authorities: [authority] },
      );
    maker
      .given(filed, dispatched)
      .when(refund('agent'))
      .thenRefused('RES-5', ['CommandRefused', { command: 'compensate' }]);
    maker
      .given(filed, dispatched)
      .when(refund('vice-president'))
      .thenExactly(['CompensationGranted', { amountFen: 1_000_000, authority: 'vice-president' }]);
  });

  it('RES-4: the verdict on a product is one of three, or that it is not ours', () => {
    expect(Object.keys(policy.pack.verdicts ?? {})).toEqual(['quality-defect', 'wrong-use', 'undecidable', 'not-ours']);
  });
});
