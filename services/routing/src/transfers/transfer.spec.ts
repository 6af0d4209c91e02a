import { describe, it } from '@jest/globals';
import type { HolderRef } from '@complaint-ledger/contracts';
import { type PolicyPack, compilePolicy, openCalendarBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, standardPolicy } from '../testing/case-spec.ts';

const handover = ['need', 'facts', 'promised', 'contact'];
const note = { need: '退款', facts: '已核对订单', promised: '今日答复', contact: '13800000005' };

/** A complaint that a person gave to `holder` at 09:05. */
const heldBy = (holder: HolderRef) => {
  const tell = factsOf('C1');
  return {
    tell,
    given: [
      learnt(tell('ComplaintFiled', on('09:00'), { category: 'billing' })),
      learnt(tell('AssignmentReported', on('09:05'), { ...holder, by: 'agent-7' })),
    ],
  };
};

const withTransfer = (transfer: PolicyPack['transfer']) =>
  caseSpec(compilePolicy({ ...standardPolicy.pack, assignment: [], transfer }, openCalendarBook()));

describe('a transfer that was observed', () => {
  it('XFER-1: the first one is a transfer and no violation', () => {
    const { tell, given } = heldBy({ department: 'sales' });
    caseSpec()
      .given(...given)
      .when(learnt(tell('TransferReported', on('09:10'), { to: { department: 'finance' }, handover, by: 'h-1' })))
      .thenExactly([
        'CaseTransferred',
        {
          was: { department: 'sales' },
          dims: { department: 'finance' },
          from: { department: 'sales' },
          holder: { department: 'finance' },
          unit: 'sales',
          count: 1,
          by: 'h-1',
          carries: { open: true, pending: ['first-response', 'second-response', 'resolution'], overdue: [] },
        },
      ]);
  });

  it('XFER-1: the second one happened all the same, and is a violation of the department that passed it on', () => {
    const { tell, given } = heldBy({ department: 'sales' });
    const outcome = caseSpec()
      .given(...given, learnt(tell('TransferReported', on('09:10'), { to: { department: 'finance' }, handover })))
      .when(learnt(tell('TransferReported', on('09:15'), { to: { department: 'after-sales' }, handover })));
    outcome.thenExactly(
      ['CaseTransferred', { unit: 'finance', count: 2, dims: { department: 'after-sales' } }],
      [
        'TransferRuleViolated',
        { rules: ['XFER-1'], unit: 'finance', count: 2, transfer: outcome.events[0]?.id ?? '', missing: undefined },
      ],
    );
  });

  it('XFER-1: a return to an earlier department is a transfer like any other', () => {
    const { tell, given } = heldBy({ department: 'sales' });
    caseSpec()
      .given(...given, learnt(tell('TransferReported', on('09:10'), { to: { department: 'finance' }, handover })))
      .when(learnt(tell('TransferReported', on('09:15'), { to: { department: 'sales' }, handover })))
      .thenExactly(
        ['CaseTransferred', { unit: 'finance', count: 2, holder: { department: 'sales' } }],
        ['TransferRuleViolated', { rules: ['XFER-1'], unit: 'finance' }],
      );
  });

  it('XFER-1: an assignment by a person to another department is a transfer, whatever it is called', () => {
    const { tell, given } = heldBy({ department: 'sales' });
    caseSpec()
      .given(...given)
      .when(learnt(tell('AssignmentReported', on('09:10'), { department: 'finance', by: 'h-1' })))
      .thenExactly(['CaseTransferred', { unit: 'sales', count: 1 }]);
  });

  it('XFER-1: to the department that has it already, nothing is passed on', () => {
    const { tell, given } = heldBy({ department: 'sales' });
    caseSpec()
      .given(...given)
      .when(learnt(tell('TransferReported', on('09:10'), { to: { department: 'sales' }, handover })))
      .thenNothing();
  });

  it('XFER-2: a third person is a violation, a person who had it before is none', () => {
    const spec = withTransfer({ unit: 'department', limit: 9, handlers: 2 });
    const { tell, given } = heldBy({ department: 'sales', person: 'ann' });
    const passed = (at: string, department: string, person: string) =>
      learnt(tell('TransferReported', at, { to: { department, person }, handover }));
    const before = [...given, passed(on('09:10'), 'finance', 'bob')];
    spec
      .given(...before)
      .when(passed(on('09:15'), 'quality', 'cid'))
      .thenExactly('CaseTransferred', ['TransferRuleViolated', { rules: ['XFER-2'], unit: 'finance' }]);
    spec
      .given(...before)
      .when(passed(on('09:15'), 'sales', 'ann'))
      .thenExactly('CaseTransferred');
  });

  it('XFER-3: an incomplete handover is a violation that names what is missing', () => {
    const { tell, given } = heldBy({ department: 'sales' });
    caseSpec()
      .given(...given)
      .when(
        learnt(tell('TransferReported', on('09:10'), { to: { department: 'finance' }, handover: ['need', 'contact'] })),
      )
      .thenExactly('CaseTransferred', [
        'TransferRuleViolated',
        { rules: ['XFER-3'], missing: ['facts', 'promised'], unit: 'sales' },
      ]);
  });

  it('XFER-1, XFER-3: several broken rules are one violation, in the order of the rulebook', () => {
    const { tell, given } = heldBy({ department: 'sales' });
    caseSpec()
      .given(...given, learnt(tell('TransferReported', on('09:10'), { to: { department: 'finance' }, handover })))
      .when(learnt(tell('TransferReported', on('09:15'), { to: { department: 'quality' }, handover: [] })))
      .thenExactly('CaseTransferred', ['TransferRuleViolated', { rules: ['XFER-1', 'XFER-3'], missing: handover }]);
  });

  it('XFER-4: escalation upward is no transfer', () => {
    const { tell, given } = heldBy({ department: 'sales' });
    const outcome = caseSpec()
      .given(...given)
      .when(learnt(tell('EscalationReported', on('09:10'), { to: 'general-manager', by: 'h-1' })));
    outcome.thenExactly(['CaseEscalated', { to: 'general-manager', dims: { department: 'sales' } }]);
  });
});

describe('a transfer that was asked for', () => {
  it('XFER-1: the first one is made', () => {
    caseSpec()
      .given(...heldBy({ department: 'sales' }).given)
      .when(asked('transfer', on('09:10'), { to: { department: 'finance' }, handover: note }))
      .thenExactly(['CaseTransferred', { unit: 'sales', count: 1, by: 'handler-1' }]);
  });

  it('XFER-1, XFER-4: the second one is refused, the refusal is recorded, and the holder keeps the matter', () => {
    const outcome = caseSpec()
      .given(
        ...heldBy({ department: 'sales' }).given,
        asked('transfer', on('09:10'), { to: { department: 'finance' }, handover: note }),
      )
      .when(asked('transfer', on('09:15'), { to: { department: 'quality' }, handover: note }, { by: 'h-2' }));
    outcome.thenRefused('XFER-1', [
      'TransferRefused',
      {
        rule: 'XFER-1',
        unit: 'finance',
        from: { department: 'finance' },
        to: { department: 'quality' },
        by: 'h-2',
        dims: { department: 'finance' },
      },
    ]);
    caseSpec()
      .givenEvents(...outcome.events)
      .when(asked('contact', on('09:20'), { reached: true }))
      .thenNothing();
  });

  it('XFER-2: a third person is refused', () => {
    withTransfer({ unit: 'department', limit: 9, handlers: 2 })
      .given(
        ...heldBy({ department: 'sales', person: 'ann' }).given,
        asked('transfer', on('09:10'), { to: { department: 'finance', person: 'bob' } }),
      )
      .when(asked('transfer', on('09:15'), { to: { department: 'quality', person: 'cid' } }))
      .thenRefused('XFER-2', ['TransferRefused', { rule: 'XFER-2', unit: 'finance' }]);
  });

  it('XFER-3: one without a complete handover is refused and says what is missing; blanks are nothing', () => {
    caseSpec()
      .given(...heldBy({ department: 'sales' }).given)
      .when(asked('transfer', on('09:10'), { to: { department: 'finance' }, handover: { ...note, facts: '  ' } }))
      .thenRefused('XFER-3', ['TransferRefused', { rule: 'XFER-3', missing: ['facts'], unit: 'sales' }]);
  });

  it('XFER-3: assigning a case that somebody has already is refused: passing it on needs a handover', () => {
    caseSpec()
      .given(...heldBy({ department: 'sales' }).given)
      .when(asked('assign', on('09:10'), { department: 'finance' }))
      .thenRefused('XFER-3', ['CommandRefused', { command: 'assign', rule: 'XFER-3' }]);
  });

  it('XFER-5: a matter is not closed as “not ours” before a department accepted it', () => {
    const { given } = heldBy({ department: 'sales' });
    caseSpec()
      .given(...given)
      .when(asked('close', on('09:10'), { outcome: 'not-ours' }))
      .thenRefused('XFER-5', ['CommandRefused', { command: 'close', rule: 'XFER-5' }]);
    caseSpec()
      .given(...given)
      .when(asked('resolve', on('09:10'), { verdict: 'not-ours', summary: '不归我们管' }))
      .thenRefused('XFER-5', ['CommandRefused', { command: 'resolve', rule: 'XFER-5' }]);
    caseSpec()
      .given(...given, asked('transfer', on('09:10'), { to: { department: 'finance' }, handover: note }))
      .when(asked('close', on('09:15'), { outcome: 'not-ours' }))
      .thenAmong(['CaseClosed', { outcome: 'not-ours', wasResolved: false }]);
  });
});

describe('an automatic assignment', () => {
  const tell = factsOf('C1');
  const filed = learnt(tell('ComplaintFiled', on('09:00'), { category: 'billing' }));

  it('is a proposal: the first person replaces it, and that is no transfer (XFER-1)', () => {
    caseSpec()
      .given(filed)
      .when(learnt(tell('AssignmentReported', on('09:05'), { department: 'sales', by: 'agent-7' })))
      .thenExactly([
        'CaseAssigned',
        { was: { department: 'finance' }, dims: { department: 'sales' }, proposal: false },
      ]);
  });

  it('is a proposal when the CRM says that it was made automatically, and so is the next', () => {
    const next = factsOf('C2');
    const automatic = (at: string, department: string) =>
      learnt(next('AssignmentReported', at, { department, automatic: true }));
    caseSpec()
      .given(learnt(next('ComplaintFiled', on('09:00'), {})), automatic(on('09:01'), 'sales'))
      .when(automatic(on('09:02'), 'quality'))
      .thenExactly(['CaseAssigned', { proposal: true, dims: { department: 'quality' } }]);
  });

  it('stands when a person confirms it, and from then on passing it on is a transfer', () => {
    const next = factsOf('C3');
    const before = [
      learnt(next('ComplaintFiled', on('09:00'), { category: 'billing' })),
      learnt(next('AssignmentReported', on('09:05'), { department: 'finance', by: 'agent-7' })),
    ];
    const given = caseSpec().given(...before);
    given
      .when(learnt(next('AssignmentReported', on('09:06'), { department: 'sales', by: 'agent-7' })))
      .thenExactly(['CaseTransferred', { unit: 'finance', count: 1 }]);
  });

  it('does not reopen the choice once a person has made it: another one is a transfer', () => {
    const next = factsOf('C4');
    caseSpec()
      .given(
        learnt(next('ComplaintFiled', on('09:00'), {})),
        learnt(next('AssignmentReported', on('09:05'), { department: 'sales', by: 'agent-7' })),
      )
      .when(learnt(next('AssignmentReported', on('09:06'), { department: 'quality', automatic: true })))
      .thenExactly(['CaseTransferred', { unit: 'sales', count: 1 }]);
  });
});

describe('the transfer unit of the pack', () => {
  it('XFER-1, unit person: a system actor never holds a case; what it passes on, the person before it did', () => {
    const spec = withTransfer({ unit: 'person', limit: 1, systems: ['Siebel'] });
    const tell = factsOf('1-364285768');
    const to = (at: string, person: string) => learnt(tell('AssignmentReported', at, { person, by: person }));
    const filed = learnt(tell('ComplaintFiled', on('09:00'), { department: 'org-c' }));
    spec
      .given(filed, to(on('09:05'), 'ann'))
      .when(to(on('09:10'), 'Siebel'))
      .thenNo('CaseTransferred', 'TransferRuleViolated');
    spec
      .given(filed, to(on('09:05'), 'ann'), to(on('09:10'), 'Siebel'))
      .when(to(on('09:15'), 'bob'))
      .thenAmong(['CaseTransferred', { unit: 'ann', count: 1, holder: { person: 'bob' } }]);
  });

  it('XFER-1, unit person: from a system to the first person is no transfer', () => {
    const tell = factsOf('1-364285769');
    withTransfer({ unit: 'person', limit: 1, systems: ['Siebel'] })
      .given(learnt(tell('ComplaintFiled', on('09:00'), { department: 'org-c', person: 'Siebel' })))
      .when(learnt(tell('AssignmentReported', on('09:05'), { person: 'ann', by: 'ann' })))
      .thenExactly(['CaseAssigned', { holder: { department: 'org-c', person: 'ann' }, dims: { department: 'ann' } }]);
  });

  it('XFER-1, unit group: another person of the group is workflow, another group is a transfer', () => {
    const spec = withTransfer({ unit: 'group', limit: 1 });
    const { tell, given } = heldBy({ department: 'it', group: 'V5 3rd', person: 'ann' });
    spec
      .given(...given)
      .when(learnt(tell('TransferReported', on('09:10'), { to: { person: 'bob' }, handover })))
      .thenExactly(['CaseAssigned', { holder: { group: 'V5 3rd', person: 'bob' }, dims: { department: 'V5 3rd' } }]);
    spec
      .given(...given)
      .when(learnt(tell('TransferReported', on('09:10'), { to: { group: 'G97' }, handover })))
      .thenExactly([
        'CaseTransferred',
        { unit: 'V5 3rd', holder: { department: 'it', group: 'G97', person: undefined }, dims: { department: 'G97' } },
      ]);
  });

  it('unit none: hand-overs are workflow and never transfers', () => {
    const { tell, given } = heldBy({ department: 'desk', person: 'ann' });
    withTransfer({ unit: 'none', limit: 0 })
      .given(...given)
      .when(
        learnt(tell('TransferReported', on('09:10'), { to: { department: 'archive', person: 'bob' }, handover: [] })),
      )
      .thenExactly(['CaseAssigned', { dims: { department: 'archive' } }]);
  });
});
