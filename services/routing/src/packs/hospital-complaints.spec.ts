import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const policy = openPolicyBook().policy('hospital-complaints');
const hospital = caseSpec(policy);

/** Labour Day 2026 closes Friday 1 to Tuesday 5 May; Saturday 9 May is worked. */
const at = (day: string, time: string): string => `2026-${day}T${time}:00+08:00`;

const evening = at('04-30', '20:00');
const morning = at('04-30', '10:00');

interface More {
  readonly level?: string;
  readonly filedAt?: string;
  readonly topics?: readonly string[];
}

const complaint = (category: string, { filedAt = morning, ...more }: More = {}) => {
  const tell = factsOf('M1', { policy: 'hospital-complaints' });
  const filed = learnt(
    tell('ComplaintFiled', filedAt, { category, channel: 'walk-in', receivedBy: 'duty-1', ...more }),
  );
  /** RES-3. */
  const judged = [
    learnt(tell('InvestigationReported', at('05-06', '10:00'), { step: 'judged' })),
    learnt(tell('InvestigationReported', at('05-06', '10:10'), { step: 'responsible-named' })),
    learnt(tell('InvestigationReported', at('05-06', '11:00'), { step: 'cause' })),
  ];
  return { tell, filed, judged };
};

const told = (to: string, when: string) => asked('escalate', when, { to, reason: '可能致死' });

describe('the hospital-complaints pack', () => {
  it('FIRST-1, ESC-3, RES-1: told on the evening before the holiday, the duty officer has it; due three working days after', () => {
    const { filed } = complaint('nursing', { filedAt: evening });
    hospital
      .given()
      .when(filed)
      .thenExactly(
        ['CaseOpened', { owner: 'duty-1', outOfHours: true, dims: { level: 'normal', channel: 'walk-in' } }],
        ['CaseAssigned', { holder: { department: 'duty-office', person: 'duty-officer-night' }, proposal: true }],
        // Nothing on Thursday evening; Wednesday 6, Thursday 7 and Friday 8 May whole.
        ['DeadlineStarted', { name: 'resolution', dueAt: at('05-08', '18:00') }],
        ['DeadlineStarted', { name: 'progress', dueAt: at('05-07', '18:00') }],
        // The first opening after the holiday.
        ['DeadlineStarted', { name: 'office-told', dueAt: at('05-06', '09:30'), explanation: { rule: 'ESC-3' } }],
      );
  });

  it('ESC-3: the office is told when it opens, or the duty office has missed it', () => {
    const { filed } = complaint('nursing', { filedAt: evening });
    hospital
      .given(filed)
      .when(told('complaint-office', at('05-06', '09:10')))
      .thenExactly(
        ['CaseEscalated', { to: 'complaint-office' }],
        ['DeadlineMet', { name: 'office-told', dims: { department: 'duty-office' } }],
      );
    hospital
      .given(filed)
      .when(swept(at('05-06', '09:31')))
      .thenExactly(['DeadlineMissed', { name: 'office-told', dims: { department: 'duty-office' } }]);
  });

  it('ESC-3: on a day off another officer is on duty; in office hours nobody need be told', () => {
    hospital
      .given()
      .when(complaint('nursing', { filedAt: at('05-02', '11:00') }).filed)
      .thenAmong(['CaseAssigned', { holder: { department: 'duty-office', person: 'duty-officer-weekend' } }]);
    const inHours = hospital.given().when(complaint('nursing').filed);
    inHours.thenAmong(['CaseAssigned', { holder: { department: 'nursing' } }]);
    expect(inHours.state?.deadlines.map(({ name }) => name)).toEqual(['resolution', 'progress']);
  });

  it('RES-1: settled at the last minute of the third working day', () => {
    const { tell, filed, judged } = complaint('nursing', { filedAt: evening });
    hospital
      .given(filed, told('complaint-office', at('05-06', '09:10')), ...judged)
      .when(learnt(tell('ResolutionReported', at('05-08', '18:00'), { verdict: 'partly-justified' })))
      .thenAmong('CaseResolved', ['DeadlineMet', { name: 'resolution', metAt: at('05-08', '18:00') }]);
  });

  it.each(['medical-harm', 'grave-harm'])('ESC-2: %s goes to medical affairs, whatever it is about', (level) => {
    hospital
      .given()
      .when(complaint('medication', { level }).filed)
      .thenAmong(['CaseAssigned', { holder: { department: 'medical-affairs' } }]);
  });

  it('ESC-2: a text that tells of a death goes there, too, whatever level the desk wrote', () => {
    hospital
      .given()
      .when(complaint('medication', { topics: ['harm'] }).filed)
      .thenAmong(['CaseAssigned', { holder: { department: 'medical-affairs' } }]);
  });

  it('ESC-1: what tells of a bribe the discipline inspection looks into, and the director knows before', () => {
    const { filed } = complaint('medication', { filedAt: evening, topics: ['misconduct'] });
    hospital
      .given()
      .when(filed)
      .thenAmong(['CaseAssigned', { holder: { department: 'discipline' } }]);
    hospital
      .given(filed)
      .when(asked('investigate', at('05-06', '10:00'), { step: 'judged', findings: '初步核实' }))
      .thenRefused('ESC-1', 'DeadlineMissed', ['CommandRefused', { missing: ['director'] }]);
  });

  it('ESC-2: medical harm reaches the director before anybody handles it', () => {
    const { filed } = complaint('medication', { level: 'medical-harm' });
    const visit = asked('contact', at('04-30', '10:12'), { reached: true }, { by: 'head-of-medical-affairs' });
    hospital
      .given(filed)
      .when(visit)
      .thenRefused('ESC-2', ['CommandRefused', { command: 'contact', missing: ['director'] }]);
    hospital
      .given(filed)
      .when(told('director', at('04-30', '10:10')))
      .thenExactly(
        ['CaseEscalated', { to: 'director', dims: { level: 'medical-harm' } }],
        ['DeadlineMet', { name: 'director-told', dueAt: at('04-30', '10:15') }],
      );
    hospital
      .given(filed, told('director', at('04-30', '10:10')))
      .when(visit)
      .thenAmong('CustomerContacted')
      .thenNo('RuleViolated');
  });

  it('ESC-2: a pharmacist who called first broke the rule, and the director was told too late', () => {
    const { tell, filed } = complaint('medication', { level: 'medical-harm' });
    const called = learnt(
      tell('ContactReported', at('04-30', '10:12'), { reached: true, by: 'head-of-medical-affairs' }),
    );
    hospital
      .given(filed)
      .when(called)
      .thenAmong('CustomerContacted', ['RuleViolated', { rules: ['ESC-2'], missing: ['director'] }]);
    hospital
      .given(filed, called)
      .when(told('director', at('04-30', '10:20')))
      .thenAmong('CaseEscalated', ['MissedDeadlineMet', { name: 'director-told', metAt: at('04-30', '10:20') }]);
  });

  it('ESC-2: where death is possible the health authority has the report within six hours, over night and holiday', () => {
    const { filed } = complaint('medication', { level: 'grave-harm', filedAt: evening });
    hospital
      .given()
      .when(filed)
      .thenAmong(
        ['CaseAssigned', { holder: { department: 'duty-office' } }],
        ['DeadlineStarted', { name: 'director-told', dueAt: at('04-30', '20:15') }],
        [
          'DeadlineStarted',
          { name: 'authority-report', dueAt: at('05-01', '02:00'), explanation: { rule: 'ESC-2', length: '6h' } },
        ],
      );
    const director = told('director', at('04-30', '20:10'));
    hospital
      .given(filed, director)
      .when(told('health-authority', at('05-01', '02:00')))
      .thenExactly('CaseEscalated', ['DeadlineMet', { name: 'authority-report', metAt: at('05-01', '02:00') }]);
    hospital
      .given(filed, director)
      .when(swept(at('05-01', '02:01')))
      .thenExactly(['DeadlineMissed', { name: 'authority-report', dims: { department: 'duty-office' } }]);
    // Nor is the case closed without it, not even by the complainant's word.
    hospital
      .given(filed, director)
      .when(asked('close', at('04-30', '21:00'), { outcome: 'customer-accepted' }))
      .thenRefused('ESC-2', ['CommandRefused', { missing: ['health-authority'] }]);
  });

  it('ESC-2, LEVEL-2: found grave later, both clocks run from that moment', () => {
    const { tell, filed } = complaint('nursing');
    hospital
      .given(filed)
      .when(learnt(tell('LevelChangeReported', at('05-06', '11:00'), { level: 'grave-harm' })))
      .thenAmong(
        [
          'LevelChanged',
          { dims: { level: 'grave-harm', seenBy: ['complaint-office', 'leader-in-charge', 'director'] } },
        ],
        ['DeadlineStarted', { name: 'director-told', dueAt: at('05-06', '11:15') }],
        ['DeadlineStarted', { name: 'authority-report', dueAt: at('05-06', '17:00') }],
      );
  });

  it('RES-7: the complainant has the reply in writing before the matter is closed', () => {
    const { tell, filed, judged } = complaint('fees');
    const resolved = learnt(tell('ResolutionReported', at('05-06', '15:00'), { verdict: 'justified' }));
    hospital
      .given(filed, ...judged)
      .when(resolved)
      .thenAmong('CaseResolved', ['DeadlineStarted', { name: 'written-reply', dueAt: at('05-07', '15:00') }]);
    const settled = hospital.given(filed, ...judged, resolved);
    const pleased = learnt(tell('FollowUpReported', at('05-06', '16:00'), { reached: true, satisfied: true }));
    // Satisfied, yet nothing is in writing: it stays open until it is.
    settled.when(pleased).thenExactly(['CustomerFollowedUp', { satisfied: true }]);
    settled
      .when(asked('close', at('05-06', '16:10'), { outcome: 'done' }))
      .thenRefused('RES-3', ['CommandRefused', { missing: ['written-reply'] }]);
    hospital
      .given(filed, ...judged, resolved, pleased)
      .when(learnt(tell('InvestigationReported', at('05-07', '10:00'), { step: 'written-reply' })))
      .thenExactly(
        ['InvestigationRecorded', { step: 'written-reply' }],
        ['CaseClosed', { outcome: 'satisfied' }],
        ['DeadlineMet', { name: 'written-reply' }],
      );
    settled.when(swept(at('05-07', '15:01'))).thenExactly(['DeadlineMissed', { name: 'written-reply' }]);
  });

  it('RES-7: the lawful exit is the director’s to decide, with a reason', () => {
    const { filed } = complaint('fees');
    const end = (authority: string, reason?: string) =>
      asked(
        'close',
        at('05-06', '10:00'),
        { outcome: 'unreasonable-demands', ...(reason === undefined ? {} : { reason }) },
        { authorities: [authority] },
      );
    hospital.given(filed).when(end('manager', '反复缠诉')).thenRefused('RES-7', 'CommandRefused');
    hospital.given(filed).when(end('director')).thenRefused('RES-7', 'CommandRefused');
    hospital
      .given(filed)
      .when(end('director', '反复缠诉'))
      .thenAmong(['CaseClosed', { outcome: 'unreasonable-demands' }]);
  });

  it('CONF-1, FILE-1: a patient’s privacy and grave harm are read by the office and the leaders, whistleblowing by the leaders', () => {
    const readersOf = (fact: Parameters<typeof complaint>) => {
      const [opened] = hospital.given().when(complaint(...fact).filed).events;
      return opened?.data.dims.seenBy;
    };
    expect(readersOf(['privacy'])).toEqual(['complaint-office', 'leader-in-charge', 'director']);
    expect(readersOf(['nursing', { level: 'grave-harm' }])).toEqual([
      'complaint-office',
      'leader-in-charge',
      'director',
    ]);
    expect(readersOf(['nursing'])).toBeUndefined();
    const tell = factsOf('M2', { policy: 'hospital-complaints' });
    hospital
      .given()
      .when(learnt(tell('ComplaintFiled', evening, { kind: 'whistleblowing' })))
      .thenAmong(
        ['CaseOpened', { dims: { seenBy: ['leader-in-charge', 'director'] } }],
        // Nor does the duty officer see it.
        ['CaseAssigned', { holder: { department: 'management' } }],
      );
  });

  it('RES-1: nobody settled it by Friday morning: missed by the pharmacy', () => {
    // Thursday 10:00-18:00, Wednesday 6 and Thursday 7 May whole, Friday until 10:00.
    hospital
      .given(complaint('medication').filed)
      .when(swept(at('05-08', '10:01')))
      .thenAmong(['DeadlineMissed', { name: 'resolution', dims: { department: 'pharmacy' } }]);
  });

  it('XFER-3: bounced to another department without a note, it happened and is a violation', () => {
    const { tell, filed } = complaint('fees');
    const taken = learnt(tell('AssignmentReported', at('05-06', '09:00'), { department: 'finance', by: 'office-1' }));
    hospital
      .given(filed, taken)
      .when(
        learnt(
          tell('TransferReported', at('05-06', '09:30'), { to: { department: 'outpatient' }, handover: ['need'] }),
        ),
      )
      .thenExactly('CaseTransferred', [
        'TransferRuleViolated',
        { rules: ['XFER-3'], unit: 'finance', missing: ['facts', 'promised', 'contact'] },
      ]);
  });
});
