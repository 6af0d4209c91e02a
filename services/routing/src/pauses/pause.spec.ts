import { describe, expect, it } from '@jest/globals';
import { epochOf } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { nextDue } from '../deadlines/next-due.ts';
import { asked, caseSpec, learnt, on, standardBut, swept } from '../testing/case-spec.ts';
import { words } from '../testing/words.ts';

/** Two hours of clock time and two working days, which stand still while the customer is away. */
const policy = standardBut({
  pauses: { 'customer-away': words('Customer away'), parts: words('Waiting for parts') },
  deadlines: {
    answer: {
      name: words('Answer'),
      rule: 'RES-1',
      starts: 'round',
      metBy: 'contacted',
      within: '2h',
      pausedBy: ['customer-away'],
      penalty: '20 CNY',
    },
    settled: {
      name: words('Settled'),
      rule: 'RES-1',
      starts: 'round',
      metBy: 'resolved',
      within: '2 working days',
      pausedBy: ['customer-away', 'parts'],
    },
  },
});

const spec = () => caseSpec(policy);

const complaint = () => {
  const tell = factsOf('C1');
  return {
    tell,
    filed: learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales' })),
    paused: (at: string, reason = 'customer-away', knownAt = at) =>
      learnt(tell('PauseReported', at, { reason }), knownAt),
    resumed: (at: string, knownAt = at) => learnt(tell('ResumptionReported', at, {}), knownAt),
    reached: (at: string, knownAt = at) => learnt(tell('ContactReported', at, { reached: true }), knownAt),
  };
};

describe('while a case waits', () => {
  it('RES-1: what its reason stops does not run out, and nothing of it is due next', () => {
    const { filed, paused } = complaint();
    const waiting = spec().given(filed, paused(on('10:00')));
    waiting.when(swept(on('10:00', 30))).thenNothing();
    const { state } = waiting;
    if (state === undefined) throw new Error('the complaint opens the case');
    expect(nextDue(state, policy)).toBeUndefined();
  });

  it('RES-1: what another reason would stop runs on', () => {
    const { filed, paused } = complaint();
    const waiting = spec().given(filed, paused(on('10:00'), 'parts'));
    waiting.when(swept(on('12:00'))).thenExactly(['DeadlineMissed', { name: 'answer' }], 'PenaltyAssessed');
    expect(waiting.state && nextDue(waiting.state, policy)).toBe(epochOf(on('11:00')));
  });

  it('RES-1: what had run out by then is missed', () => {
    const { filed, paused } = complaint();
    spec()
      .given(filed, paused(on('11:00')))
      .when(swept(on('12:00')))
      .thenExactly(['DeadlineMissed', { name: 'answer', dueAt: on('11:00') }], 'PenaltyAssessed');
  });

  it('RES-1: done meanwhile, it is done in time', () => {
    const { filed, paused, reached } = complaint();
    spec()
      .given(filed, paused(on('10:00')))
      .when(reached(on('15:00')))
      .thenExactly(
        'CustomerContacted',
        ['DeadlineMoved', { name: 'answer', dueAt: on('16:00'), because: 'pause' }],
        ['DeadlineMet', { name: 'answer', metAt: on('15:00') }],
      );
  });

  it('RES-1: settled, it waits no more', () => {
    const { tell, filed, paused, reached } = complaint();
    const ended = spec()
      .given(filed, reached(on('09:30')), paused(on('10:00')))
      .when(learnt(tell('ResolutionReported', on('10:30'), {})));
    ended.thenAmong(['DeadlineMet', { name: 'settled', metAt: on('10:30') }]);
    expect(ended.state?.pauses).toMatchObject([{ to: { at: on('10:30') } }]);
  });
});

describe('when it goes on', () => {
  it('RES-1: due times move by what was left, in clock time and in working time, and say when the clock stood still', () => {
    const { filed, paused, resumed } = complaint();
    const stood = [{ from: on('10:00'), to: on('17:00') }];
    spec()
      .given(filed, paused(on('10:00')))
      .when(resumed(on('17:00')))
      .thenExactly(
        'CaseResumed',
        ['DeadlineMoved', { name: 'answer', dueAt: on('18:00'), because: 'pause', explanation: { pauses: stood } }],
        // 17 working hours were left: one on Monday, nine on Tuesday, seven on Wednesday.
        [
          'DeadlineMoved',
          {
            name: 'settled',
            wasDueAt: on('18:00', 24),
            dueAt: on('16:00', 25),
            because: 'pause',
            explanation: {
              pauses: stood,
              intervals: [
                { from: on('09:00'), to: on('10:00') },
                { from: on('17:00'), to: on('18:00') },
                { from: on('09:00', 24), to: on('18:00', 24) },
                { from: on('09:00', 25), to: on('16:00', 25) },
              ],
            },
          },
        ],
      );
  });

  it('RES-1: a night or a weekend of waiting costs no working time', () => {
    const { filed, paused, resumed, reached } = complaint();
    spec()
      .given(filed, reached(on('09:30')), paused(on('18:00')))
      .when(resumed(on('09:00', 24)))
      .thenExactly('CaseResumed');
  });

  it('RES-1: it waits twice, and both count', () => {
    const { filed, paused, resumed } = complaint();
    spec()
      .given(filed, paused(on('09:30')), resumed(on('10:00')), paused(on('11:00')))
      .when(resumed(on('12:00')))
      .thenAmong([
        'DeadlineMoved',
        {
          name: 'answer',
          wasDueAt: on('11:30'),
          dueAt: on('12:30'),
          explanation: {
            pauses: [
              { from: on('09:30'), to: on('10:00') },
              { from: on('11:00'), to: on('12:00') },
            ],
          },
        },
      ]);
  });

  it('RES-1: and is missed at the new due time', () => {
    const { filed, paused, resumed } = complaint();
    spec()
      .given(filed, paused(on('10:00')), resumed(on('12:00')))
      .when(swept(on('13:01')))
      .thenExactly(['DeadlineMissed', { name: 'answer', dueAt: on('13:00') }], 'PenaltyAssessed');
  });

  it('EXT-1: more time granted is delayed by what it waits after that, not before', () => {
    const { tell, filed, paused, resumed } = complaint();
    const until = on('17:00');
    spec()
      .given(
        filed,
        paused(on('09:30')),
        resumed(on('10:00')),
        learnt(tell('ExtensionRequestReported', on('10:10'), { deadline: 'answer', until })),
        learnt(tell('ExtensionDecisionReported', on('10:15'), { deadline: 'answer', granted: true })),
        paused(on('11:00')),
      )
      .when(resumed(on('12:00')))
      .thenAmong(['DeadlineMoved', { name: 'answer', wasDueAt: until, dueAt: on('18:00') }]);
  });
});

describe('a pause that became known late', () => {
  it('takes the miss and its fine back when it had begun before the deadline ran out', () => {
    const { filed, paused } = complaint();
    spec()
      .given(filed, swept(on('12:00')))
      .when(paused(on('10:00'), 'customer-away', on('12:00')))
      .thenExactly(
        'CasePaused',
        ['DeadlineMissReversed', { name: 'answer', because: 'pause', metAt: undefined }],
        ['PenaltyReversed', { because: 'pause' }],
      );
  });

  it('takes back none that had run out before it began', () => {
    const { filed, paused } = complaint();
    spec()
      .given(filed, swept(on('12:00')))
      .when(paused(on('11:30'), 'customer-away', on('12:00')))
      .thenExactly('CasePaused');
  });

  it('and its end: the deadline is judged anew at its new due time, once', () => {
    const { filed, paused, resumed } = complaint();
    spec()
      .given(filed, paused(on('10:00'), 'customer-away', on('12:00')))
      .when(resumed(on('10:15'), on('12:00')))
      .thenExactly(
        'CaseResumed',
        ['DeadlineMoved', { name: 'answer', dueAt: on('11:15') }],
        ['DeadlineMissed', { name: 'answer', dueAt: on('11:15') }],
        'PenaltyAssessed',
        ['DeadlineMoved', { name: 'settled' }],
      );
  });

  it('a response that had been late by then was in time', () => {
    const { filed, paused, resumed, reached } = complaint();
    spec()
      .given(filed, reached(on('11:10')), paused(on('10:00'), 'customer-away', on('12:00')))
      .when(resumed(on('10:30'), on('12:00')))
      .thenNo('DeadlineMissed');
    spec()
      .given(filed, reached(on('11:10')))
      .when(paused(on('10:00'), 'customer-away', on('12:00')))
      .thenAmong('DeadlineMissReversed', 'PenaltyReversed', ['DeadlineMet', { name: 'answer', metAt: on('11:10') }]);
  });
});

describe('a pause that is asked for', () => {
  const { filed } = complaint();
  const invalid = expect.objectContaining({ code: 'invalid-input' });
  const pause = (at: string, reason = 'parts') => asked('pause', at, { reason });

  it('stops and starts the clocks', () => {
    spec()
      .given(filed)
      .when(pause(on('10:00')))
      .thenExactly(['CasePaused', { reason: 'parts', by: 'handler-1' }]);
    spec()
      .given(filed, pause(on('10:00')))
      .when(asked('resume', on('10:30'), {}))
      .thenExactly('CaseResumed', ['DeadlineMoved', { name: 'settled', because: 'pause' }]);
  });

  it('is refused when the case waits already, or for a reason that the pack does not know', () => {
    const waiting = spec().given(filed, pause(on('10:00')));
    expect(() => waiting.when(pause(on('10:10')))).toThrow(invalid);
    expect(() =>
      spec()
        .given(filed)
        .when(pause(on('10:10'), 'holiday')),
    ).toThrow(invalid);
  });

  it('cannot end when it does not wait, or before it began', () => {
    const resume = (at: string) => asked('resume', at, {});
    expect(() =>
      spec()
        .given(filed)
        .when(resume(on('10:00'))),
    ).toThrow(invalid);
    const waiting = spec().given(filed, pause(on('10:00')));
    expect(() => waiting.when(resume(on('09:30')))).toThrow(invalid);
  });

  it('observed for an unknown reason it is recorded and stops nothing; told twice, or ended twice, it is one', () => {
    const { paused, resumed, filed: begun } = complaint();
    const waiting = spec().given(begun, paused(on('10:00'), 'holiday'));
    waiting.when(swept(on('12:00'))).thenAmong('DeadlineMissed');
    waiting.when(paused(on('10:05'))).thenNothing();
    spec()
      .given(begun)
      .when(resumed(on('10:05')))
      .thenNothing();
  });
});

describe('a pause that becomes known late', () => {
  it('RES-1: ends with the settlement that was known before, and stops nothing of the next round', () => {
    const { tell, filed, paused } = complaint();
    spec()
      .given(
        filed,
        learnt(tell('ResolutionReported', on('10:30'), {})),
        paused(on('10:00'), 'customer-away', on('11:00')),
        learnt(tell('ReopeningReported', on('12:00'), {})),
      )
      .when(swept(on('15:00')))
      .thenExactly(['DeadlineMissed', { deadline: 'answer#2', dueAt: on('14:00') }], 'PenaltyAssessed');
  });

  it('RES-1: counts although a later one lasts, and goes on when it was told to', () => {
    const { filed, paused, resumed } = complaint();
    spec()
      .given(
        filed,
        paused(on('10:30')),
        paused(on('09:30'), 'customer-away', on('10:40')),
        resumed(on('10:00'), on('10:50')),
        resumed(on('11:00')),
      )
      .when(swept(on('13:00')))
      .thenExactly(['DeadlineMissed', { name: 'answer', dueAt: on('12:00') }], 'PenaltyAssessed');
  });
});

describe('more time for a deadline that stands still', () => {
  it('EXT-1: is asked for before it runs out, however long it has stood', () => {
    const { tell, filed, paused } = complaint();
    const asks = { deadline: 'answer', until: on('18:00') };
    spec()
      .given(filed, paused(on('10:00')))
      .when(learnt(tell('ExtensionRequestReported', on('15:00'), asks)))
      .thenExactly('ExtensionRequested');
  });

  it('EXT-1: is asked for too late where the pause began after it had run out', () => {
    const { tell, filed, paused } = complaint();
    const asks = { deadline: 'answer', until: on('18:00') };
    spec()
      .given(filed, paused(on('12:00')))
      .when(learnt(tell('ExtensionRequestReported', on('15:00'), asks)))
      .thenExactly('ExtensionRequested', ['RuleViolated', { rules: ['EXT-1'] }]);
  });

  it('EXT-1: is refused after the deadline, although its source has not told of that time yet', () => {
    const { filed } = complaint();
    const late = asked('requestExtension', on('11:30'), { deadline: 'answer', until: on('18:00'), reason: 'parts' });
    spec()
      .given(filed)
      .when({ ...late, clock: epochOf(on('09:10')) })
      .thenRefused('EXT-1', 'CommandRefused');
  });
});
