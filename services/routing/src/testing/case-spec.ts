import type { CommandName, Fact, NewCaseEvent } from '@complaint-ledger/contracts';
import {
  type Policy,
  type PolicyPack,
  compilePolicy,
  epochOf,
  openCalendarBook,
  openPolicyBook,
} from '@complaint-ledger/policy';
import { type DeciderSpec, deciderSpec } from '@complaint-ledger/testing';
import type { CaseState } from '../cases/case-state.ts';
import { decideFact } from '../cases/decide-fact.ts';
import { evolve } from '../cases/evolve.ts';
import type { Command } from '../commands/command.ts';
import { decideCommand } from '../commands/decide-command.ts';
import { decideSweep } from '../deadlines/sweep.ts';

/** What a case is decided by: a fact or a command and how far time had come, or time alone (ms). */
export type CaseInput =
  | { readonly fact: Fact; readonly clock: number; readonly told?: readonly Fact[] }
  | { readonly command: Command; readonly clock: number }
  | { readonly sweep: number };

export type CaseSpec = DeciderSpec<CaseState | undefined, CaseInput, NewCaseEvent>;

export const standardPolicy: Policy = openPolicyBook().policy('standard');

/** Parts of the standard policy that say what may be done, by whom and after what. */
const rulesOfHandling = [
  'escalations',
  'headHandles',
  'steps',
  'compensation',
  'outcomes',
  'penalties',
  'repeats',
] as const satisfies readonly (keyof PolicyPack)[];

/** The standard policy with other rules in some of its parts, and of the rules of handling only those. */
export const standardBut = (part: Partial<PolicyPack>): Policy => {
  const pack: PolicyPack = { ...standardPolicy.pack };
  for (const rule of rulesOfHandling) delete pack[rule];
  return compilePolicy({ ...pack, ...part }, openCalendarBook());
};

export const CASE_ID = '7f3c1f60-5c1e-8b1a-9d5e-6a0d5f1c2b3a';

const nothing = { events: [] as readonly NewCaseEvent[] };

/** Decides one input; shared by the specs and the properties. */
export const decideInput = (
  state: CaseState | undefined,
  input: CaseInput,
  policy: Policy = standardPolicy,
): {
  readonly events: readonly NewCaseEvent[];
  readonly state: CaseState | undefined;
  readonly refusal?: { readonly rule: string };
} => {
  if ('fact' in input) {
    const decision = decideFact(state, CASE_ID, input.fact, policy, input.clock, input.told);
    return decision === undefined ? { ...nothing, state } : { events: decision.events, state: decision.state };
  }
  if (state === undefined) return { ...nothing, state };
  if ('sweep' in input) {
    const decision = decideSweep(state, policy, input.sweep);
    return { events: decision.events, state: decision.state };
  }
  const { decision, refusal } = decideCommand(state, input.command, policy, input.clock);
  return { events: decision.events, state: decision.state, ...(refusal === undefined ? {} : { refusal }) };
};

/** Specs of a case under a policy. */
export const caseSpec = (policy: Policy = standardPolicy): CaseSpec =>
  deciderSpec<CaseState | undefined, CaseInput, NewCaseEvent>({
    initial: undefined,
    decide: (state, input) => decideInput(state, input, policy),
    evolve: (state, event) => evolve(state, event, CASE_ID),
  });

/** A fact that became known the moment it happened, or when `knownAt` says: how far the clock had come by then; after `told`. */
export const learnt = (fact: Fact, knownAt: string = fact.occurredAt, told: readonly Fact[] = []): CaseInput => ({
  fact,
  clock: epochOf(knownAt),
  told,
});

/** A command at the moment it was given. */
export const asked = <N extends CommandName>(
  name: N,
  at: string,
  body: Extract<Command, { name: N }>['body'],
  more: { readonly by?: string; readonly penalty?: string; readonly authorities?: readonly string[] } = {},
): CaseInput => {
  const { by = 'handler-1', penalty, authorities = ['*'] } = more;
  const command = {
    name,
    id: `${name} at ${at}`,
    at,
    by,
    authorities,
    body,
    ...(penalty === undefined ? {} : { penalty }),
  };
  return { command: command as unknown as Command, clock: epochOf(at) };
};

export const swept = (at: string): CaseInput => ({ sweep: epochOf(at) });

/** 23 March 2026, a Monday, in Shanghai: `on('09:05')`; `on('09:05', 24)` the day after. */
export const on = (time: string, day = 23): string => `2026-03-${String(day).padStart(2, '0')}T${time}:00+08:00`;
