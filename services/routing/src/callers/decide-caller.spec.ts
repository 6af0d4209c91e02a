import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewCallerEvent } from '@complaint-ledger/contracts';
import { openPolicyBook } from '@complaint-ledger/policy';
import { type CallerState, blockAt, evolveCaller, unknownCaller } from './caller-state.ts';
import { type CallerCommand, decideCall, decideCallerCommand } from './decide-caller.ts';

const packOf = (nuisance: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'callers-pack-'));
  const file = join(folder, 'callers.yaml');
  writeFileSync(
    file,
    `id: callers\nversion: 1\nextends: standard\nname: { zh-CN: 来电, en: Callers }\ncalls: { nuisance: ${nuisance} }\n`,
  );
  const policy = openPolicyBook({ extra: [file] }).policy('callers');
  rmSync(folder, { recursive: true });
  return policy;
};

const policy = packOf(
  '{ queue: nuisance, warnAfter: { calls: 3, within: 24h }, longestBlock: 7d, blockedBy: [general-manager] }',
);

const at = (day: number, clock: string): string => `2026-03-${day}T${clock}:00+08:00`;

const typesOf = (events: readonly NewCallerEvent[]): readonly string[] => events.map(({ type }) => type);

/** The caller after nuisance calls at those times, and what the last of them brought. */
const called = (
  ...times: readonly string[]
): { readonly state: CallerState; readonly last: readonly NewCallerEvent[] } => {
  let state = unknownCaller;
  let last: readonly NewCallerEvent[] = [];
  for (const [index, time] of times.entries()) {
    last = decideCall(state, { call: `k${index}`, at: time, source: 'pbx://1', nuisance: true }, policy, {
      id: `f${index}`,
    });
    state = last.reduce(evolveCaller, state);
  }
  return { state, last };
};

const block = (until: string, authorities: readonly string[] = ['general-manager']): CallerCommand => ({
  id: 'c1',
  name: 'block',
  at: at(23, '12:00'),
  by: 'gm-1',
  authorities,
  until,
});

const after = (state: CallerState, command: CallerCommand): CallerState =>
  decideCallerCommand(state, command, policy).events.reduce(evolveCaller, state);

describe('nuisance callers', () => {
  it('CALL-10: a nuisance call is marked for the queue of its own, and once', () => {
    const { state, last } = called(at(23, '09:00'));
    expect(last).toMatchObject([
      { type: 'NuisanceMarked', data: { call: 'k0', queue: 'nuisance', callSource: 'pbx://1', policy: 'callers' } },
    ]);
    const told = { call: 'k0', at: at(23, '09:00'), source: 'pbx://1', nuisance: true };
    expect(decideCall(state, told, policy, { id: 'again' })).toEqual([]);
  });

  it('CALL-10: any other call says nothing of its caller', () => {
    const told = { call: 'k', at: at(23, '09:00'), source: 'pbx://1', nuisance: false };
    expect(decideCall(unknownCaller, told, policy, { id: 'f' })).toEqual([]);
  });

  it('CALL-10: the third within 24 hours brings a warning that says why', () => {
    const { last } = called(at(23, '09:00'), at(23, '20:00'), at(24, '08:59'));
    expect(typesOf(last)).toEqual(['NuisanceMarked', 'CallerWarned']);
    expect(last[1]).toMatchObject({ data: { calls: 3, within: '24h', policyVersion: 1 }, actor: { kind: 'system' } });
  });

  it('CALL-10: three in a longer time bring none', () => {
    expect(typesOf(called(at(23, '09:00'), at(23, '20:00'), at(24, '09:00')).last)).toEqual(['NuisanceMarked']);
  });

  it('CALL-10: after a warning it takes as many again for the next', () => {
    const times = [at(23, '09:00'), at(23, '09:01'), at(23, '09:02'), at(23, '09:03'), at(23, '09:04')];
    expect(typesOf(called(...times).last)).toEqual(['NuisanceMarked']);
    expect(typesOf(called(...times, at(23, '09:05')).last)).toEqual(['NuisanceMarked', 'CallerWarned']);
  });

  it('CALL-10: a call told late completes the three, and the warning is of the third by time', () => {
    const { state, last } = called(at(23, '09:00'), at(23, '11:00'), at(23, '10:00'));
    expect(last[1]).toMatchObject({
      type: 'CallerWarned',
      occurredAt: at(23, '11:00'),
      data: { call: 'k1', calls: 3 },
    });
    expect(state.warnedWith).toEqual(new Set(['k1']));
  });

  it('CALL-10: a call told late takes no part in a warning that was given without it', () => {
    const { state } = called(at(23, '09:00'), at(23, '10:00'), at(23, '12:00'), at(23, '11:00'));
    expect(state.warnedWith).toEqual(new Set(['k2']));
  });

  it('CALL-10: as many warnings in whatever order the calls are told', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 6 * 24 * 60 - 1 }), { maxLength: 14 });
    const order = fc.array(fc.double({ noNaN: true }), { minLength: 14, maxLength: 14 });
    const timeOf = (minute: number): string => new Date(Date.UTC(2026, 2, 10) + minute * 60_000).toISOString();
    fc.assert(
      fc.property(minutes, order, (times, keys) => {
        const inOrder = times.toSorted((a, b) => a - b).map(timeOf);
        const told = times
          .map((time, index) => [time, keys[index] ?? 0] as const)
          .toSorted((a, b) => a[1] - b[1])
          .map(([time]) => timeOf(time));
        expect(called(...told).state.warnedWith.size).toBe(called(...inOrder).state.warnedWith.size);
      }),
    );
  });

  it('CALL-10: a pack that sets no number warns nobody', () => {
    const lenient = packOf('{ warnAfter: ~ }');
    const { state } = called(at(23, '09:00'), at(23, '09:01'));
    const told = { call: 'k9', at: at(23, '09:02'), source: 'pbx://1', nuisance: true };
    expect(typesOf(decideCall(state, told, lenient, { id: 'f9' }))).toEqual(['NuisanceMarked']);
  });

  it('CALL-10: a block is a recorded decision with its end, and ends by itself', () => {
    const { events } = decideCallerCommand(unknownCaller, block(at(30, '12:00')), policy);
    expect(events).toMatchObject([
      { type: 'CallerBlocked', data: { until: at(30, '12:00'), by: 'gm-1' }, actor: { kind: 'person', id: 'gm-1' } },
    ]);
    const state = events.reduce(evolveCaller, unknownCaller);
    const inForce = (time: string): boolean => blockAt(state, Date.parse(time)) !== undefined;
    expect([at(23, '11:59'), at(23, '12:00'), at(30, '11:59'), at(30, '12:00')].map(inForce)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['longer than the pack lets anybody be blocked', block(at(30, '12:01')), 'at most'],
    ['by somebody whom the pack does not let decide', block(at(24, '12:00'), ['manager']), 'general-manager'],
  ])('CALL-10: a block %s is refused, and the refusal recorded', (_, command, why) => {
    const { events, refusal } = decideCallerCommand(unknownCaller, command, policy);
    expect(refusal).toContain(why);
    expect(events).toMatchObject([
      { type: 'CallerCommandRefused', data: { rule: 'CALL-10', command: 'block', by: 'gm-1' } },
    ]);
    expect(blockAt(events.reduce(evolveCaller, unknownCaller), Date.parse(at(24, '09:00')))).toBeUndefined();
  });

  it('CALL-10: an administrator holds every office', () => {
    expect(decideCallerCommand(unknownCaller, block(at(24, '12:00'), ['*']), policy).refusal).toBeUndefined();
  });

  it('CALL-10: a call of a blocked caller is noted, beside its mark; one after the end is not', () => {
    const blocked = after(unknownCaller, block(at(24, '12:00')));
    const call = (time: string) => ({ call: 'k', at: time, source: 'pbx://1', nuisance: false });
    expect(decideCall(blocked, call(at(23, '13:00')), policy, { id: 'f' })).toMatchObject([
      { type: 'BlockedCallerCalled', data: { call: 'k', until: at(24, '12:00') } },
    ]);
    expect(decideCall(blocked, call(at(24, '12:00')), policy, { id: 'f' })).toEqual([]);
  });

  it('CALL-10: a block is lifted by a decision, and only one that is in force', () => {
    const unblock = {
      id: 'c2',
      name: 'unblock',
      at: at(23, '15:00'),
      by: 'gm-1',
      authorities: ['general-manager'],
    } as const;
    const blocked = after(unknownCaller, block(at(24, '12:00')));
    const lifted = after(blocked, unblock);
    expect(blockAt(lifted, Date.parse(at(23, '16:00')))).toBeUndefined();
    expect(blockAt(lifted, Date.parse(at(23, '14:00')))).toBeDefined();
    expect(decideCallerCommand(lifted, { ...unblock, id: 'c3' }, policy).refusal).toContain('not blocked');
  });

  it('CALL-10: another block takes the place of the one in force', () => {
    const first = after(unknownCaller, block(at(30, '12:00')));
    const second = after(first, { ...block(at(25, '12:00')), id: 'c2', at: at(24, '12:00') });
    expect(blockAt(second, Date.parse(at(24, '13:00')))?.untilText).toBe(at(25, '12:00'));
    expect(blockAt(second, Date.parse(at(26, '13:00')))).toBeUndefined();
  });
});
