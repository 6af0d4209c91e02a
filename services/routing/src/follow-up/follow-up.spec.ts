import { describe, expect, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, standardPolicy, swept } from '../testing/case-spec.ts';

/** A complaint answered twice and resolved on the 24th. */
const resolved = () => {
  const tell = factsOf('C2');
  return {
    tell,
    given: [
      learnt(tell('ComplaintFiled', on('10:00'), { department: 'after-sales', level: 'very-dissatisfied' })),
      learnt(tell('ContactReported', on('10:10'), { reached: true })),
      learnt(tell('ContactReported', on('09:00', 24), { reached: true })),
      learnt(tell('ResolutionReported', on('11:00', 24), { verdict: 'justified' })),
    ],
  };
};

describe('a follow-up', () => {
  it('FUP-1: is due within three working days of the resolution', () => {
    const tell = factsOf('C2');
    caseSpec()
      .given(learnt(tell('ComplaintFiled', on('10:00'), { department: 'sales' })))
      .when(learnt(tell('ResolutionReported', on('11:00'), {})))
      .thenAmong(['DeadlineStarted', { name: 'follow-up', dueAt: on('11:00', 26), response: false }]);
  });

  it('FUP-2: not satisfied, a new round with new deadlines that run from that follow-up', () => {
    const { tell, given } = resolved();
    caseSpec()
      .given(...given)
      .when(learnt(tell('FollowUpReported', on('11:00', 25), { reached: true, satisfied: false, rating: 1 })))
      .thenExactly(
        ['CustomerFollowedUp', { satisfied: false, rating: 1, dims: { round: 1 } }],
        ['CaseReopened', { because: 'not-satisfied', wasResolved: true, dims: { round: 2 } }],
        ['DeadlineMet', { deadline: 'follow-up#1', metAt: on('11:00', 25) }],
        [
          'DeadlineStarted',
          {
            deadline: 'first-response#2',
            dueAt: on('11:20', 25),
            explanation: { startedBy: 'follow-up: not satisfied' },
          },
        ],
        ['DeadlineStarted', { deadline: 'second-response#2', dueAt: on('11:00', 26) }],
        ['DeadlineStarted', { deadline: 'resolution#2', dueAt: on('11:00', 30) }],
      );
  });

  it('FUP-2: contacts count for the round they fall in', () => {
    const { tell, given } = resolved();
    const unsatisfied = learnt(tell('FollowUpReported', on('11:00', 25), { reached: true, satisfied: false }));
    const again = caseSpec().given(...given, unsatisfied);
    again
      .when(learnt(tell('ContactReported', on('11:15', 25), { reached: true })))
      .thenExactly('CustomerContacted', ['DeadlineMet', { deadline: 'first-response#2' }]);
  });

  it('FUP-2: the round is repeated until the customer is satisfied, and that closes the case (RES-7)', () => {
    const { tell, given } = resolved();
    const survey = (at: string, satisfied: boolean) =>
      learnt(tell('FollowUpReported', at, { reached: true, satisfied }));
    const solved = (at: string) => learnt(tell('ResolutionReported', at, {}));
    const before = [
      ...given,
      survey(on('11:00', 25), false),
      solved(on('12:00', 25)),
      survey(on('13:00', 25), false),
      solved(on('14:00', 25)),
    ];
    const outcome = caseSpec()
      .given(...before)
      .when(survey(on('15:00', 25), true));
    outcome.thenAmong(['CaseClosed', { outcome: 'satisfied', wasResolved: true, dims: { round: 3 } }]);
    expect(outcome.state?.rounds.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('FUP-2: one that did not reach the customer neither closes nor reopens', () => {
    const { tell, given } = resolved();
    caseSpec()
      .given(...given)
      .when(learnt(tell('FollowUpReported', on('11:00', 25), { reached: false })))
      .thenExactly(['CustomerFollowedUp', { reached: false }]);
  });

  it('FUP-2: an unsatisfied customer opens a closed case again', () => {
    const { tell, given } = resolved();
    caseSpec()
      .given(...given, learnt(tell('FollowUpReported', on('11:00', 25), { reached: true, satisfied: true })))
      .when(asked('followUp', on('09:00', 26), { reached: true, satisfied: false }))
      .thenAmong('CustomerFollowedUp', ['CaseReopened', { wasResolved: true, dims: { round: 2 } }]);
  });

  it('FUP-3: the later answer is the one that counts, and it names the one before', () => {
    const { tell, given } = resolved();
    const unsatisfied = learnt(
      tell('FollowUpReported', on('11:00', 25), { reached: true, satisfied: false, rating: 1 }),
    );
    caseSpec()
      .given(...given, unsatisfied, learnt(tell('ResolutionReported', on('12:00', 25), {})))
      .when(learnt(tell('FollowUpReported', on('13:00', 25), { reached: true, satisfied: true, rating: 5 })))
      .thenAmong([
        'CustomerFollowedUp',
        { rating: 5, supersedes: { occurredAt: on('11:00', 25), rating: 1, satisfied: false } },
      ]);
  });

  it('FUP-3: without an answer nothing is superseded', () => {
    const { tell, given } = resolved();
    const unsatisfied = learnt(
      tell('FollowUpReported', on('11:00', 25), { reached: true, satisfied: false, rating: 1 }),
    );
    caseSpec()
      .given(...given, unsatisfied)
      .when(learnt(tell('FollowUpReported', on('11:05', 25), { reached: false })))
      .thenExactly(['CustomerFollowedUp', { supersedes: undefined }]);
  });
});

describe('a resolution', () => {
  it('RES-1: ends the deadlines that are no longer needed', () => {
    const tell = factsOf('C2');
    caseSpec()
      .given(
        learnt(tell('ComplaintFiled', on('10:00'), { department: 'sales' })),
        learnt(tell('ContactReported', on('10:05'), { reached: true })),
      )
      .when(learnt(tell('ResolutionReported', on('10:30'), {})))
      .thenAmong(
        ['CaseResolved', { elapsedMs: 30 * 60_000 }],
        ['DeadlineLapsed', { name: 'second-response', lapsedAt: on('10:30') }],
        ['DeadlineMet', { name: 'resolution' }],
      );
  });

  it('RES-1: told twice, it is one', () => {
    const { tell, given } = resolved();
    caseSpec()
      .given(...given)
      .when(learnt(tell('ResolutionReported', on('12:00', 24), {})))
      .thenNothing();
  });

  it('RES-7: an open case is not closed before it is resolved, unless the customer withdrew or accepted', () => {
    const filed = learnt(factsOf('C2')('ComplaintFiled', on('10:00'), { department: 'sales' }));
    caseSpec()
      .given(filed)
      .when(asked('close', on('10:05'), { outcome: 'done' }))
      .thenRefused('RES-7', ['CommandRefused', { command: 'close' }]);
    for (const outcome of ['withdrawn', 'customer-accepted'])
      caseSpec()
        .given(filed)
        .when(asked('close', on('10:05'), { outcome }))
        .thenAmong(['CaseClosed', { outcome, wasResolved: false }]);
  });
});

describe('closing without a follow-up', () => {
  it('FUP-1: is refused while the customer has not been called back in this round', () => {
    const { tell, given } = resolved();
    const close = asked('close', on('12:00', 25), { outcome: 'done' });
    caseSpec()
      .given(...given)
      .when(close)
      .thenRefused('FUP-1', ['CommandRefused', { command: 'close', rule: 'FUP-1' }]);
    caseSpec()
      .given(...given, learnt(tell('FollowUpReported', on('09:00', 25), { reached: false })))
      .when(close)
      .thenRefused('FUP-1', ['CommandRefused', { command: 'close' }]);
    caseSpec()
      .given(
        ...given,
        learnt(tell('FollowUpReported', on('09:30', 25), { reached: true, satisfied: false })),
        learnt(tell('ResolutionReported', on('10:00', 25), {})),
      )
      .when(close)
      .thenRefused('FUP-1', ['CommandRefused', { command: 'close' }]);
  });

  it('FUP-1: is possible once the customer was reached, and for what leaves nothing to ask', () => {
    const { tell, given } = resolved();
    caseSpec()
      .given(...given, learnt(tell('FollowUpReported', on('09:00', 25), { reached: true })))
      .when(asked('close', on('12:00', 25), { outcome: 'done' }))
      .thenExactly(['CaseClosed', { outcome: 'done' }]);
    for (const outcome of ['withdrawn', 'customer-accepted'])
      caseSpec()
        .given(...given)
        .when(asked('close', on('12:00', 25), { outcome }))
        .thenExactly(['CaseClosed', { outcome }], ['DeadlineLapsed', { name: 'follow-up' }]);
  });

  it('FUP-1: observed, it is recorded, and the follow-up stays owed', () => {
    const { tell, given } = resolved();
    const closed = learnt(tell('ClosureReported', on('12:00', 24), { outcome: 'done' }));
    caseSpec()
      .given(...given)
      .when(closed)
      .thenExactly(['CaseClosed', { outcome: 'done' }]);
    caseSpec()
      .given(...given, closed)
      .when(swept(on('12:00', 30)))
      .thenExactly(['DeadlineMissed', { name: 'follow-up', dueAt: on('11:00', 27), overdueUntil: on('12:00', 24) }]);
    caseSpec()
      .given(...given, closed)
      .when(learnt(tell('FollowUpReported', on('12:00', 25), { reached: true, satisfied: true })))
      .thenExactly('CustomerFollowedUp', ['DeadlineMet', { name: 'follow-up' }]);
  });

  it('observed as satisfied or withdrawn, or under a pack that requires none, it ends the follow-up', () => {
    for (const outcome of ['satisfied', 'withdrawn', 'customer-accepted']) {
      const { tell, given } = resolved();
      caseSpec()
        .given(...given)
        .when(learnt(tell('ClosureReported', on('12:00', 24), { outcome })))
        .thenExactly('CaseClosed', ['DeadlineLapsed', { name: 'follow-up' }]);
    }
    const { tell, given } = resolved();
    const lenient = { ...standardPolicy, pack: { ...standardPolicy.pack, followUp: { required: false } } };
    caseSpec(lenient)
      .given(...given)
      .when(learnt(tell('ClosureReported', on('12:00', 24), { outcome: 'done' })))
      .thenExactly('CaseClosed', ['DeadlineLapsed', { name: 'follow-up' }]);
    caseSpec(lenient)
      .given(...given)
      .when(asked('close', on('12:00', 24), { outcome: 'done' }))
      .thenExactly('CaseClosed', ['DeadlineLapsed', { name: 'follow-up' }]);
  });
});
