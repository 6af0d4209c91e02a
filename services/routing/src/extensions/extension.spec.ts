import { describe, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, standardBut, swept } from '../testing/case-spec.ts';
import { words } from '../testing/words.ts';

const deadline = 'first-response';

/** A complaint whose customer could not be reached, and a request for time until 18:00. */
const requested = () => {
  const tell = factsOf('C6');
  return {
    tell,
    given: [
      learnt(tell('ComplaintFiled', on('14:00'), { department: 'finance' })),
      learnt(tell('ContactReported', on('14:20'), { reached: false })),
      learnt(tell('ExtensionRequestReported', on('14:25'), { deadline, until: on('18:00'), by: 'h-1' })),
    ],
  };
};

describe('an extension that was observed', () => {
  it('EXT-1: is on record with what it asks for', () => {
    const tell = factsOf('C6');
    caseSpec()
      .given(learnt(tell('ComplaintFiled', on('14:00'), { department: 'finance' })))
      .when(learnt(tell('ExtensionRequestReported', on('14:25'), { deadline, until: on('18:00'), by: 'h-1' })))
      .thenExactly([
        'ExtensionRequested',
        { deadline: 'first-response#1', name: deadline, until: on('18:00'), by: 'h-1' },
      ]);
  });

  it('EXT-1: while it is pending the clock runs on', () => {
    caseSpec()
      .given(...requested().given)
      .when(swept(on('14:31')))
      .thenExactly(['DeadlineMissed', { dueAt: on('14:30') }], ['PenaltyAssessed', { amountFen: 2_000 }]);
  });

  it('EXT-1: granted, the deadline moves', () => {
    const { tell, given } = requested();
    const outcome = caseSpec()
      .given(...given)
      .when(learnt(tell('ExtensionDecisionReported', on('14:28'), { deadline, granted: true, by: 'general-manager' })));
    outcome.thenExactly(
      ['ExtensionGranted', { until: on('18:00'), by: 'general-manager' }],
      [
        'DeadlineMoved',
        {
          wasDueAt: on('14:30'),
          dueAt: on('18:00'),
          because: 'extension',
          explanation: { extendedBy: [outcome.events[0]?.id ?? ''] },
        },
      ],
    );
  });

  it('EXT-1: granted after the miss, miss and penalty fall away and the deadline runs to the new time', () => {
    const { tell, given } = requested();
    const late = caseSpec().given(...given, swept(on('14:31')));
    const [missed, fined] = late.events.slice(-2);
    late
      .when(learnt(tell('ExtensionDecisionReported', on('15:00'), { deadline, granted: true })))
      .thenExactly(
        'ExtensionGranted',
        ['DeadlineMissReversed', { missed: missed?.id ?? '', because: 'extension', metAt: undefined }],
        ['PenaltyReversed', { penalty: fined?.id ?? '', amountFen: 2_000, because: 'extension' }],
        ['DeadlineMoved', { dueAt: on('18:00') }],
      );
  });

  it('EXT-1: granted after the response came late but within the new time, the response is kept', () => {
    const { tell, given } = requested();
    caseSpec()
      .given(...given, learnt(tell('ContactReported', on('17:30'), { reached: true })))
      .when(learnt(tell('ExtensionDecisionReported', on('17:45'), { deadline, granted: true })))
      .thenExactly('ExtensionGranted', ['DeadlineMissReversed', { metAt: on('17:30') }], 'PenaltyReversed');
  });

  it('EXT-1: missed again at the new time, it is fined again, once', () => {
    const { tell, given } = requested();
    caseSpec()
      .given(
        ...given,
        swept(on('14:31')),
        learnt(tell('ExtensionDecisionReported', on('15:00'), { deadline, granted: true })),
      )
      .when(swept(on('18:01')))
      .thenExactly(['DeadlineMissed', { dueAt: on('18:00') }], ['PenaltyAssessed', { amountFen: 2_000 }]);
  });

  it('EXT-1: the time granted need not be the time asked for', () => {
    const { tell, given } = requested();
    caseSpec()
      .given(...given)
      .when(learnt(tell('ExtensionDecisionReported', on('14:28'), { deadline, granted: true, until: on('16:00') })))
      .thenAmong(['DeadlineMoved', { dueAt: on('16:00') }]);
  });

  it('EXT-1: refused, the deadline and its penalty stand', () => {
    const { tell, given } = requested();
    const refuse = (at: string) => learnt(tell('ExtensionDecisionReported', at, { deadline, granted: false }));
    const before = caseSpec().given(...given);
    before.when(refuse(on('14:28'))).thenExactly('ExtensionRefused');
    caseSpec()
      .given(...given, swept(on('14:31')))
      .when(refuse(on('15:00')))
      .thenExactly('ExtensionRefused');
  });

  it('LEVEL-2, EXT-1: a deadline that was extended keeps its new time when the level changes', () => {
    const { tell, given } = requested();
    caseSpec()
      .given(...given, learnt(tell('ExtensionDecisionReported', on('14:28'), { deadline, granted: true })))
      .when(learnt(tell('LevelChangeReported', on('14:29'), { level: 'crisis' })))
      .thenExactly('LevelChanged');
  });
});

describe('an extension that was observed against the rule', () => {
  const limited = standardBut({
    extension: {
      deadlines: ['resolution'],
      cap: '1 working day',
      grounds: { unreached: { ...words('Customer not reached'), unreached: true }, supplier: words('Supplier') },
    },
  });
  const resolution = 'resolution';
  const filed = (tell = factsOf('C6')) => ({
    tell,
    given: learnt(tell('ComplaintFiled', on('09:00'), { department: 'finance' })),
  });
  const broken = ['RuleViolated', { rules: ['EXT-1'] }] as const;

  it('EXT-1: on a ground that there was not, it is recorded, and so is the broken rule', () => {
    const { tell, given } = filed();
    const request = (at: string, ground: string) =>
      learnt(tell('ExtensionRequestReported', at, { deadline: resolution, until: on('12:00', 26), ground }));
    caseSpec(limited)
      .given(given)
      .when(request(on('09:10'), 'unreached'))
      .thenExactly(['ExtensionRequested', { ground: 'unreached' }], [...broken]);
    caseSpec(limited)
      .given(given, learnt(tell('ContactReported', on('09:05'), { reached: false })))
      .when(request(on('09:10'), 'unreached'))
      .thenExactly('ExtensionRequested');
    caseSpec(limited)
      .given(given)
      .when(request(on('09:10'), 'supplier'))
      .thenExactly('ExtensionRequested');
  });

  it('EXT-1: granted beyond the longest time, it moves, and the rule is broken once', () => {
    const { tell, given } = filed();
    const decided = (until: string) => [
      learnt(tell('ExtensionRequestReported', on('10:00'), { deadline: resolution, until })),
      learnt(tell('ExtensionDecisionReported', on('10:05'), { deadline: resolution, granted: true })),
    ];
    const [request, grant] = decided(on('18:00', 27));
    caseSpec(limited)
      .given(given, ...(request ? [request] : []))
      .when(grant ?? given)
      .thenExactly('ExtensionGranted', [...broken], ['DeadlineMoved', { dueAt: on('18:00', 27) }]);
    const [within, granted] = decided(on('18:00', 26));
    caseSpec(limited)
      .given(given, ...(within ? [within] : []))
      .when(granted ?? given)
      .thenExactly('ExtensionGranted', ['DeadlineMoved', { dueAt: on('18:00', 26) }]);
  });

  it('EXT-1: asked for after the deadline, the rule is broken', () => {
    const { tell, given } = filed();
    caseSpec(limited)
      .given(given)
      .when(learnt(tell('ExtensionRequestReported', on('10:00', 27), { deadline: resolution, until: on('18:00', 28) })))
      .thenAmong('ExtensionRequested', [...broken]);
  });
});

describe('an extension that was asked for', () => {
  const filed = () => learnt(factsOf('C6')('ComplaintFiled', on('14:00'), { department: 'finance' }));
  const unreached = asked('contact', on('14:05'), { reached: false });
  const reason = '无人接听';
  const limited = standardBut({
    extension: {
      deadlines: [deadline],
      approvers: ['general-manager'],
      cap: '24h',
      grounds: { unreached: { ...words('Customer not reached'), unreached: true } },
    },
  });
  const request = (more: object = {}, at = on('14:10')) =>
    asked('requestExtension', at, { deadline, until: on('18:00'), ground: 'unreached', reason, ...more });
  const decide = (authorities: readonly string[], more: object = {}) =>
    asked('decideExtension', on('14:15'), { deadline, granted: true, ...more }, { by: 'boss', authorities });

  it('EXT-1: is refused once the deadline has been missed', () => {
    caseSpec(limited)
      .given(filed(), unreached)
      .when(request({}, on('14:31')))
      .thenRefused('EXT-1', 'DeadlineMissed', 'PenaltyAssessed', ['CommandRefused', { command: 'requestExtension' }]);
  });

  it.each([
    ['on no ground', { ground: undefined }],
    ['on a ground that the pack does not know', { ground: 'busy' }],
    ['for more than there is', { until: on('14:31', 24) }],
    ['for a deadline that has no more time', { deadline: 'resolution', until: on('18:00', 27) }],
  ])('EXT-1: is refused %s', (_, more) => {
    caseSpec(limited)
      .given(filed(), unreached)
      .when(request(more))
      .thenRefused('EXT-1', ['CommandRefused', { command: 'requestExtension', rule: 'EXT-1' }]);
  });

  it('EXT-1: that the customer cannot be reached is a ground only when somebody has tried', () => {
    caseSpec(limited)
      .given(filed())
      .when(request())
      .thenRefused('EXT-1', ['CommandRefused', { command: 'requestExtension' }]);
    caseSpec(limited)
      .given(filed(), unreached)
      .when(request())
      .thenExactly(['ExtensionRequested', { ground: 'unreached', until: on('18:00') }]);
  });

  it('EXT-1: is granted or refused only when somebody asked', () => {
    caseSpec(limited)
      .given(filed())
      .when(decide(['*'], { until: on('18:00') }))
      .thenRefused('EXT-1', ['CommandRefused', { command: 'decideExtension' }]);
  });

  it('EXT-1: is decided by those whom the pack names, and by nobody else', () => {
    const given = [filed(), unreached, request()];
    for (const authorities of [['general-manager'], ['supervisor', 'general-manager'], ['*']])
      caseSpec(limited)
        .given(...given)
        .when(decide(authorities))
        .thenExactly(['ExtensionGranted', { by: 'boss' }], ['DeadlineMoved', { dueAt: on('18:00') }]);
    for (const authorities of [['manager'], []])
      for (const granted of [true, false])
        caseSpec(limited)
          .given(...given)
          .when(decide(authorities, { granted }))
          .thenRefused('EXT-1', ['CommandRefused', { command: 'decideExtension' }]);
  });

  it('EXT-1: no more is granted than there is', () => {
    caseSpec(limited)
      .given(filed(), unreached, request())
      .when(decide(['*'], { until: on('14:31', 24) }))
      .thenRefused('EXT-1', ['CommandRefused', { command: 'decideExtension' }]);
  });
});
