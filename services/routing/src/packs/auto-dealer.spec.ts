import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const dealer = caseSpec(openPolicyBook().policy('auto-dealer'));

/** Labour Day 2026 closes Friday 1 to Tuesday 5 May; Saturday 9 May is worked. */
const at = (day: string, time: string): string => `2026-${day}T${time}:00+08:00`;

const settled = () => {
  const tell = factsOf('D1', { policy: 'auto-dealer' });
  const filed = learnt(tell('ComplaintFiled', at('04-29', '15:00'), { category: 'repair-quality' }));
  const steps = (day: string) =>
    ['judged', 'cause'].map((step, index) =>
      learnt(tell('InvestigationReported', at(day, `0${index + 8}:30`), { step, by: 'workshop-1' })),
    );
  const looked = steps('05-07');
  const resolved = learnt(tell('ResolutionReported', at('05-07', '11:00'), { verdict: 'justified' }));
  return { tell, filed, looked, resolved, steps, given: [filed, ...looked, resolved] };
};

describe('the auto-dealer pack', () => {
  it('RES-1: three working days from 29 April end on 7 May, behind the holiday', () => {
    const { filed } = settled();
    // Wednesday 15:00-18:00, Thursday whole, Wednesday 6 May whole, Thursday until 15:00.
    dealer
      .given()
      .when(filed)
      .thenExactly(
        'CaseOpened',
        ['CaseAssigned', { holder: { department: 'workshop' }, proposal: true }],
        ['DeadlineStarted', { name: 'resolution', dueAt: at('05-07', '15:00') }],
        // Wednesday 15:00-18:00, Thursday whole, Wednesday 6 May until 15:00.
        ['DeadlineStarted', { name: 'progress', dueAt: at('05-06', '15:00'), explanation: { rule: 'CONT-3' } }],
      );
  });

  it('FUP-1, FUP-2, RES-7: called back over the worked Saturday; not satisfied, a new round; satisfied, closed', () => {
    const { tell, filed, looked, resolved, steps, given } = settled();
    // Thursday 11:00-18:00, Friday and the worked Saturday whole, Monday until 11:00.
    dealer
      .given(filed, ...looked)
      .when(resolved)
      .thenExactly(
        'CaseResolved',
        ['DeadlineMet', { name: 'resolution' }],
        ['DeadlineLapsed', { name: 'progress' }],
        ['DeadlineStarted', { name: 'follow-up', dueAt: at('05-11', '11:00'), explanation: { rule: 'FUP-1' } }],
      );
    const unhappy = learnt(tell('FollowUpReported', at('05-09', '10:00'), { reached: true, satisfied: false }));
    dealer
      .given(...given)
      .when(unhappy)
      .thenExactly(
        'CustomerFollowedUp',
        ['CaseReopened', { because: 'not-satisfied', dims: { round: 2 } }],
        ['DeadlineMet', { deadline: 'follow-up#1' }],
        // Saturday 10:00-18:00, Monday and Tuesday whole, Wednesday until 10:00.
        ['DeadlineStarted', { deadline: 'resolution#2', dueAt: at('05-13', '10:00') }],
        ['DeadlineStarted', { deadline: 'progress#2', dueAt: at('05-12', '10:00') }],
      );
    dealer
      .given(...given, unhappy, ...steps('05-12'), learnt(tell('ResolutionReported', at('05-12', '10:00'), {})))
      .when(learnt(tell('FollowUpReported', at('05-13', '10:00'), { reached: true, satisfied: true })))
      .thenAmong(['CaseClosed', { outcome: 'satisfied' }], ['DeadlineMet', { deadline: 'follow-up#2' }]);
  });

  it('FUP-1: nobody called back within three working days: missed, by customer care, who makes these calls', () => {
    dealer
      .given(...settled().given)
      .when(swept(at('05-11', '11:01')))
      .thenExactly([
        'DeadlineMissed',
        { name: 'follow-up', dueAt: at('05-11', '11:00'), dims: { department: 'customer-care' } },
      ]);
  });

  it('FUP-3, FUP-4: the last answer counts, with what the survey asks about the solution', () => {
    const { tell, given, steps } = settled();
    const asking = (day: string, satisfied: boolean, solution: number) =>
      learnt(
        tell('FollowUpReported', at(day, '10:00'), {
          reached: true,
          satisfied,
          rating: solution,
          answers: { solution, kept: solution },
        }),
      );
    const first = asking('05-08', false, 2);
    const settledAgain = [...steps('05-09'), learnt(tell('ResolutionReported', at('05-09', '11:00'), {}))];
    dealer
      .given(...given, first, ...settledAgain)
      .when(asking('05-11', true, 5))
      .thenAmong(
        ['CustomerFollowedUp', { answers: { solution: 5, kept: 5 }, supersedes: { satisfied: false, rating: 2 } }],
        ['CaseClosed', { outcome: 'satisfied' }],
      );
  });

  it('FUP-4: a key customer goes to customer care and is called within two working hours', () => {
    const tell = factsOf('D2', { policy: 'auto-dealer' });
    const filed = learnt(tell('ComplaintFiled', at('04-29', '17:00'), { kind: 'opinion', keyCustomer: true }));
    // An hour on Wednesday, an hour on Thursday.
    dealer
      .given()
      .when(filed)
      .thenAmong(
        ['CaseOpened', { keyCustomer: true }],
        ['CaseAssigned', { holder: { department: 'customer-care' } }],
        [
          'DeadlineStarted',
          { name: 'key-customer-contact', dueAt: at('04-30', '10:00'), explanation: { rule: 'FUP-4' } },
        ],
      );
    dealer
      .given(filed)
      .when(swept(at('04-30', '10:01')))
      .thenExactly(['DeadlineMissed', { name: 'key-customer-contact', dims: { department: 'customer-care' } }]);
  });

  it('FUP-4: another customer has no such deadline', () => {
    const tell = factsOf('D3', { policy: 'auto-dealer' });
    const { events } = dealer.given().when(learnt(tell('ComplaintFiled', at('04-29', '17:00'), { kind: 'opinion' })));
    const started = events.flatMap((event) => (event.type === 'DeadlineStarted' ? [event.data.name] : []));
    expect(started).toContain('resolution');
    expect(started).not.toContain('key-customer-contact');
  });

  it('RES-3: a repair is not settled before the cause is found', () => {
    const { filed } = settled();
    dealer
      .given(filed)
      .when(asked('resolve', at('04-30', '10:00'), { verdict: 'justified', summary: '重新喷漆' }))
      .thenRefused('RES-3', ['CommandRefused', { missing: ['judged', 'cause'] }]);
  });

  it('FUP-1: a call-back before the matter is settled is refused', () => {
    const { filed } = settled();
    dealer
      .given(filed)
      .when(asked('followUp', at('04-30', '10:00'), { reached: true, satisfied: true }))
      .thenRefused('FUP-1', ['CommandRefused', { command: 'followUp' }]);
  });

  it('RES-5: goodwill up to 3,000 CNY is the manager’s, beyond it a leader’s', () => {
    const grant = (amountFen: number, authorities: readonly string[]) =>
      asked('compensate', at('05-08', '10:00'), { compensation: 'cost-absorbed', amountFen }, { authorities });
    dealer
      .given(...settled().given)
      .when(grant(300_000, ['manager']))
      .thenExactly([
        'CompensationGranted',
        { compensation: 'cost-absorbed', amountFen: 300_000, authority: 'manager' },
      ]);
    dealer
      .given(...settled().given)
      .when(grant(300_001, ['manager']))
      .thenRefused('RES-5', ['CommandRefused', { command: 'compensate' }]);
    dealer
      .given(...settled().given)
      .when(grant(300_001, ['agent', 'leader-in-charge']))
      .thenExactly(['CompensationGranted', { amountFen: 300_001, authority: 'leader-in-charge' }]);
  });

  it('RES-5: told as granted by somebody beyond their limit, it is a violation', () => {
    const { tell, given } = settled();
    dealer
      .given(...given)
      .when(
        learnt(
          tell('CompensationReported', at('05-08', '10:00'), {
            compensation: 'refund',
            amountFen: 50_000,
            authority: 'agent',
            by: 'adviser-2',
          }),
        ),
      )
      .thenExactly('CompensationGranted', ['RuleViolated', { rules: ['RES-5'], by: 'adviser-2' }]);
  });
});
