import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const policy = openPolicyBook().policy('company');
const company = caseSpec(policy);

/** The Friday before the Tomb-Sweeping holiday of 2026, which closes Saturday 4 to Monday 6 April. */
const april = (day: number, time: string): string => `2026-04-0${day}T${time}:00+08:00`;

const complaint = (id: string, told: { level?: string; category?: string } = {}) => {
  const tell = factsOf(id, { policy: 'company' });
  const step = (at: string, name: string, signedBy?: string) =>
    learnt(
      tell('InvestigationReported', at, {
        step: name,
        by: 'sales-1',
        ...(signedBy === undefined ? {} : { signedBy }),
      }),
    );
  return {
    tell,
    step,
    filed: learnt(tell('ComplaintFiled', april(3, '16:00'), { kind: 'complaint', receivedBy: 'agent-7', ...told })),
  };
};

describe('the company pack', () => {
  it('FILE-4, CONT-1, CONT-3, RES-1, RES-3: forwarded in an hour, contacted in a day, settled step by step in three working days', () => {
    const { tell, filed, step } = complaint('B1');
    // Friday 16:00-18:00, Tuesday and Wednesday whole, Thursday 09:00-16:00: 27 hours.
    company
      .given()
      .when(filed)
      .thenExactly(
        ['CaseOpened', { owner: 'agent-7', dims: { policy: 'company', level: 'normal' } }],
        ['DeadlineStarted', { name: 'resolution', dueAt: april(9, '16:00'), explanation: { rule: 'RES-1' } }],
        ['DeadlineStarted', { name: 'forward', dueAt: april(3, '17:00'), explanation: { rule: 'FILE-4' } }],
      );
    const forwarded = learnt(tell('AssignmentReported', april(3, '16:50'), { department: 'sales', by: 'agent-7' }));
    // Friday 16:50-18:00, Tuesday whole, Wednesday until 16:50.
    company
      .given(filed)
      .when(forwarded)
      .thenExactly(
        ['CaseAssigned', { holder: { department: 'sales' }, proposal: false }],
        ['DeadlineMet', { name: 'forward' }],
        ['DeadlineStarted', { name: 'first-contact', dueAt: april(4, '16:50'), explanation: { rule: 'CONT-1' } }],
        ['DeadlineStarted', { name: 'progress', dueAt: april(8, '16:50'), explanation: { rule: 'CONT-3' } }],
      );
    const contacted = learnt(tell('ContactReported', april(4, '10:00'), { reached: true, by: 'sales-1' }));
    company
      .given(filed, forwarded)
      .when(contacted)
      .thenExactly(
        'CustomerContacted',
        ['DeadlineMet', { name: 'first-contact' }],
        ['DeadlineMet', { name: 'progress' }],
        ['DeadlineStarted', { name: 'progress', dueAt: april(8, '18:00') }],
      );
    const steps = [
      step(april(7, '09:30'), 'judged'),
      step(april(7, '09:40'), 'responsible-named'),
      step(april(7, '10:00'), 'cause'),
    ];
    company
      .given(filed, forwarded, contacted, ...steps)
      .when(learnt(tell('ResolutionReported', april(8, '16:00'), { verdict: 'justified', by: 'sales-1' })))
      .thenExactly(
        'CaseResolved',
        ['DeadlineMet', { name: 'resolution', metAt: april(8, '16:00') }],
        ['DeadlineLapsed', { name: 'progress' }],
      );
  });

  it('RES-3: asked to settle what nobody has judged, it is refused and says what is missing; settled elsewhere, it is a violation', () => {
    const { tell, filed, step } = complaint('B5', { category: 'delivery' });
    const judged = step(april(3, '16:30'), 'judged');
    company
      .given(filed, judged)
      .when(asked('resolve', april(3, '17:00'), { verdict: 'justified', summary: '已补发' }))
      .thenRefused('RES-3', ['CommandRefused', { missing: ['responsible-named', 'cause'] }]);
    company
      .given(filed, judged)
      .when(learnt(tell('ResolutionReported', april(3, '17:00'), { verdict: 'justified' })))
      .thenAmong('CaseResolved', ['RuleViolated', { rules: ['RES-3'], missing: ['responsible-named', 'cause'] }]);
  });

  it('RES-3: the cause is looked for when somebody is named who answers for it', () => {
    const { filed } = complaint('B6', { category: 'delivery' });
    company
      .given(filed)
      .when(asked('investigate', april(3, '16:20'), { step: 'cause', findings: '仓库漏发' }))
      .thenRefused('RES-3', ['CommandRefused', { missing: ['responsible-named'] }]);
  });

  it('ESC-1, ESC-3: a major complaint by night goes to the duty officer, and nobody handles it before the leaders know', () => {
    const tell = factsOf('B7', { policy: 'company' });
    const filed = learnt(tell('ComplaintFiled', april(3, '20:00'), { kind: 'complaint', level: 'major' }));
    company
      .given()
      .when(filed)
      .thenAmong(
        ['CaseOpened', { outOfHours: true }],
        ['CaseAssigned', { holder: { department: 'management', person: 'duty-officer' }, proposal: true }],
      );
    const call = (at: string, by: string) => asked('contact', at, { reached: true, summary: '致歉' }, { by });
    company
      .given(filed)
      .when(call(april(3, '20:05'), 'duty-officer'))
      .thenRefused('ESC-1', ['CommandRefused', { missing: ['leader-in-charge', 'general-manager'] }]);
    const upward = (to: string, at: string) => asked('escalate', at, { to, reason: '媒体到场' });
    const told = [upward('leader-in-charge', april(3, '20:06')), upward('general-manager', april(3, '20:07'))];
    company
      .given(filed, ...told)
      .when(call(april(3, '20:10'), 'duty-officer'))
      .thenAmong('CustomerContacted');
  });

  it('ESC-1: by day the head of the department handles a major complaint in person', () => {
    const { filed } = complaint('B12', { level: 'major', category: 'delivery' });
    const told = ['leader-in-charge', 'general-manager'].map((to) =>
      asked('escalate', april(3, '16:05'), { to, reason: '媒体到场' }),
    );
    const call = (by: string) => asked('contact', april(3, '16:20'), { reached: true, summary: '致歉' }, { by });
    company
      .given(filed, ...told)
      .when(call('logistics-3'))
      .thenRefused('ESC-1', ['CommandRefused', { command: 'contact' }]);
    company
      .given(filed, ...told)
      .when(call('head-of-logistics'))
      .thenAmong('CustomerContacted', ['DeadlineMet', { name: 'first-contact' }]);
  });

  it('ESC-1: handled before they knew, it is a violation, taken back when it turns out that they knew', () => {
    const { tell, filed } = complaint('B8', { level: 'major', category: 'delivery' });
    const early = learnt(
      tell('ContactReported', april(3, '16:10'), { reached: true, by: 'head-of-logistics' }),
      april(3, '16:30'),
    );
    company
      .given(filed)
      .when(early)
      .thenAmong('CustomerContacted', ['RuleViolated', { rules: ['ESC-1'], about: 'escalations.major' }]);
    const upward = (to: string) => learnt(tell('EscalationReported', april(3, '16:05'), { to }), april(3, '17:00'));
    company
      .given(filed, early, upward('leader-in-charge'))
      .when(upward('general-manager'))
      .thenAmong('CaseEscalated', ['RuleViolationReversed', { about: 'escalations.major' }]);
  });

  it('RES-3: a major one is approved by the leader in charge, and by nobody else', () => {
    const { filed } = complaint('B9', { level: 'major', category: 'delivery' });
    const head = { by: 'head-of-logistics' };
    const told = ['leader-in-charge', 'general-manager'].map((to) =>
      asked('escalate', april(3, '16:05'), { to, reason: '媒体到场' }),
    );
    const proposed = asked('investigate', april(3, '16:10'), { step: 'proposed', findings: '全额退款' }, head);
    const approve = (authorities: readonly string[]) =>
      asked('investigate', april(3, '16:20'), { step: 'approved', findings: '同意' }, { ...head, authorities });
    company
      .given(filed, ...told, proposed)
      .when(approve(['manager']))
      .thenRefused('RES-3', ['CommandRefused', { missing: ['leader-in-charge'] }]);
    company
      .given(filed, ...told, proposed)
      .when(approve(['agent', 'leader-in-charge']))
      .thenExactly(['InvestigationRecorded', { step: 'approved', signedBy: 'leader-in-charge' }]);
  });

  it('RES-6: passed between departments and accepted by the customer, it ends with the proposal to the common superior', () => {
    const { tell, filed, step } = complaint('B10', { category: 'delivery' });
    const before = [
      filed,
      learnt(
        tell('TransferReported', april(3, '16:20'), {
          to: { department: 'finance' },
          handover: ['need', 'facts', 'promised', 'contact'],
        }),
      ),
      step(april(3, '16:30'), 'judged'),
      step(april(3, '16:31'), 'responsible-named'),
      step(april(3, '16:32'), 'cause'),
      learnt(tell('ResolutionReported', april(3, '17:00'), { verdict: 'justified' })),
    ];
    const happy = asked('followUp', april(3, '17:30'), { reached: true, satisfied: true });
    company
      .given(...before)
      .when(happy)
      .thenAmong('CustomerFollowedUp')
      .thenNo('CaseClosed');
    company
      .given(...before, happy)
      .when(asked('investigate', april(3, '17:40'), { step: 'coordination-proposed', findings: '统一退款口径' }))
      .thenAmong(
        ['InvestigationRecorded', { step: 'coordination-proposed' }],
        ['CaseClosed', { outcome: 'satisfied' }],
      );
  });

  it('FILE-4, CONT-1: forwarded late and the customer not reached within a day: two misses, no fine', () => {
    const tell = factsOf('B2', { policy: 'company' });
    const filed = learnt(
      tell('ComplaintFiled', april(3, '16:00'), { kind: 'complaint', receivingDepartment: 'customer-service' }),
    );
    const late = learnt(tell('AssignmentReported', april(3, '17:01'), { department: 'sales', by: 'agent-7' }));
    // Nobody could have forwarded it but the department that took it in.
    company
      .given(filed)
      .when(late)
      .thenAmong(
        ['DeadlineMissed', { name: 'forward', dueAt: april(3, '17:00'), dims: { department: 'customer-service' } }],
        ['MissedDeadlineMet', { name: 'forward', metAt: april(3, '17:01') }],
      );
    company
      .given(filed, late, learnt(tell('ContactReported', april(4, '09:00'), { reached: false })))
      .when(learnt(tell('ContactReported', april(4, '17:02'), { reached: true })))
      .thenAmong(['DeadlineMissed', { name: 'first-contact', dueAt: april(4, '17:01'), dims: { department: 'sales' } }])
      .thenNo('PenaltyAssessed');
  });

  it('CONT-3: told nothing for two working days, and again for two: each is a miss', () => {
    const { tell, filed } = complaint('B11');
    const forwarded = learnt(tell('AssignmentReported', april(3, '16:50'), { department: 'sales', by: 'agent-7' }));
    const { events } = company.given(filed, forwarded).when(swept('2026-04-10T17:00:00+08:00'));
    const missed = events.filter((event) => event.type === 'DeadlineMissed' && event.data.name === 'progress');
    expect(missed.map(({ data }) => ('dueAt' in data ? data.dueAt : ''))).toEqual([
      april(8, '16:50'),
      '2026-04-10T16:50:00+08:00',
    ]);
  });

  it('FILE-4: a matter that a rule routes is forwarded when it is filed', () => {
    company
      .given()
      .when(complaint('B3', { category: 'delivery' }).filed)
      .thenAmong(
        ['CaseAssigned', { holder: { department: 'logistics' }, proposal: true }],
        ['DeadlineMet', { name: 'forward', metAt: april(3, '16:00') }],
      );
  });

  it('XFER-1: a second transfer is refused', () => {
    const tell = factsOf('B4', { policy: 'company' });
    const handover = { need: '换货', facts: '已核对', promised: '今日答复', contact: '13800000001' };
    company
      .given(
        learnt(tell('ComplaintFiled', april(3, '09:00'), { department: 'sales' })),
        asked('transfer', april(3, '09:10'), { to: { department: 'quality' }, handover }),
      )
      .when(asked('transfer', april(3, '09:20'), { to: { department: 'finance' }, handover }))
      .thenRefused('XFER-1', ['TransferRefused', { unit: 'quality', to: { department: 'finance' } }]);
  });

  it('RES-5, PEN-2, PEN-3, REP-1: sets limits, shares and who waives, and hands the week in to operations', () => {
    expect(policy.pack.compensation?.authority).toMatchObject({ agent: '200 CNY', 'general-manager': 'unlimited' });
    expect(policy.pack.penalties).toMatchObject({ waivers: ['general-manager'], damage: { of: 'bonus' } });
    expect(policy.pack.reports?.weekly?.to).toEqual(['operations', 'general-manager', 'manager']);
  });
});
