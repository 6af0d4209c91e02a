import { describe, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, swept } from '../testing/case-spec.ts';

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

describe('an extension that was asked for', () => {
  const filed = () => learnt(factsOf('C6')('ComplaintFiled', on('14:00'), { department: 'finance' }));

  it('EXT-1: is refused once the deadline has been missed', () => {
    caseSpec()
      .given(filed())
      .when(asked('requestExtension', on('14:31'), { deadline, until: on('18:00'), reason: '无人接听' }))
      .thenRefused('EXT-1', 'DeadlineMissed', 'PenaltyAssessed', ['CommandRefused', { command: 'requestExtension' }]);
  });

  it('EXT-1: is granted or refused only when somebody asked', () => {
    caseSpec()
      .given(filed())
      .when(asked('decideExtension', on('14:10'), { deadline, granted: true, until: on('18:00') }))
      .thenRefused('EXT-1', ['CommandRefused', { command: 'decideExtension' }]);
  });

  it('EXT-1: asked for and granted, the deadline moves', () => {
    caseSpec()
      .given(filed(), asked('requestExtension', on('14:10'), { deadline, until: on('18:00'), reason: '无人接听' }))
      .when(asked('decideExtension', on('14:15'), { deadline, granted: true }, { by: 'general-manager' }))
      .thenExactly(['ExtensionGranted', { by: 'general-manager' }], ['DeadlineMoved', { dueAt: on('18:00') }]);
  });
});
