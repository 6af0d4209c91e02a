import { describe, expect, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, standardBut, swept } from '../testing/case-spec.ts';

const spec = caseSpec(
  standardBut({
    outcomes: {
      done: { 'zh-CN': '办结', en: 'Done' },
      'customer-accepted': { 'zh-CN': '客户接受', en: 'Customer accepted', unasked: true },
      'unreasonable-demands': {
        'zh-CN': '无理要求',
        en: 'Unreasonable demands',
        rule: 'FUP-2',
        decidedBy: ['general-manager'],
        unasked: true,
        reason: true,
      },
      settled: { 'zh-CN': '和解', en: 'Settled', decidedBy: ['manager', 'general-manager'] },
    },
  }),
);

/** Resolved, not satisfied, resolved again, not satisfied again: round three. */
const insisting = () => {
  const tell = factsOf('C1');
  const followUp = (at: string) => learnt(tell('FollowUpReported', at, { reached: true, satisfied: false, rating: 1 }));
  const given = [
    learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales' })),
    learnt(tell('ResolutionReported', on('10:00'), {})),
    followUp(on('11:00')),
    learnt(tell('ResolutionReported', on('12:00'), {})),
    followUp(on('13:00')),
  ];
  return { tell, followUp, given };
};

const exit = (more: { readonly as?: readonly string[]; readonly reason?: string | undefined } = {}) => {
  const { as = ['manager', 'general-manager'], reason } = { reason: '三次答复，要求超出法律规定', ...more };
  const body = { outcome: 'unreasonable-demands', ...(reason === undefined ? {} : { reason }) };
  return asked('close', on('13:10'), body, { by: 'gm', authorities: as });
};

describe('the lawful exit from unreasonable demands', () => {
  it('FUP-2: the general manager ends it by decision, from any round, without the customer’s word', () => {
    const { given } = insisting();
    spec
      .given(...given)
      .when(exit())
      .thenAmong(
        ['CaseClosed', { outcome: 'unreasonable-demands', wasResolved: false, by: 'gm', dims: { round: 3 } }],
        ['DeadlineLapsed', { deadline: 'first-response#3' }],
      )
      .thenNo('DeadlineMissed');
  });

  it('FUP-2: an agent is refused, and told who decides', () => {
    const { given } = insisting();
    spec
      .given(...given)
      .when(exit({ as: ['agent'] }))
      .thenRefused('FUP-2', [
        'CommandRefused',
        { command: 'close', reason: 'closing it as “unreasonable-demands” is decided by: general-manager' },
      ]);
  });

  it('FUP-2: without a reason it is refused, whoever asks; blanks are none', () => {
    const { given } = insisting();
    for (const reason of [undefined, '  '])
      spec
        .given(...given)
        .when(exit({ reason }))
        .thenRefused('FUP-2', ['CommandRefused', { command: 'close', missing: ['reason'] }]);
  });

  it('FUP-2: it also ends what is resolved and not followed up, and nothing is owed any more', () => {
    const { tell, given } = insisting();
    const ended = [...given, learnt(tell('ResolutionReported', on('13:05'), {})), exit()];
    spec
      .given(...ended)
      .when(swept(on('09:00', 30)))
      .thenNothing();
  });

  it('FUP-2: a customer who is not satisfied afterwards is heard and opens no round; other outcomes end no round', () => {
    const { followUp, given } = insisting();
    spec
      .given(...given, exit())
      .when(followUp(on('14:00')))
      .thenExactly(['CustomerFollowedUp', { satisfied: false }]);
    spec
      .given(...given, asked('close', on('13:10'), { outcome: 'customer-accepted' }))
      .when(followUp(on('14:00')))
      .thenAmong(['CaseReopened', { dims: { round: 4 } }]);
  });

  it('FUP-2: what a source reports of a decision is recorded, and no violation: it does not say whose it was', () => {
    const { tell, given } = insisting();
    spec
      .given(...given)
      .when(learnt(tell('ClosureReported', on('13:10'), { outcome: 'unreasonable-demands', by: 'ann' })))
      .thenAmong('CaseClosed')
      .thenNo('RuleViolated', 'TransferRuleViolated');
  });

  it('FUP-2: a follow-up from before the decision that became known after it opens nothing', () => {
    const { tell, given } = insisting();
    const outcome = spec
      .given(...given, learnt(tell('ResolutionReported', on('13:05'), {})), exit())
      .when(learnt(tell('FollowUpReported', on('13:08'), { reached: true, satisfied: false }), on('15:00')));
    outcome.thenNo('CaseReopened');
    expect(outcome.state?.status).toBe('closed');
  });
});

describe('the outcomes of a pack', () => {
  const tell = factsOf('C2');
  const filed = learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales' }));
  const resolved = [filed, asked('resolve', on('09:10'), { summary: '已退款' })];

  it('RES-7: only one that needs no word of the customer closes an open matter', () => {
    spec
      .given(filed)
      .when(asked('close', on('09:10'), { outcome: 'done' }))
      .thenRefused('RES-7', ['CommandRefused', { command: 'close' }]);
    spec
      .given(filed)
      .when(asked('close', on('09:10'), { outcome: 'customer-accepted' }))
      .thenAmong(['CaseClosed', { outcome: 'customer-accepted' }]);
  });

  it('FUP-1: the others wait until the customer was asked', () => {
    const close = asked('close', on('09:20'), { outcome: 'done' });
    spec
      .given(...resolved)
      .when(close)
      .thenRefused('FUP-1', 'CommandRefused');
    spec
      .given(...resolved, asked('followUp', on('09:15'), { reached: true }))
      .when(close)
      .thenExactly('CaseClosed');
  });

  it('RES-7: one of whose deciders holds the office is enough; a decision still asks the customer when the pack says so', () => {
    const close = (authorities: readonly string[]) =>
      asked('close', on('09:20'), { outcome: 'settled' }, { authorities });
    spec
      .given(...resolved)
      .when(close(['agent']))
      .thenRefused('RES-7', 'CommandRefused');
    spec
      .given(...resolved)
      .when(close(['manager']))
      .thenRefused('FUP-1', 'CommandRefused');
    spec
      .given(...resolved, asked('followUp', on('09:15'), { reached: true }))
      .when(close(['manager']))
      .thenExactly('CaseClosed');
  });

  it('RES-7: a withdrawal ends the matter, whatever outcomes the pack has', () => {
    spec
      .given(...resolved)
      .when(learnt(tell('ComplaintWithdrawn', on('10:00'), {})))
      .thenExactly(
        'CaseWithdrawn',
        ['CaseClosed', { outcome: 'withdrawn' }],
        ['DeadlineLapsed', { name: 'follow-up' }],
      );
  });
});

describe('a survey', () => {
  const tell = factsOf('C3');
  const resolved = [
    learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales' })),
    learnt(tell('ResolutionReported', on('09:10'), {})),
  ];

  it('FUP-4: its answers are on the follow-up, and nobody who was not reached gave any', () => {
    const answers = { attitude: 5, speed: 2 };
    caseSpec()
      .given(...resolved)
      .when(asked('followUp', on('10:00'), { reached: true, rating: 4, answers }))
      .thenAmong(['CustomerFollowedUp', { rating: 4, answers }]);
    caseSpec()
      .given(...resolved)
      .when(learnt(tell('FollowUpReported', on('10:00'), { reached: false, answers })))
      .thenAmong(['CustomerFollowedUp', { answers: undefined }]);
  });

  it('FUP-4: the answers given last count, in whatever order they became known', () => {
    const answered = (time: string, speed: number) =>
      learnt(tell('FollowUpReported', on(time), { reached: true, answers: { speed } }), on('12:00'));
    caseSpec()
      .given(...resolved, answered('10:00', 2))
      .when(answered('11:00', 5))
      .thenAmong([
        'CustomerFollowedUp',
        { supersedesAnswers: { occurredAt: on('10:00'), department: 'sales', answers: { speed: 2 } } },
      ]);
    caseSpec()
      .given(...resolved, answered('11:00', 5))
      .when(answered('10:00', 2))
      .thenAmong(['CustomerFollowedUp', { answersOutdated: true, supersedesAnswers: undefined }]);
  });
});
