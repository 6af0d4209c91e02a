import { describe, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const dealer = caseSpec(openPolicyBook().policy('auto-dealer'));

/** Labour Day 2026 closes Friday 1 to Tuesday 5 May; Saturday 9 May is worked. */
const at = (day: string, time: string): string => `2026-${day}T${time}:00+08:00`;

const settled = () => {
  const tell = factsOf('D1', { policy: 'auto-dealer' });
  return {
    tell,
    given: [
      learnt(tell('ComplaintFiled', at('04-29', '15:00'), { category: 'repair-quality' })),
      learnt(tell('ResolutionReported', at('05-07', '11:00'), { verdict: 'justified' })),
    ],
  };
};

describe('the auto-dealer pack', () => {
  it('RES-1: three working days from 29 April end on 7 May, behind the holiday', () => {
    const [filed] = settled().given;
    if (filed === undefined) throw new Error('nothing was filed');
    // Wednesday 15:00-18:00, Thursday whole, Wednesday 6 May whole, Thursday until 15:00.
    dealer
      .given()
      .when(filed)
      .thenExactly(
        'CaseOpened',
        ['CaseAssigned', { holder: { department: 'workshop' }, proposal: true }],
        ['DeadlineStarted', { name: 'resolution', dueAt: at('05-07', '15:00') }],
      );
  });

  it('FUP-1, FUP-2, RES-7: called back over the worked Saturday; not satisfied, a new round; satisfied, closed', () => {
    const { tell, given } = settled();
    const [filed, resolved] = given;
    if (filed === undefined || resolved === undefined) throw new Error('nothing was settled');
    // Thursday 11:00-18:00, Friday and the worked Saturday whole, Monday until 11:00.
    dealer
      .given(filed)
      .when(resolved)
      .thenExactly(
        'CaseResolved',
        ['DeadlineMet', { name: 'resolution' }],
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
      );
    dealer
      .given(...given, unhappy, learnt(tell('ResolutionReported', at('05-12', '10:00'), {})))
      .when(learnt(tell('FollowUpReported', at('05-13', '10:00'), { reached: true, satisfied: true })))
      .thenAmong(['CaseClosed', { outcome: 'satisfied' }], ['DeadlineMet', { deadline: 'follow-up#2' }]);
  });

  it('FUP-1: nobody called back within three working days: missed, by the workshop', () => {
    dealer
      .given(...settled().given)
      .when(swept(at('05-11', '11:01')))
      .thenExactly([
        'DeadlineMissed',
        { name: 'follow-up', dueAt: at('05-11', '11:00'), dims: { department: 'workshop' } },
      ]);
  });

  it('FUP-1: a call-back before the matter is settled is refused', () => {
    const [filed] = settled().given;
    if (filed === undefined) throw new Error('nothing was filed');
    dealer
      .given(filed)
      .when(asked('followUp', at('04-30', '10:00'), { reached: true, satisfied: true }))
      .thenRefused('FUP-1', ['CommandRefused', { command: 'followUp' }]);
  });

  it('RES-5: a goodwill grant is recorded with its kind and amount', () => {
    dealer
      .given(...settled().given)
      .when(asked('compensate', at('05-08', '10:00'), { compensation: 'free-service', amountFen: 50_000 }))
      .thenExactly(['CompensationGranted', { compensation: 'free-service', amountFen: 50_000, by: 'handler-1' }]);
  });
});
