import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { asked, caseSpec, learnt, swept } from '../testing/case-spec.ts';

const policy = openPolicyBook().policy('securities-branch');
const { pack } = policy;
const branch = caseSpec(policy);

/** National Day 2026 closes 1 to 7 October; Saturday 10 October is worked. */
const at = (day: string, time: string): string => `2026-${day}T${time}:00+08:00`;

const complaint = (category: string, missing: readonly string[] = []) => {
  const tell = factsOf('S1', { policy: 'securities-branch' });
  const filed = learnt(
    tell('ComplaintFiled', at('09-30', '14:00'), { category, branch: 'branch-1', receivedBy: 'agent-5', missing }),
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
    // The survey (FUP-4) in five working days: Saturday from 14:00, Monday to Thursday whole, Friday until 14:00.
    branch
      .given(filed)
      .when(learnt(tell('ResolutionReported', at('10-10', '14:00'), { verdict: 'not-justified' })))
      .thenExactly(
        'CaseResolved',
        ['DeadlineMet', { name: 'resolution', metAt: at('10-10', '14:00') }],
        ['DeadlineStarted', { name: 'survey', dueAt: at('10-16', '14:00') }],
      );
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

  it('CALL-12: two of the branch’s own ways prove who the caller is', () => {
    expect(Object.keys(pack.calls?.identity?.methods ?? {}).toSorted()).toEqual(
      ['account-number', 'bank', 'holdings', 'id-number', 'last-trade', 'reserved-phone'].toSorted(),
    );
    expect(pack.calls?.identity?.atLeast).toBe(2);
  });

  it('CALL-13: how familiar the caller is stays readable, from a list; the assessment and the suitability note are sealed', () => {
    for (const skill of ['computer-skill', 'trading-skill', 'securities-skill']) {
      expect(pack.fields?.[skill]?.clear).toBe(true);
      expect(Object.keys(pack.fields?.[skill]?.values ?? {})).toEqual(['low', 'medium', 'high']);
      expect(pack.records?.['inquiry']).toContain(skill);
    }
    expect(pack.fields?.['inquiry-type']?.clear).toBe(true);
    for (const note of ['assessment', 'suitability-note']) {
      expect(pack.fields?.[note]?.clear ?? false).toBe(false);
      expect(pack.records?.['inquiry']).toContain(note);
    }
  });

  it('FILE-2, CALL-4: a complaint without the fund account is taken in all the same, and what is missing stays on the case', () => {
    expect(pack.records?.['every']).toContain('account');
    branch
      .given()
      .when(complaint('commission', ['account', 'suitability-note']).filed)
      .thenAmong(
        ['CaseOpened', { missing: ['account', 'suitability-note'] }],
        ['CaseAssigned', { holder: { department: 'finance' } }],
      );
  });

  it('FILE-5: trouble with the trading system is a system failure, which is business', () => {
    branch
      .given()
      .when(complaint('trading-system').filed)
      .thenAmong(
        ['CaseOpened', { dims: { category: 'trading-system', class: 'business' } }],
        ['CaseAssigned', { holder: { department: 'technology' } }],
      );
  });

  it('CONF-1: what is told of the staff’s conduct, the compliance officer and the leaders read', () => {
    const readers = ['compliance-officer', 'leader-in-charge', 'general-manager'];
    branch
      .given()
      .when(complaint('staff-conduct').filed)
      .thenAmong(['CaseOpened', { dims: { seenBy: readers } }]);
    branch
      .given()
      .when(complaint('advice').filed)
      .thenAmong(['CaseOpened', { dims: { seenBy: undefined } }]);
  });

  it('RES-1: settled an hour late, it is missed by finance', () => {
    const { tell, filed } = complaint('commission');
    branch
      .given(filed, swept(at('10-10', '14:30')))
      .when(learnt(tell('ResolutionReported', at('10-10', '15:00'), {})))
      .thenExactly(
        'CaseResolved',
        ['MissedDeadlineMet', { name: 'resolution', metAt: at('10-10', '15:00'), dims: { department: 'finance' } }],
        ['DeadlineStarted', { name: 'survey' }],
      );
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
