import { describe, it } from '@jest/globals';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, on, standardBut } from '../testing/case-spec.ts';

const spec = caseSpec(
  standardBut({
    deadlines: {},
    transfer: {
      unit: 'department',
      limit: 1,
      handover: ['need'],
      keeps: [{ kind: 'inquiry' }, { level: 'dissatisfied' }],
    },
  }),
);

/** Received at the counter of `sales`, or of another department, and with `sales`. */
const received = (level = 'dissatisfied', receivingDepartment = 'sales') => {
  const tell = factsOf('C1');
  const filed = { department: 'sales', level, receivingDepartment };
  return { tell, given: [learnt(tell('ComplaintFiled', on('09:00'), filed))] };
};

const pass = (to: object, at = on('09:10')) => asked('transfer', at, { to, handover: { need: '退款' } });

describe('a general matter', () => {
  it('FIRST-3: is solved by the department that received it: passing it on is refused, and the refusal counts', () => {
    spec
      .given(...received().given)
      .when(pass({ department: 'finance' }))
      .thenRefused('FIRST-3', [
        'TransferRefused',
        { rule: 'FIRST-3', unit: 'sales', from: { department: 'sales' }, to: { department: 'finance' } },
      ]);
  });

  it('FIRST-3: one that is not general is passed on, and so is one that another department received', () => {
    for (const { given } of [received('major'), received('dissatisfied', 'quality')])
      spec
        .given(...given)
        .when(pass({ department: 'finance' }))
        .thenExactly('CaseTransferred');
  });

  it('FIRST-3: where nobody says who received it, it is who had it as it was filed, not whoever was given it since', () => {
    const tell = factsOf('C2');
    const assigned = { department: 'sales', by: 'agent-7' };
    spec
      .given(learnt(tell('ComplaintFiled', on('09:00'), { department: 'sales' })))
      .when(pass({ department: 'finance' }))
      .thenRefused('FIRST-3', 'TransferRefused');
    spec
      .given(learnt(tell('ComplaintFiled', on('09:00'), {})), learnt(tell('AssignmentReported', on('09:05'), assigned)))
      .when(pass({ department: 'finance' }))
      .thenExactly('CaseTransferred');
  });

  it('FIRST-3: inside the department it goes from hand to hand', () => {
    spec
      .given(...received().given)
      .when(pass({ department: 'sales', person: 'ann' }))
      .thenExactly('CaseAssigned');
  });

  it('FIRST-3, XFER-3: observed, it is a violation of both, in the order of the rulebook', () => {
    const { tell, given } = received();
    spec
      .given(...given)
      .when(learnt(tell('TransferReported', on('09:10'), { to: { department: 'finance' }, handover: [] })))
      .thenExactly('CaseTransferred', [
        'TransferRuleViolated',
        { rules: ['FIRST-3', 'XFER-3'], unit: 'sales', missing: ['need'] },
      ]);
  });

  it('FIRST-3: what comes back and is passed on again breaks it again; from elsewhere it does not', () => {
    const { tell, given } = received();
    const passed = (at: string, department: string) =>
      learnt(tell('TransferReported', at, { to: { department }, handover: ['need'] }));
    spec
      .given(...given, passed(on('09:10'), 'finance'))
      .when(passed(on('09:20'), 'quality'))
      .thenExactly('CaseTransferred', ['TransferRuleViolated', { rules: ['XFER-1'] }]);
  });

  it('FIRST-3: a transfer that became known after a later level is judged by what the matter was', () => {
    const { tell, given } = received('dissatisfied');
    spec
      .given(...given, learnt(tell('LevelChangeReported', on('09:30'), { level: 'major' })))
      .when(
        learnt(
          tell('TransferReported', on('09:10'), { to: { department: 'finance' }, handover: ['need'] }),
          on('10:00'),
        ),
      )
      .thenExactly('CaseTransferred', ['TransferRuleViolated', { rules: ['FIRST-3'], unit: 'sales' }]);
  });
});
