import type { HolderRef } from '@complaint-ledger/contracts';
import { type Policy, epochOf } from '@complaint-ledger/policy';
import { type CaseState, isOverdue } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { dimensions, unitOf } from '../cases/dimensions.ts';
import { matterThen } from '../cases/matter.ts';

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

/** The department that received the matter: the one that is said to have, else the one that had it as it was filed. */
const receiverOf = ({ receivingDepartment, holdings, filed }: CaseState): string | undefined => {
  const [first] = holdings;
  const atOnce =
    first !== undefined && !first.proposal && first.since === filed.ms ? first.holder.department : undefined;
  return receivingDepartment ?? atOnce;
};

/** Whether a general matter would go out of the department that received it (FIRST-3). */
const leavesItsReceiver = (state: CaseState, policy: Policy, { at, to }: HandOver): boolean => {
  const { holder } = state;
  const receiver = receiverOf(state);
  if (receiver === undefined || holder.department !== receiver) return false;
  if (nextHolder(holder, to, policy).department === receiver) return false;
  return (policy.pack.transfer.keeps ?? []).some((condition) => policy.fits(condition, matterThen(state, epochOf(at))));
};

/** Rules that one more transfer to `to` would break, in the rulebook's order. */
export const brokenTransferRules = (
  state: CaseState,
  policy: Policy,
  handOver: HandOver,
): { readonly rules: readonly string[]; readonly missing: readonly string[] } => {
  const { limit, handover = [] } = policy.pack.transfer;
  const missing =
    handOver.handover === undefined ? [] : handover.filter((field) => !handOver.handover?.includes(field));
  const rules: string[] = [];
  // FIRST-3: what the receiving department can solve is solved there.
  if (leavesItsReceiver(state, policy, handOver)) rules.push('FIRST-3');
  // XFER-1: the same call or matter is transferred at most once.
  if (state.transfers + 1 > limit) rules.push('XFER-1');
  // XFER-2: two handlers at most.
  if (isOneTooMany(state, policy, nextHolder(state.holder, handOver.to, policy).person)) rules.push('XFER-2');
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

/** The case as whoever handed it over then found it: its present holder, unless a later hand-over was known before. */
export const heldAt = (state: CaseState, at: string): CaseState => {
  const ms = epochOf(at);
  const last = state.holdings.at(-1);
  if (state.proposed || last === undefined || last.since <= ms) return state;
  const { holder, proposal } = state.holdings.findLast(({ since }) => since <= ms) ?? { holder: {}, proposal: true };
  return { ...state, holder, proposed: proposal };
};

/** Who has the case after a hand-over, and to whom it went then when that is somebody else. */
const handedOver = (state: CaseState, then: CaseState, to: HolderRef, policy: Policy) => {
  const taker = nextHolder(then.holder, to, policy);
  return then === state ? { holder: taker } : { holder: state.holder, to: taker };
};

/** XFER-2 of one more person, whether the case comes by a transfer or inside the unit. */
const isOneTooMany = (state: CaseState, policy: Policy, person: string | undefined): boolean => {
  const { handlers } = policy.pack.transfer;
  return (
    handlers !== undefined &&
    person !== undefined &&
    !state.handlers.includes(person) &&
    state.handlers.length + 1 > handlers
  );
};

/** Whether an assignment would bring one person more than may handle the matter (XFER-2). */
export const bringsOneTooMany = (state: CaseState, policy: Policy, { to }: HandOver): boolean =>
  isOneTooMany(state, policy, nextHolder(state.holder, to, policy).person);

/** Records that somebody has the case now, without a transfer; nothing when it was theirs already. */
export const assign = (
  decision: Decision,
  handOver: HandOver,
  { proposal, rule }: { readonly proposal: boolean; readonly rule?: string },
): void => {
  const { at, to, by } = handOver;
  const { state, policy } = decision;
  const then = heldAt(state, at);
  const taker = nextHolder(then.holder, to, policy);
  const same =
    taker.department === then.holder.department &&
    taker.group === then.holder.group &&
    taker.person === then.holder.person;
  if (same && (proposal || !then.proposed)) return;
  const whose = handedOver(state, then, to, policy);
  // Once a person or the CRM has said who has it, a system proposes nothing any more: it assigns.
  const isProposal = proposal && state.proposed;
  const broken = !isProposal && isOneTooMany(state, policy, taker.person);
  const assigned = decision.emit(
    'CaseAssigned',
    at,
    {
      was: decision.dimensions,
      carries: carried(state),
      ...whose,
      proposal: isProposal,
      ...(rule === undefined ? {} : { assignmentRule: rule }),
      ...(by === undefined ? {} : { by }),
    },
    { department: dimensions({ ...state, holder: whose.holder }, policy).department },
  );
  if (broken) violate(decision, handOver, ['XFER-2'], { event: assigned, unit: unitOf(then.holder, policy) });
};

/** What is recorded beside something that a rule forbids and that happened all the same. */
export const violate = (
  decision: Decision,
  { at, by }: Pick<HandOver, 'at' | 'by'>,
  rules: readonly string[],
  what: { readonly event: string; readonly unit?: string | undefined; readonly missing?: readonly string[] },
): void => {
  const { missing = [] } = what;
  decision.emit('TransferRuleViolated', at, {
    rules: [...rules],
    transfer: what.event,
    unit: what.unit ?? decision.dimensions.department,
    count: decision.state.transfers,
    ...(missing.length === 0 ? {} : { missing: [...missing] }),
    ...(by === undefined ? {} : { by }),
  });
};

/**
 * Records a transfer that happened; what rule it broke is recorded beside it as a violation, never refused. When it became known
 * after later ones, the one that was once too often may be one of those (XFER-1).
 */
export const recordTransfer = (decision: Decision, handOver: HandOver): void => {
  const { state, policy } = decision;
  const { at, by } = handOver;
  const then = heldAt(state, at);
  const ms = epochOf(at);
  const later = state.passes.filter((pass) => pass.at.ms > ms);
  const tooOften = later[policy.pack.transfer.limit - (state.passes.length - later.length) - 1];
  const { rules, missing } = brokenTransferRules(then, policy, handOver);
  const broken = later.length > 0 ? rules.filter((rule) => rule !== 'XFER-1') : rules;
  const isTooOften = later.length > 0 && state.passes.length - later.length >= policy.pack.transfer.limit;
  const whose = handedOver(state, then, handOver.to, policy);
  const unit = passingUnit(then, policy, handOver.from) ?? decision.dimensions.department;
  const transfer = decision.emit(
    'CaseTransferred',
    at,
    {
      was: decision.dimensions,
      carries: carried(state),
      from: handOver.from ?? then.holder,
      ...whose,
      unit,
      count: state.transfers + 1,
      ...(by === undefined ? {} : { by }),
    },
    { department: dimensions({ ...state, holder: whose.holder }, policy).department },
  );
  const all = isTooOften ? ['XFER-1', ...broken] : broken;
  if (all.length > 0) violate(decision, handOver, all, { event: transfer, unit, missing });
  if (tooOften !== undefined)
    violate(decision, { at: tooOften.at.at }, ['XFER-1'], { event: tooOften.event, unit: tooOften.unit });
};
