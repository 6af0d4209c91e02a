import type { HolderRef } from '@complaint-ledger/contracts';
import type { Policy } from '@complaint-ledger/policy';
import { type CaseState, isOverdue } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { dimensions, unitOf } from '../cases/dimensions.ts';

/** A hand-over as asked for or observed. */
export interface HandOver {
  readonly at: string;
  readonly from?: HolderRef | undefined;
  readonly to: HolderRef;
  readonly by?: string | undefined;
  /** Names of the handover fields that were filled in (XFER-3); undefined: not asked about, as in a bare assignment. */
  readonly handover?: readonly string[] | undefined;
}

const withPerson = ({ person: _, ...units }: HolderRef, person: string | undefined): HolderRef =>
  person === undefined ? units : { ...units, person };

const isSystemPerson = (policy: Policy, { person }: HolderRef): boolean =>
  person !== undefined && policy.isSystem(person);

/** Who holds it afterwards: what `to` names; a system never does, and a new department brings its own people. */
export const nextHolder = (held: HolderRef, to: HolderRef, policy: Policy): HolderRef => {
  const named = isSystemPerson(policy, to) ? withPerson(to, held.person) : to;
  const moved =
    (named.department !== undefined && named.department !== held.department) ||
    (named.group !== undefined && named.group !== held.group);
  const department = named.department ?? held.department;
  const group =
    named.group ?? (named.department !== undefined && named.department !== held.department ? undefined : held.group);
  const person = named.person ?? (moved ? undefined : held.person);
  return {
    ...(department === undefined ? {} : { department }),
    ...(group === undefined ? {} : { group }),
    ...(person === undefined ? {} : { person }),
  };
};

/** Rules that one more transfer to `to` would break, in the rulebook's order. */
export const brokenTransferRules = (
  state: CaseState,
  policy: Policy,
  handOver: HandOver,
): { readonly rules: readonly string[]; readonly missing: readonly string[] } => {
  const { limit, handlers, handover = [] } = policy.pack.transfer;
  const { person } = nextHolder(state.holder, handOver.to, policy);
  const known = new Set(state.handlers);
  const missing =
    handOver.handover === undefined ? [] : handover.filter((field) => !handOver.handover?.includes(field));
  const rules: string[] = [];
  // XFER-1: the same call or matter is transferred at most once.
  if (state.transfers + 1 > limit) rules.push('XFER-1');
  // XFER-2: two handlers at most.
  if (handlers !== undefined && person !== undefined && !known.has(person) && known.size + 1 > handlers)
    rules.push('XFER-2');
  // XFER-3: a transfer hands over everything already learnt.
  if (missing.length > 0) rules.push('XFER-3');
  return { rules, missing };
};

/** The unit that passes the case on: who is said to, unless that is a system; else who holds it. */
const passingUnit = (state: CaseState, policy: Policy, from: HolderRef | undefined): string | undefined => {
  const told = from !== undefined && isSystemPerson(policy, from) ? withPerson(from, undefined) : from;
  return (told === undefined ? undefined : unitOf(told, policy)) ?? unitOf(state.holder, policy);
};

/** Whether the hand-over passes the case from one unit to another (XFER-1); else it is workflow or a first assignment. */
export const isTransfer = (state: CaseState, policy: Policy, { from, to }: HandOver): boolean => {
  if (policy.pack.transfer.unit === 'none') return false;
  const before = passingUnit(state, policy, from);
  const after = unitOf(nextHolder(state.holder, to, policy), policy);
  return before !== undefined && after !== undefined && before !== after;
};

/** What stands at this moment and moves with the case. */
const carried = (state: CaseState) => ({
  open: state.status === 'open',
  pending: state.deadlines.filter(({ status }) => status === 'pending').map(({ name }) => name),
  overdue: state.deadlines.filter((deadline) => isOverdue(state, deadline)).map(({ name }) => name),
});

/** Records that somebody has the case now, without a transfer; nothing when it was theirs already. */
export const assign = (
  decision: Decision,
  { at, to, by }: HandOver,
  { proposal, rule }: { readonly proposal: boolean; readonly rule?: string },
): void => {
  const { state, policy } = decision;
  const holder = nextHolder(state.holder, to, policy);
  const same =
    holder.department === state.holder.department &&
    holder.group === state.holder.group &&
    holder.person === state.holder.person;
  if (same && (proposal || !state.proposed)) return;
  decision.emit(
    'CaseAssigned',
    at,
    {
      was: decision.dimensions,
      carries: carried(state),
      holder,
      proposal,
      ...(rule === undefined ? {} : { assignmentRule: rule }),
      ...(by === undefined ? {} : { by }),
    },
    { department: dimensions({ ...state, holder }, policy).department },
  );
};

/** Records a transfer that happened; what rule it broke is recorded beside it as a violation, never refused. */
export const recordTransfer = (decision: Decision, handOver: HandOver): void => {
  const { state, policy } = decision;
  const { rules, missing } = brokenTransferRules(state, policy, handOver);
  const holder = nextHolder(state.holder, handOver.to, policy);
  const unit = passingUnit(state, policy, handOver.from) ?? decision.dimensions.department;
  const by = handOver.by === undefined ? {} : { by: handOver.by };
  const count = state.transfers + 1;
  const transfer = decision.emit(
    'CaseTransferred',
    handOver.at,
    {
      was: decision.dimensions,
      carries: carried(state),
      from: handOver.from ?? state.holder,
      holder,
      unit,
      count,
      ...by,
    },
    { department: dimensions({ ...state, holder }, policy).department },
  );
  if (rules.length > 0)
    decision.emit('TransferRuleViolated', handOver.at, {
      rules: [...rules],
      transfer,
      unit,
      count,
      ...(missing.length === 0 ? {} : { missing: [...missing] }),
      ...by,
    });
};
