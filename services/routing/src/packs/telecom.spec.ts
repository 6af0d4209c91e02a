import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { factsOf } from '@complaint-ledger/testing';
import { type CallerState, evolveCaller, unknownCaller } from '../callers/caller-state.ts';
import { decideCall, decideCallerCommand } from '../callers/decide-caller.ts';
import { caseSpec, learnt, swept } from '../testing/case-spec.ts';

const policy = openPolicyBook().policy('telecom');
const telecom = caseSpec(policy);

/** Spring Festival 2026 closes 15 to 23 February; Saturday 14 is worked. */
const february = (day: number, time: string): string => `2026-02-${day}T${time}:00+08:00`;

const complaint = (category: string) => {
  const tell = factsOf('T1', { policy: 'telecom' });
  return { tell, filed: learnt(tell('ComplaintFiled', february(13, '16:00'), { category, kind: 'complaint' })) };
};

describe('the telecom pack', () => {
  it.each([
    ['network', 'network'],
    ['interconnection', 'network'],
    ['call-quality', 'network'],
    ['value-added-service', 'value-added'],
    ['spam', 'value-added'],
    ['billing-error', 'billing'],
    ['payment-not-credited', 'billing'],
    ['card-error', 'billing'],
    ['activation-late', 'operations'],
    ['product-quality', 'network'],
  ])('FILE-5: %s goes to %s', (category, department) => {
    telecom
      .given()
      .when(complaint(category).filed)
      .thenAmong(['CaseAssigned', { holder: { department }, proposal: true }]);
  });

  it.each([
    ['spam', 'product-quality'],
    ['card-error', 'business'],
    ['service-attitude', 'service-quality'],
  ])('FILE-5: %s is counted under the class %s', (category, top) => {
    telecom
      .given()
      .when(complaint(category).filed)
      .thenAmong(['CaseOpened', { dims: { category, class: top } }]);
  });

  it('FILE-5: a class is not counted under itself', () => {
    const [opened] = telecom.given().when(complaint('product-quality').filed).events;
    expect(opened?.data.dims.class).toBeUndefined();
  });

  it('CALL-9, CALL-10, CALL-12: sets the answer rate, the queue and the warning of nuisance callers, and two ways to know a caller', () => {
    const { targets, calls } = policy.pack;
    expect(targets?.['calls.answeredPercent']).toBe('>= 85 %');
    expect(calls?.nuisance).toEqual({
      queue: 'nuisance',
      warnAfter: { calls: 3, within: '1h' },
      longestBlock: '90d',
      blockedBy: ['manager', 'general-manager'],
    });
    expect(calls?.identity?.atLeast).toBe(2);
    expect(Object.keys(calls?.identity?.methods ?? {})).toContain('service-password');
  });

  it('RES-1: three working days over Spring Festival, the worked Saturday counted', () => {
    const { tell, filed } = complaint('payment-not-credited');
    // Friday 16:00-18:00, Saturday whole, Tuesday 24 whole, Wednesday until 16:00.
    telecom
      .given()
      .when(filed)
      .thenAmong(['DeadlineStarted', { name: 'resolution', dueAt: february(25, '16:00') }]);
    telecom
      .given(filed)
      .when(learnt(tell('ResolutionReported', february(24, '10:00'), { verdict: 'justified' })))
      .thenExactly(
        'CaseResolved',
        ['DeadlineMet', { name: 'resolution' }],
        ['DeadlineStarted', { name: 'survey', explanation: { rule: 'FUP-4' } }],
      );
  });

  it('RES-1: not settled by then, billing has missed it', () => {
    telecom
      .given(complaint('card-error').filed)
      .when(swept(february(25, '16:01')))
      .thenExactly(['DeadlineMissed', { name: 'resolution', dims: { department: 'billing' } }]);
  });

  it('XFER-1, XFER-3: a second transfer without a note happened all the same, and is a violation of both', () => {
    const { tell, filed } = complaint('call-quality');
    const handover = ['need', 'facts', 'promised', 'contact'];
    const passed = (at: string, department: string, note: readonly string[]) =>
      learnt(tell('TransferReported', at, { to: { department }, handover: [...note] }));
    const taken = learnt(tell('AssignmentReported', february(13, '16:05'), { department: 'network', by: 'agent-1' }));
    telecom
      .given(filed, taken, passed(february(13, '16:10'), 'technology', handover))
      .when(passed(february(13, '16:20'), 'billing', []))
      .thenExactly('CaseTransferred', ['TransferRuleViolated', { rules: ['XFER-1', 'XFER-3'], unit: 'technology' }]);
  });

  it('CALL-3, CALL-10: a nuisance call opens no case', () => {
    const tell = factsOf('T2', { policy: 'telecom' });
    const { events } = telecom
      .given()
      .when(learnt(tell('CallReceived', february(13, '16:00'), { kind: 'nuisance', outcome: 'nuisance' })));
    expect(events).toEqual([]);
    expect(Object.keys(policy.pack.kinds ?? {})).toContain('nuisance');
  });

  it('CALL-10: three nuisance calls within an hour go to their queue and bring a warning; a fourth an hour later none', () => {
    let caller: CallerState = unknownCaller;
    const told = ['16:00', '16:20', '16:59', '18:00'].map((time) => {
      const call = { call: time, at: february(13, time), source: 'pbx://1', nuisance: true };
      const events = decideCall(caller, call, policy, { id: time });
      caller = events.reduce(evolveCaller, caller);
      return events.map(({ type }) => type);
    });
    expect(told).toEqual([
      ['NuisanceMarked'],
      ['NuisanceMarked'],
      ['NuisanceMarked', 'CallerWarned'],
      ['NuisanceMarked'],
    ]);
    expect(caller.warnedWith.size).toBe(1);
  });

  it('CALL-10: a manager blocks for ninety days at most, an agent not at all', () => {
    const block = (until: string, authorities: readonly string[]) =>
      decideCallerCommand(
        unknownCaller,
        { name: 'block', id: 'b1', at: february(13, '17:00'), by: 'manager-1', authorities, until },
        policy,
      ).events;
    expect(block('2026-05-14T17:00:00+08:00', ['manager'])).toMatchObject([{ type: 'CallerBlocked' }]);
    expect(block('2026-05-14T17:00:01+08:00', ['manager'])).toMatchObject([
      { type: 'CallerCommandRefused', data: { rule: 'CALL-10' } },
    ]);
    expect(block('2026-03-01T00:00:00+08:00', ['agent'])).toMatchObject([
      { type: 'CallerCommandRefused', data: { rule: 'CALL-10' } },
    ]);
  });
});
