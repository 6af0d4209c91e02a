import { describe, expect, it } from '@jest/globals';
import type { Fact } from '@complaint-ledger/contracts';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, swept } from '../testing/case-spec.ts';

const handover = ['need', 'facts', 'promised', 'contact'];
const deadline = 'first-response';

/** A complaint of 09:00 held by sales, and its next facts as they become known. */
const complaint = (more: { readonly level?: string } = {}) => {
  const tell = factsOf('C1');
  return { tell, filed: learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales', ...more })) };
};

describe('an answer that became known after a later one', () => {
  it('FUP-3: does not count, and closes nothing that was opened again since', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(
        filed,
        learnt(tell('ResolutionReported', on('10:00'), {})),
        learnt(tell('FollowUpReported', on('12:00'), { reached: true, satisfied: false })),
      )
      .when(learnt(tell('FollowUpReported', on('11:00'), { reached: true, satisfied: true }), on('12:30')))
      .thenExactly(['CustomerFollowedUp', { satisfied: true, outdated: true, supersedes: undefined }]);
  });

  it('FUP-2: opens no case again that a later answer closed', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(
        filed,
        learnt(tell('ResolutionReported', on('10:00'), {})),
        learnt(tell('FollowUpReported', on('12:00'), { reached: true, satisfied: true })),
      )
      .when(learnt(tell('FollowUpReported', on('11:00'), { reached: true, satisfied: false }), on('12:30')))
      .thenExactly(['CustomerFollowedUp', { outdated: true }]);
  });
});

describe('a customer who was not reached', () => {
  it('gives no answer, whatever is told of one (FUP-3)', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed, learnt(tell('ResolutionReported', on('10:00'), {})))
      .when(learnt(tell('FollowUpReported', on('12:00'), { reached: false, satisfied: true, rating: 5 })))
      .thenExactly(['CustomerFollowedUp', { reached: false, satisfied: undefined, rating: undefined }]);
  });
});

describe('an ending that became known late', () => {
  const secondRound = () => {
    const { tell, filed } = complaint();
    const given = [
      filed,
      learnt(tell('ResolutionReported', on('10:00'), {})),
      learnt(tell('ReopeningReported', on('12:00'), {})),
    ];
    return { tell, given };
  };

  it('FUP-2: of the first round does not end the second', () => {
    const { tell, given } = secondRound();
    const late = caseSpec().given(...given);
    late.when(learnt(tell('ClosureReported', on('11:00'), {}), on('12:30'))).thenNothing();
    late.when(learnt(tell('ResolutionReported', on('11:00'), {}), on('12:30'))).thenNothing();
    late.when(learnt(tell('ComplaintWithdrawn', on('11:00'), {}), on('12:30'))).thenNothing();
  });

  it('RES-1: earlier than the settlement that was known, it counts in its place', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed, learnt(tell('ResolutionReported', on('12:00'), { verdict: 'justified' })))
      .when(learnt(tell('ResolutionReported', on('11:00'), {}), on('12:30')))
      .thenExactly([
        'CaseResolved',
        {
          wasResolved: true,
          elapsedMs: 2 * 3_600_000,
          supersedes: {
            occurredAt: on('12:00'),
            department: 'sales',
            elapsedMs: 3 * 3_600_000,
            verdict: 'justified',
          },
        },
      ]);
  });

  it('RES-1: in time and known after the miss, it takes the miss back although the case is closed', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed, learnt(tell('ClosureReported', on('18:00', 30), {})))
      .when(learnt(tell('ResolutionReported', on('17:00', 24), {}), on('09:00', 31)))
      .thenAmong(['DeadlineMissReversed', { name: 'resolution', metAt: on('17:00', 24), because: 'late-fact' }]);
  });

  it('settled before a response was due, known after its miss: nothing was owed any more', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed, learnt(tell('ResolutionReported', on('12:00'), {})))
      .when(learnt(tell('ResolutionReported', on('09:20'), {}), on('12:30')))
      .thenAmong(
        ['DeadlineMissReversed', { name: deadline, because: 'late-fact' }],
        ['PenaltyReversed', { name: deadline }],
        ['DeadlineLapsed', { name: deadline, lapsedAt: on('09:20') }],
      );
  });

  it('a case that ended is not opened again by what happened before it ended', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(
        filed,
        learnt(tell('ResolutionReported', on('10:00'), {})),
        learnt(tell('ClosureReported', on('12:00'), {})),
      )
      .when(learnt(tell('ReopeningReported', on('11:00'), {}), on('12:30')))
      .thenNothing();
  });

  it('a withdrawal told twice is one withdrawal', () => {
    const { tell, filed } = complaint();
    const withdrawn = () => learnt(tell('ComplaintWithdrawn', on('10:00'), {}));
    caseSpec().given(filed, withdrawn()).when(withdrawn()).thenNothing();
  });

  it('a command cannot end a round before it began', () => {
    const { given } = secondRound();
    const resolve = () =>
      caseSpec()
        .given(...given)
        .when(asked('resolve', on('11:00'), { summary: '已处理' }));
    expect(resolve).toThrow('before the present round began');
  });
});

describe('a new round that became known after it was over', () => {
  type Tell = ReturnType<typeof factsOf>;

  /** A reopening of 12:00 that the ledger learns of after everything else. */
  const reopenedAfter = (...words: readonly ((tell: Tell) => Fact)[]) => {
    const tell = factsOf('C1');
    const told: Fact[] = [tell('ComplaintFiled', on('09:00'), { department: 'sales' })];
    for (const word of words) told.push(word(tell));
    return caseSpec()
      .given(...told.map((fact) => learnt(fact)))
      .when(learnt(tell('ReopeningReported', on('12:00'), {}), on('14:30'), told));
  };
  const resolved = (time: string, verdict?: string) => (tell: Tell) =>
    tell('ResolutionReported', on(time), verdict === undefined ? {} : { verdict });

  it('RES-1: is settled by the second word of a settlement that was known before', () => {
    reopenedAfter(resolved('10:00'), resolved('14:00', 'justified')).thenAmong(
      ['CaseReopened', { dims: { round: 2 } }],
      ['CaseResolved', { verdict: 'justified', wasResolved: undefined, elapsedMs: 2 * 3_600_000, dims: { round: 2 } }],
      ['DeadlineMet', { deadline: 'resolution#2', metAt: on('14:00') }],
    );
  });

  it('RES-1: is not settled by what was told of the time before it', () => {
    const { state } = reopenedAfter(resolved('10:00'), resolved('11:00'));
    expect(state).toMatchObject({ status: 'open', rounds: [{}, { number: 2 }] });
  });

  it('RES-7: is closed by the second closure, withdrawal or satisfied answer that was known before', () => {
    const words = [
      ['ClosureReported', { outcome: 'done' }, 'done'],
      ['ComplaintWithdrawn', {}, 'withdrawn'],
      ['FollowUpReported', { reached: true, satisfied: true }, 'satisfied'],
    ] as const;
    for (const [type, said, outcome] of words) {
      const told = reopenedAfter(
        (tell) => tell('ClosureReported', on('10:00'), {}),
        (tell) => tell(type, on('14:00'), said),
      );
      told.thenAmong(['CaseReopened', { dims: { round: 2 } }], ['CaseClosed', { outcome, dims: { round: 2 } }]);
      expect(told.events.map((event) => event.type)).not.toContain('CaseWithdrawn');
      expect(told.state?.ended?.at).toBe(on('14:00'));
    }
  });
});

describe('a new round while the old one was open', () => {
  it('FUP-2: the due times of the old round are owed no more', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed, learnt(tell('ContactReported', on('09:20'), { reached: true })))
      .when(learnt(tell('FollowUpReported', on('11:00'), { reached: true, satisfied: false })))
      .thenAmong(
        ['DeadlineLapsed', { deadline: 'second-response#1', lapsedAt: on('11:00') }],
        ['DeadlineLapsed', { deadline: 'resolution#1' }],
        ['DeadlineStarted', { deadline: 'second-response#2' }],
      );
  });
});

describe('a hand-over that became known late', () => {
  const passedOn = () => {
    const { tell, filed } = complaint();
    const given = [
      filed,
      learnt(
        tell('TransferReported', on('10:00'), {
          from: { department: 'finance' },
          to: { department: 'quality' },
          handover,
        }),
      ),
    ];
    return { tell, given };
  };

  it('leaves the case with whom a later one brought it to, and holds the later one for once too often (XFER-1)', () => {
    const { tell, given } = passedOn();
    const first = tell('TransferReported', on('09:10'), { to: { department: 'finance' }, handover });
    caseSpec()
      .given(...given)
      .when(learnt(first, on('10:05')))
      .thenExactly(
        [
          'CaseTransferred',
          {
            unit: 'sales',
            count: 2,
            holder: { department: 'quality' },
            to: { department: 'finance' },
            dims: { department: 'quality' },
          },
        ],
        ['TransferRuleViolated', { rules: ['XFER-1'], unit: 'finance' }],
      );
  });

  it('an assignment from before the transfer is no second transfer (XFER-1)', () => {
    const tell = factsOf('C1');
    caseSpec()
      .given(
        learnt(tell('ComplaintFiled', on('09:00'), { category: 'billing' })),
        learnt(
          tell('TransferReported', on('10:00'), {
            from: { department: 'sales' },
            to: { department: 'quality' },
            handover,
          }),
        ),
      )
      .when(learnt(tell('AssignmentReported', on('09:05'), { department: 'sales' }), on('10:05')))
      .thenExactly([
        'CaseAssigned',
        { holder: { department: 'quality' }, to: { department: 'sales' }, proposal: false },
      ]);
  });

  it('PEN-1: a miss declared afterwards counts against whom it was with when it was due', () => {
    const { tell, given } = passedOn();
    caseSpec()
      .given(
        ...given,
        learnt(tell('TransferReported', on('09:10'), { to: { department: 'finance' }, handover }), on('10:00')),
      )
      .when(learnt(tell('ContactReported', on('10:30'), { reached: true })))
      .thenAmong(['MissedDeadlineMet', { name: deadline, dims: { department: 'sales' } }]);
  });
});

describe('a level change', () => {
  it('LEVEL-2: older than the one in force, it changes nothing', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed, learnt(tell('LevelChangeReported', on('09:10'), { level: 'major' })))
      .when(learnt(tell('LevelChangeReported', on('09:05'), { level: 'crisis' }), on('09:10')))
      .thenNothing();
  });

  it('LEVEL-2: what had run out by then is fined by the level before, also when the clock of the source lags', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed, learnt(tell('LevelChangeReported', on('10:00'), { level: 'crisis' }), on('09:00')))
      .when(swept(on('11:00')))
      .thenExactly(
        ['DeadlineMissed', { name: deadline, dueAt: on('09:30') }],
        ['PenaltyAssessed', { amountFen: 2_000, dims: { level: 'dissatisfied' } }],
      );
  });
});

describe('an amendment', () => {
  const amend = (tell: ReturnType<typeof factsOf>, time: string, said: Readonly<Record<string, string>>) =>
    learnt(tell('ComplaintAmended', on(time), said), on('09:20'));

  it('older than the one in force, it changes nothing of what that one said', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed, amend(tell, '09:10', { product: 'car-b' }))
      .when(amend(tell, '09:05', { product: 'car-a' }))
      .thenNothing();
  });

  it('older than another, it corrects what that one did not speak of', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed, amend(tell, '09:10', { product: 'car-b' }))
      .when(amend(tell, '09:05', { product: 'car-a', branch: 'north' }))
      .thenExactly(['CaseReclassified', { dims: { product: 'car-b', branch: 'north' } }]);
  });

  it('newer than the one in force, it takes its place', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed, amend(tell, '09:05', { product: 'car-a' }))
      .when(amend(tell, '09:10', { product: 'car-b' }))
      .thenExactly(['CaseReclassified', { dims: { product: 'car-b' }, was: { product: 'car-a' } }]);
  });
});

describe('an extension', () => {
  it('EXT-1: granted before the request became known, it is no refusal, and moves the deadline when the request comes', () => {
    const { tell, filed } = complaint();
    const granted = caseSpec()
      .given(filed)
      .when(learnt(tell('ExtensionDecisionReported', on('09:20'), { deadline, granted: true })));
    granted.thenExactly(['ExtensionGranted', { until: undefined }]);
    const again = complaint();
    caseSpec()
      .given(again.filed, learnt(again.tell('ExtensionDecisionReported', on('09:20'), { deadline, granted: true })))
      .when(learnt(again.tell('ExtensionRequestReported', on('09:15'), { deadline, until: on('12:00') }), on('09:25')))
      .thenExactly('ExtensionRequested', ['DeadlineMoved', { dueAt: on('12:00'), because: 'extension' }]);
  });

  it('EXT-1: granted and told again, it is granted once', () => {
    const { tell, filed } = complaint();
    const granted = () => learnt(tell('ExtensionDecisionReported', on('09:20'), { deadline, granted: true }));
    const request = () =>
      learnt(tell('ExtensionRequestReported', on('09:15'), { deadline, until: on('12:00') }), on('09:20'));
    caseSpec().given(filed, request()).when(request()).thenNothing();
    caseSpec().given(filed, request(), granted()).when(granted()).thenNothing();
  });
});

describe('a grant that was asked for', () => {
  it('EXT-1: gives more time than there is', () => {
    const { tell, filed } = complaint();
    const grant = () =>
      caseSpec()
        .given(filed, learnt(tell('ExtensionRequestReported', on('09:15'), { deadline, until: on('12:00') })))
        .when(asked('decideExtension', on('09:20'), { deadline, granted: true, until: on('09:30') }));
    expect(grant).toThrow('not after the present one');
  });
});

describe('an ending as “not ours”', () => {
  it('XFER-5: without a department that accepted the matter it is on record as a violation, once', () => {
    const { tell, filed } = complaint();
    const resolved = learnt(tell('ResolutionReported', on('09:20'), { verdict: 'not-ours', by: 'h-1' }));
    const outcome = caseSpec().given(filed).when(resolved);
    outcome.thenAmong(
      ['CaseResolved', { verdict: 'not-ours' }],
      ['TransferRuleViolated', { rules: ['XFER-5'], unit: 'sales', transfer: outcome.events[0]?.id ?? '', by: 'h-1' }],
    );
    caseSpec()
      .given(filed, resolved)
      .when(learnt(tell('ClosureReported', on('09:25'), { outcome: 'not-ours' })))
      .thenExactly('CaseClosed', ['DeadlineLapsed', { name: 'follow-up' }]);
  });
});

describe('the people who handle a matter', () => {
  const person = (name: string) => ({ department: 'sales', person: name });

  it('XFER-2: somebody who was only proposed is none of them', () => {
    const tell = factsOf('C1');
    caseSpec()
      .given(
        learnt(tell('ComplaintFiled', on('09:00'), {})),
        learnt(tell('AssignmentReported', on('09:01'), { ...person('p-0'), automatic: true })),
        learnt(tell('AssignmentReported', on('09:05'), person('p-1'))),
      )
      .when(learnt(tell('AssignmentReported', on('09:10'), person('p-2'))))
      .thenExactly(['CaseAssigned', { holder: person('p-2') }]);
  });

  it('XFER-2: a third one inside the department is a violation when observed and refused when asked for', () => {
    const { tell, filed } = complaint();
    const two = [
      filed,
      learnt(tell('AssignmentReported', on('09:05'), person('p-1'))),
      learnt(tell('AssignmentReported', on('09:10'), person('p-2'))),
    ];
    caseSpec()
      .given(...two)
      .when(learnt(tell('AssignmentReported', on('09:15'), person('p-3'))))
      .thenExactly(['CaseAssigned', {}], ['TransferRuleViolated', { rules: ['XFER-2'], unit: 'sales' }]);
    caseSpec()
      .given(...two)
      .when(asked('assign', on('09:15'), person('p-3')))
      .thenRefused('XFER-2', ['CommandRefused', { rule: 'XFER-2' }]);
  });

  it('a system that assigns after a person does not open the way to another first assignment (XFER-1)', () => {
    const { tell, filed } = complaint();
    caseSpec()
      .given(filed, learnt(tell('AssignmentReported', on('09:05'), { ...person('p-1'), automatic: true })))
      .when(learnt(tell('AssignmentReported', on('09:10'), { department: 'finance' })))
      .thenExactly(['CaseTransferred', { unit: 'sales', count: 1 }]);
  });
});
