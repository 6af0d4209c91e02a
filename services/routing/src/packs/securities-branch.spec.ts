import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const branch = caseSpec(openPolicyBook().policy('securities-branch'));

/** National Day 2026 closes 1 to 7 October; Saturday 10 October is worked. */
const at = (day: string, time: string): string => `2026-${day}T${time}:00+08:00`;

const complaint = (category: string) => {
  const tell = factsOf('S1', { policy: 'securities-branch' });
  const filed = learnt(
    tell('ComplaintFiled', at('09-30', '14:00'), { category, branch: 'branch-1', receivedBy: 'agent-5' }),
  );
  return { tell, filed };
};

describe('the securities-branch pack', () => {
  it('FIRST-1, RES-1: a matter of suitability goes to compliance and is due on the worked Saturday', () => {
    const { tell, filed } = complaint('suitability');
    // Wednesday 14:00-18:00, Thursday 8 and Friday 9 whole, Saturday until 14:00.
    branch
      .given()
      .when(filed)
      .thenExactly(
        ['CaseOpened', { owner: 'agent-5', dims: { branch: 'branch-1' } }],
        ['CaseAssigned', { holder: { department: 'compliance' }, proposal: true }],
        ['DeadlineStarted', { name: 'resolution', dueAt: at('10-10', '14:00') }],
      );
    branch
      .given(filed)
      .when(learnt(tell('ResolutionReported', at('10-10', '14:00'), { verdict: 'not-justified' })))
      .thenExactly('CaseResolved', ['DeadlineMet', { name: 'resolution', metAt: at('10-10', '14:00') }]);
  });

  it('CALL-3: a query is answered on the call; one that needs handling opens a case', () => {
    const call = (needsHandling?: boolean) =>
      learnt(
        factsOf('S2', { policy: 'securities-branch' })('CallReceived', at('09-30', '14:00'), {
          kind: 'query',
          outcome: 'answered',
          agent: 'agent-5',
          ...(needsHandling === undefined ? {} : { needsHandling }),
        }),
      );
    expect(branch.given().when(call()).events).toEqual([]);
    branch
      .given()
      .when(call(true))
      .thenAmong(['CaseOpened', { about: 'call', owner: 'agent-5', dims: { channel: 'phone', kind: 'query' } }]);
  });

  it('RES-1: settled an hour late, it is missed by finance', () => {
    const { tell, filed } = complaint('commission');
    branch
      .given(filed, swept(at('10-10', '14:30')))
      .when(learnt(tell('ResolutionReported', at('10-10', '15:00'), {})))
      .thenExactly('CaseResolved', [
        'MissedDeadlineMet',
        { name: 'resolution', metAt: at('10-10', '15:00'), dims: { department: 'finance' } },
      ]);
  });

  it('XFER-3: handing over without what was learnt is refused', () => {
    const { tell, filed } = complaint('trading-system');
    const taken = learnt(tell('AssignmentReported', at('09-30', '14:05'), { department: 'technology', by: 'agent-5' }));
    branch
      .given(filed, taken)
      .when(asked('transfer', at('09-30', '14:10'), { to: { department: 'counter' } }))
      .thenRefused('XFER-3', ['TransferRefused', { missing: ['need', 'facts', 'promised', 'contact'] }]);
  });
});
