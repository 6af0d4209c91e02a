import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const policy = openPolicyBook().policy('property');
const property = caseSpec(policy);

/** The Dragon Boat Festival of 2026 closes Friday 19 to Sunday 21 June. */
const june = (day: number, time: string): string => `2026-06-${day}T${time}:00+08:00`;

interface More {
  readonly level?: string;
  readonly at?: string;
  readonly missing?: readonly string[];
}

const complaint = (category: string, { at = june(18, '10:00'), ...more }: More = {}) => {
  const tell = factsOf('P1', { policy: 'property' });
  const filed = learnt(tell('ComplaintFiled', at, { category, receivedBy: 'desk-1', ...more }));
  /** RES-3. */
  const judged = [
    learnt(tell('InvestigationReported', june(18, '11:00'), { step: 'judged' })),
    learnt(tell('InvestigationReported', june(18, '11:10'), { step: 'responsible-named' })),
    learnt(tell('InvestigationReported', june(18, '14:00'), { step: 'cause' })),
  ];
  return { tell, filed, judged };
};

/** Both leaders know (ESC-1). */
const told = [
  asked('escalate', june(18, '10:05'), { to: 'leader-in-charge', reason: '多户联名' }),
  asked('escalate', june(18, '10:10'), { to: 'general-manager', reason: '多户联名' }),
];

describe('the property pack', () => {
  it('FIRST-1, RES-1: the desk owns it, engineering handles it, due three working days on, behind the festival', () => {
    const { tell, filed, judged } = complaint('repair');
    // Thursday 10:00-18:00, Monday and Tuesday whole, Wednesday until 10:00.
    property
      .given()
      .when(filed)
      .thenExactly(
        ['CaseOpened', { owner: 'desk-1', dims: { level: 'normal' } }],
        ['CaseAssigned', { holder: { department: 'engineering' }, proposal: true }],
        ['DeadlineStarted', { name: 'resolution', dueAt: june(24, '10:00') }],
        ['DeadlineStarted', { name: 'progress', dueAt: june(23, '10:00'), explanation: { rule: 'CONT-3' } }],
      );
    const resolved = learnt(tell('ResolutionReported', june(22, '15:00'), { verdict: 'justified' }));
    property
      .given(filed, ...judged)
      .when(resolved)
      .thenExactly(
        'CaseResolved',
        ['DeadlineMet', { name: 'resolution', dims: { department: 'engineering' } }],
        ['DeadlineLapsed', { name: 'progress' }],
      );
    // Handed back as done, which nobody had judged: it counts, and the rule is broken.
    property
      .given(filed)
      .when(resolved)
      .thenExactly(
        'CaseResolved',
        ['RuleViolated', { rules: ['RES-3'], missing: ['judged', 'responsible-named', 'cause'] }],
        ['DeadlineMet', { name: 'resolution' }],
        ['DeadlineLapsed', { name: 'progress' }],
      );
  });

  it('FIRST-1: the desk stays the owner while another department has it', () => {
    const { tell, filed } = complaint('noise');
    const outcome = property
      .given(filed)
      .when(learnt(tell('AssignmentReported', june(18, '10:20'), { department: 'security', person: 'guard-4' })));
    outcome.thenExactly(['CaseAssigned', { holder: { department: 'security', person: 'guard-4' } }]);
    expect(outcome.state?.owner).toBe('desk-1');
  });

  it('FILE-2, CALL-4: a record without the room number is taken in, and says what is missing', () => {
    expect(policy.pack.records?.['every']).toContain('room');
    property
      .given()
      .when(complaint('parking', { missing: ['room'] }).filed)
      .thenAmong(['CaseOpened', { missing: ['room'] }], ['CaseAssigned', { holder: { department: 'security' } }]);
  });

  it('ESC-1: a major one goes to the head, whatever it is about', () => {
    property
      .given()
      .when(complaint('noise', { level: 'major' }).filed)
      .thenAmong(['CaseAssigned', { holder: { department: 'head-office' } }]);
  });

  it('ESC-1: the head handles it in person, once the leaders know', () => {
    const { filed } = complaint('noise', { level: 'major' });
    const visit = (by: string) => asked('contact', june(18, '10:30'), { reached: true }, { by });
    property
      .given(filed)
      .when(visit('head-of-office'))
      .thenRefused('ESC-1', ['CommandRefused', { missing: ['leader-in-charge', 'general-manager'] }]);
    property
      .given(filed, ...told)
      .when(visit('desk-1'))
      .thenRefused('ESC-1', ['CommandRefused', { command: 'contact', by: 'desk-1' }]);
    property
      .given(filed, ...told)
      .when(visit('head-of-office'))
      .thenAmong(['CustomerContacted', { reached: true, by: 'head-of-office' }])
      .thenNo('CommandRefused', 'RuleViolated');
  });

  it('ESC-1: somebody else handled it all the same: it happened, and is a violation', () => {
    const { tell, filed } = complaint('noise', { level: 'major' });
    property
      .given(filed, ...told)
      .when(learnt(tell('ContactReported', june(18, '10:30'), { reached: true, by: 'guard-4' })))
      .thenAmong('CustomerContacted', [
        'RuleViolated',
        { rules: ['ESC-1'], about: 'headHandles', by: 'guard-4', dims: { department: 'head-office' } },
      ]);
  });

  it('ESC-1: found major later, it is escalated to the head, which is no transfer; the head of its department handles it', () => {
    const { tell, filed } = complaint('noise');
    const raised = learnt(tell('LevelChangeReported', june(18, '10:02'), { level: 'major' }));
    property
      .given(filed, raised)
      .when(asked('escalate', june(18, '11:05'), { to: 'head-office', reason: '多户联名' }))
      .thenExactly(['CaseEscalated', { to: 'head-office', dims: { department: 'security', level: 'major' } }]);
    property
      .given(filed, raised, ...told)
      .when(asked('contact', june(18, '11:10'), { reached: true }, { by: 'head-of-security' }))
      .thenAmong(['CustomerContacted', { dims: { department: 'security' } }]);
  });

  it('ESC-3: at night whoever leads the guards has it; a major one waits for nobody but the head', () => {
    property
      .given()
      .when(complaint('repair', { at: june(18, '23:00') }).filed)
      .thenAmong(
        ['CaseOpened', { outOfHours: true }],
        ['CaseAssigned', { holder: { department: 'security', person: 'guard-leader' }, proposal: true }],
      );
    property
      .given()
      .when(complaint('repair', { at: june(18, '23:00'), level: 'major' }).filed)
      .thenAmong(['CaseAssigned', { holder: { department: 'head-office' } }]);
  });

  it('RES-1, CONT-3: the festival over, nothing told and nothing done: missed', () => {
    property
      .given(complaint('cleaning').filed)
      .when(swept(june(24, '10:01')))
      .thenAmong(
        ['DeadlineMissed', { name: 'resolution', dueAt: june(24, '10:00'), dims: { department: 'environment' } }],
        ['DeadlineMissed', { name: 'progress', dueAt: june(23, '10:00'), dims: { department: 'environment' } }],
        ['DeadlineStarted', { name: 'progress', dueAt: june(25, '10:00') }],
      );
  });

  it('XFER-5: “not ours” is no answer while nobody else has accepted it', () => {
    property
      .given(complaint('parking').filed)
      .when(asked('resolve', june(18, '11:00'), { verdict: 'not-ours', summary: '属业主之间纠纷' }))
      .thenRefused('XFER-5', ['CommandRefused', { command: 'resolve' }]);
  });
});
