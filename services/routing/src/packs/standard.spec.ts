import { describe, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, swept } from '../testing/case-spec.ts';

const standard = caseSpec(openPolicyBook().policy('standard'));

/** A matter filed on Monday 23 March 2026 at 16:00. */
const filing = (told: { kind?: string; channel?: string; level?: string; category?: string; department?: string }) => {
  const tell = factsOf('S1');
  return { tell, filed: learnt(tell('ComplaintFiled', on('16:00'), { ...told, receivedBy: 'agent-7' })) };
};

const crisis = () => {
  const { tell, filed } = filing({ kind: 'complaint', level: 'crisis', department: 'sales' });
  const upward = (to: string, at: string) => learnt(tell('EscalationReported', at, { to, by: 'agent-7' }));
  return {
    tell,
    filed,
    told: [upward('leader-in-charge', on('16:02')), upward('general-manager', on('16:03'))],
  };
};

const note = { need: '开具发票', facts: '已核对订单', promised: '今日答复', contact: '13800000001' };

describe('the standard pack', () => {
  it('RES-2, FIRST-1: a question is answered the same day, without the responses of the level table', () => {
    const { tell, filed } = filing({ kind: 'inquiry', channel: 'web' });
    standard
      .given()
      .when(filed)
      .thenExactly(
        ['CaseOpened', { owner: 'agent-7', dims: { level: 'dissatisfied' } }],
        ['CaseAssigned', { holder: { department: 'customer-service' }, proposal: true }],
        ['DeadlineStarted', { name: 'work-order', dueAt: on('16:10') }],
        ['DeadlineMet', { name: 'work-order' }],
        ['DeadlineStarted', { name: 'answer', dueAt: on('00:00', 24), explanation: { rule: 'RES-2' } }],
        ['DeadlineStarted', { name: 'resolution', dueAt: on('16:00', 26) }],
      );
    standard
      .given(filed)
      .when(learnt(tell('ResolutionReported', on('23:59'), { verdict: 'justified' })))
      .thenAmong('CaseResolved', ['DeadlineMet', { name: 'answer' }])
      .thenNo('RuleViolated');
  });

  it('RES-2: nobody answered until midnight: missed, and no fine', () => {
    standard
      .given(filing({ kind: 'query' }).filed)
      .when(swept(on('00:01', 24)))
      .thenExactly(['DeadlineMissed', { name: 'answer', dueAt: on('00:00', 24) }]);
  });

  it('FIRST-3: a question stays where it was asked: passing it on is refused', () => {
    const { filed } = filing({ kind: 'inquiry', department: 'customer-service' });
    standard
      .given(filed)
      .when(asked('transfer', on('16:20'), { to: { department: 'finance' }, handover: note }))
      .thenRefused('FIRST-3', ['TransferRefused', { rule: 'FIRST-3', unit: 'customer-service' }]);
  });

  it('RES-2: a suggestion is called back every week until the company has decided', () => {
    const { tell, filed } = filing({ kind: 'suggestion' });
    standard
      .given()
      .when(filed)
      .thenAmong(['DeadlineStarted', { name: 'weekly-call-back', dueAt: on('16:00', 30) }])
      .thenNo('PenaltyAssessed');
    const called = learnt(tell('ContactReported', on('10:00', 27), { reached: true }));
    standard
      .given(filed)
      .when(called)
      .thenExactly(
        ['DeadlineMissed', { name: 'resolution', dueAt: on('16:00', 26) }],
        'CustomerContacted',
        ['DeadlineMet', { name: 'weekly-call-back' }],
        ['DeadlineStarted', { name: 'weekly-call-back', dueAt: '2026-04-03T10:00:00+08:00' }],
      );
    standard
      .given(filed, called)
      .when(swept('2026-04-04T00:00:00+08:00'))
      .thenExactly(
        ['DeadlineMissed', { name: 'weekly-call-back', dueAt: '2026-04-03T10:00:00+08:00' }],
        ['DeadlineStarted', { name: 'weekly-call-back', dueAt: '2026-04-10T10:00:00+08:00' }],
      );
  });

  it('RES-2: what an authority relays is passed on in minutes and answered in half an hour', () => {
    const { filed } = filing({ kind: 'opinion', channel: 'government' });
    standard
      .given()
      .when(filed)
      .thenAmong(
        ['DeadlineStarted', { name: 'work-order', dueAt: on('16:05') }],
        ['DeadlineStarted', { name: 'answer', dueAt: on('16:00', 25) }],
        ['DeadlineStarted', { name: 'government-answer', dueAt: on('16:30') }],
      );
    standard
      .given(filed)
      .when(swept(on('16:31')))
      .thenExactly(['DeadlineMissed', { name: 'government-answer', dueAt: on('16:30') }]);
  });

  it('CALL-6, LEVEL-1: a crisis has as many responses as are promised; each overdue one costs 80 CNY', () => {
    const { tell, filed, told } = crisis();
    const promised = learnt(
      tell('CallBackPromiseReported', on('17:00'), { until: on('20:00'), person: 'leader-1', by: 'sales-1' }),
    );
    standard
      .given(filed, ...told)
      .when(promised)
      .thenAmong('CallBackPromised', [
        'DeadlineStarted',
        { name: 'call-back', dueAt: on('20:00'), explanation: { rule: 'CALL-6' } },
      ]);
    standard
      .given(filed, ...told, promised, swept(on('19:59')))
      .when(swept(on('20:01')))
      .thenExactly(
        ['DeadlineMissed', { name: 'call-back', dueAt: on('20:00') }],
        ['PenaltyAssessed', { name: 'call-back', amountFen: 8_000, dims: { department: 'sales' } }],
      );
  });

  it('ESC-1: a crisis is not settled before the leader in charge and the general manager know of it', () => {
    const { filed, told } = crisis();
    const settle = asked('resolve', on('16:05'), { verdict: 'justified', summary: '已致歉并更换' });
    standard
      .given(filed)
      .when(settle)
      .thenRefused('ESC-1', ['CommandRefused', { missing: ['leader-in-charge', 'general-manager'] }]);
    standard
      .given(filed, ...told)
      .when(settle)
      .thenAmong('CaseResolved');
  });

  it('ESC-1: settled all the same, it is a violation of the department that did', () => {
    const { tell, filed } = crisis();
    standard
      .given(filed)
      .when(learnt(tell('ResolutionReported', on('17:00'), { by: 'sales-1' })))
      .thenAmong('CaseResolved', [
        'RuleViolated',
        { rules: ['ESC-1'], about: 'escalations.major', dims: { department: 'sales' } },
      ]);
  });

  it('RES-5: each grants up to their limit, the general manager beyond it', () => {
    const { filed } = filing({ kind: 'complaint', department: 'sales' });
    const give = (authorities: readonly string[]) =>
      asked('compensate', on('16:20'), { compensation: 'refund', amountFen: 600_000 }, { authorities });
    standard
      .given(filed)
      .when(give(['agent']))
      .thenRefused('RES-5', ['CommandRefused', { command: 'compensate' }]);
    standard
      .given(filed)
      .when(give(['manager', 'general-manager']))
      .thenAmong(['CompensationGranted', { compensation: 'refund', amountFen: 600_000, authority: 'general-manager' }]);
  });

  it('EXT-1: more time is granted by the general manager, or the manager in their place, and by no agent', () => {
    const { filed } = filing({ kind: 'complaint', department: 'sales' });
    const request = asked('requestExtension', on('16:20'), {
      deadline: 'first-response',
      until: on('18:00'),
      reason: '无人接听',
    });
    const grant = (authorities: readonly string[]) =>
      asked('decideExtension', on('16:25'), { deadline: 'first-response', granted: true }, { authorities });
    standard
      .given(filed, request)
      .when(grant(['agent', 'leader-in-charge']))
      .thenRefused('EXT-1', ['CommandRefused', { command: 'decideExtension' }]);
    for (const authority of ['general-manager', 'manager'])
      standard
        .given(filed, request)
        .when(grant([authority]))
        .thenExactly('ExtensionGranted', ['DeadlineMoved', { name: 'first-response', dueAt: on('18:00') }]);
  });

  it('EXT-1: five working days past the first due time is the most', () => {
    standard
      .given(filing({ kind: 'complaint', department: 'sales' }).filed)
      .when(
        asked('requestExtension', on('16:20'), {
          deadline: 'resolution',
          until: '2026-04-02T16:01:00+08:00',
          reason: '等待鉴定',
        }),
      )
      .thenRefused('EXT-1', ['CommandRefused', { command: 'requestExtension' }]);
  });

  it('RES-7: unreasonable persistent demands end by decision of the general manager, with a reason', () => {
    const { filed } = filing({ kind: 'complaint', department: 'sales' });
    const close = (authorities: readonly string[], reason?: string) =>
      asked(
        'close',
        on('10:00', 24),
        { outcome: 'unreasonable-demands', ...(reason === undefined ? {} : { reason }) },
        { authorities },
      );
    standard
      .given(filed, swept(on('10:00', 24)))
      .when(close(['manager'], '多次答复后仍要求十倍赔偿'))
      .thenRefused('RES-7', ['CommandRefused', { command: 'close' }]);
    standard
      .given(filed, swept(on('10:00', 24)))
      .when(close(['general-manager'], '多次答复后仍要求十倍赔偿'))
      .thenAmong(['CaseClosed', { outcome: 'unreasonable-demands', wasResolved: false }]);
  });

  it('FILE-1: whistleblowing goes to the leaders, and only they see it; so does a letter that nobody has sorted', () => {
    for (const told of [{ kind: 'whistleblowing' }, { channel: 'letter' }])
      standard
        .given()
        .when(filing(told).filed)
        .thenAmong(
          ['CaseOpened', { dims: { seenBy: ['leader-in-charge', 'general-manager'] } }],
          ['CaseAssigned', { holder: { department: 'management' }, dims: { department: 'management' } }],
        );
  });

  it('PEN-2: a loss of 3,000 CNY costs the person a tenth of the bonus, the manager a twentieth', () => {
    const { filed } = filing({ kind: 'complaint', department: 'sales' });
    const assess = asked('assessDamage', on('16:30'), {
      lossFen: 300_000,
      responsible: 'sales-1',
      manager: 'sales-manager',
      basesFen: { 'sales-1': 200_000 },
      reason: '误发货造成损失',
    });
    standard
      .given(filed)
      .when(assess)
      .thenExactly(
        ['DamagePenaltyAssessed', { person: 'sales-1', share: 'responsible', basisPoints: 1_000, amountFen: 20_000 }],
        ['DamagePenaltyAssessed', { person: 'sales-manager', share: 'manager', basisPoints: 500, of: 'bonus' }],
      );
  });

  it('RES-6: between departments the customer’s business comes first, then the proposal', () => {
    const { tell, filed } = filing({ kind: 'complaint', department: 'sales' });
    const passed = asked('transfer', on('16:10'), { to: { department: 'finance' }, handover: note });
    const propose = (at: string) =>
      asked('investigate', at, { step: 'coordination-proposed', findings: '建议统一开票口径' });
    standard
      .given(filed, passed)
      .when(propose(on('16:20')))
      .thenRefused('RES-6', ['CommandRefused', { command: 'investigate', missing: ['resolved'] }]);
    standard
      .given(filed, passed, learnt(tell('ResolutionReported', on('16:25'), { by: 'finance-1' })))
      .when(propose(on('16:26')))
      .thenExactly(['InvestigationRecorded', { step: 'coordination-proposed' }]);
  });

  it('RES-1: while the customer owes a document the three working days stand still', () => {
    const { tell, filed } = filing({ kind: 'complaint', department: 'sales' });
    const paused = learnt(tell('PauseReported', on('10:00', 24), { reason: 'waiting-for-customer' }));
    standard
      .given(filed, paused)
      .when(learnt(tell('ResumptionReported', on('10:00', 25), {})))
      .thenAmong('CaseResumed', ['DeadlineMoved', { name: 'resolution', dueAt: on('16:00', 27), because: 'pause' }]);
  });
});
