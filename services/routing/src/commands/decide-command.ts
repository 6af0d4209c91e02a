import { LedgerError } from '@complaint-ledger/contracts';
import { type Policy, epochOf } from '@complaint-ledger/policy';
import { type CaseState, type Deadline, deadlineNamed, roundOf } from '../cases/case-state.ts';
import { type Cause, Decision } from '../cases/decision.ts';
import { unitOf } from '../cases/dimensions.ts';
import { reclassify } from '../cases/reclassify.ts';
import { promiseCallBack } from '../call-backs/promise.ts';
import { compensate } from '../compensations/compensation.ts';
import { contact } from '../contacts/contact.ts';
import { reconcileDeadlines } from '../deadlines/reconcile.ts';
import { decideExtension, requestExtension } from '../extensions/extension.ts';
import { endsUnasked } from '../follow-up/ends-unasked.ts';
import { closeCase, followUp, isFollowedUp, isOfThisRound, resolveCase } from '../follow-up/follow-up.ts';
import { changeLevel } from '../levels/level.ts';
import { pauseCase, resumeCase } from '../pauses/pause.ts';
import { appeal, waive } from '../penalties/appeal.ts';
import { assessDamage } from '../penalties/damage.ts';
import { recordStep } from '../steps/step.ts';
import { assign, bringsOneTooMany, brokenTransferRules, isTransfer, recordTransfer } from '../transfers/transfer.ts';
import type { Command } from './command.ts';

/** A rule said no: what is recorded of it is in the decision's events (XFER-4). */
export interface Refusal {
  readonly rule: string;
  readonly reason: string;
  readonly missing?: readonly string[];
}

type Of<N extends Command['name']> = Extract<Command, { name: N }>;

const refuse = (decision: Decision, command: Command, rule: string, reason: string): Refusal => {
  decision.emit('CommandRefused', command.at, { command: command.name, rule, reason, by: command.by });
  return { rule, reason };
};

/** Why a transfer is refused, by rule. */
export const transferReasons: Readonly<Record<string, string>> = {
  'XFER-1': 'the same matter is transferred at most once; solve it or escalate it',
  'XFER-2': 'two people at most handle the same matter; solve it or escalate it',
  'XFER-3': 'a transfer hands over everything already learnt, so that the customer repeats nothing',
};

const transfer = (decision: Decision, command: Of<'transfer'>): Refusal | undefined => {
  const { state, policy } = decision;
  const { to, handover } = command.body;
  const filled = Object.entries(handover ?? {}).flatMap(([name, text]) => (text?.trim() ? [name] : []));
  const handOver = { at: command.at, to, by: command.by, handover: filled };
  if (!isTransfer(state, policy, handOver)) {
    assign(decision, handOver, { proposal: false });
    return undefined;
  }
  const { rules, missing } = brokenTransferRules(state, policy, handOver);
  const [rule] = rules;
  if (rule === undefined) {
    recordTransfer(decision, handOver);
    return undefined;
  }
  decision.emit('TransferRefused', command.at, {
    rule,
    from: state.holder,
    to,
    unit: unitOf(state.holder, policy) ?? decision.dimensions.department,
    ...(missing.length === 0 ? {} : { missing: [...missing] }),
    by: command.by,
  });
  return { rule, reason: transferReasons[rule] ?? rule, ...(missing.length === 0 ? {} : { missing }) };
};

const assignFirst = (decision: Decision, command: Of<'assign'>): Refusal | undefined => {
  const { department, group, person } = command.body;
  const to = {
    ...(department === undefined ? {} : { department }),
    ...(group === undefined ? {} : { group }),
    ...(person === undefined ? {} : { person }),
  };
  const { state, policy } = decision;
  const handOver = { at: command.at, to, by: command.by };
  if (!state.proposed && isTransfer(state, policy, handOver))
    return refuse(
      decision,
      command,
      'XFER-3',
      'somebody has the case already: passing it on is a transfer, with a handover',
    );
  if (bringsOneTooMany(state, policy, handOver))
    return refuse(decision, command, 'XFER-2', transferReasons['XFER-2'] ?? 'XFER-2');
  assign(decision, handOver, { proposal: false });
  return undefined;
};

const knownDeadline = (state: CaseState, name: string): void => {
  if (deadlineNamed(state, name) !== undefined) return;
  const known = [...new Set(state.deadlines.map((deadline) => deadline.name))].join(', ');
  throw new LedgerError('invalid-input', `this case has no deadline “${name}”`, {
    path: 'deadline',
    hint: `its deadlines are: ${known}`,
  });
};

const checkLater = ({ due }: Deadline, until: string): void => {
  if (epochOf(until) > due.ms) return;
  throw new LedgerError('invalid-input', 'the new due time is not after the present one', {
    path: 'until',
    hint: `it is due at ${due.at}`,
  });
};

const extend = (decision: Decision, command: Of<'requestExtension'>): Refusal | undefined => {
  const { deadline, until } = command.body;
  knownDeadline(decision.state, deadline);
  const running = deadlineNamed(decision.state, deadline);
  if (running?.status !== 'pending')
    return refuse(
      decision,
      command,
      'EXT-1',
      `more time is asked for before the deadline; this one is ${running?.status ?? 'unknown'}`,
    );
  checkLater(running, until);
  requestExtension(decision, command.at, { deadline, until, by: command.by });
  return undefined;
};

const answerExtension = (decision: Decision, command: Of<'decideExtension'>): Refusal | undefined => {
  const { deadline, granted, until } = command.body;
  knownDeadline(decision.state, deadline);
  const asked = decision.state.deadlines.findLast(
    ({ name, key }) => (name === deadline || key === deadline) && decision.state.requests[key] !== undefined,
  );
  if (asked === undefined) return refuse(decision, command, 'EXT-1', 'nobody has asked for more time on this deadline');
  if (granted && until !== undefined) checkLater(asked, until);
  decideExtension(decision, command.at, { deadline, granted, until, by: command.by });
  return undefined;
};

const close = (decision: Decision, command: Of<'close'>): Refusal | undefined => {
  const { outcome } = command.body;
  const { state, policy } = decision;
  if (outcome === 'not-ours' && (state.proposed || state.transfers === 0))
    return refuse(
      decision,
      command,
      'XFER-5',
      'a matter is not closed as “not ours” without a department that accepted it',
    );
  if (state.status === 'open' && !endsUnasked(outcome))
    return refuse(decision, command, 'RES-7', 'resolve it first, or close it as withdrawn or customer-accepted');
  if (
    state.status === 'resolved' &&
    policy.pack.followUp?.required === true &&
    !endsUnasked(outcome) &&
    !isFollowedUp(state)
  )
    return refuse(decision, command, 'FUP-1', 'ask the customer first: nobody has reached them since it was resolved');
  closeCase(decision, command.at, outcome, command.by);
  return undefined;
};

/** A command ends or answers for the round that is running. */
const checkRound = ({ state }: Decision, at: string): void => {
  if (isOfThisRound(state, at)) return;
  throw new LedgerError('invalid-input', 'occurredAt is before the present round began', {
    path: 'occurredAt',
    hint: `round ${roundOf(state).number} began at ${roundOf(state).started.at}`,
  });
};

const perform = (decision: Decision, command: Command): Refusal | undefined => {
  const { at, by } = command;
  if (command.name === 'resolve' || command.name === 'close' || command.name === 'followUp') checkRound(decision, at);
  switch (command.name) {
    case 'assign':
      return assignFirst(decision, command);
    case 'transfer':
      return transfer(decision, command);
    case 'contact':
      contact(decision, at, { reached: command.body.reached, by });
      return undefined;
    case 'escalate':
      decision.emit('CaseEscalated', at, { to: command.body.to, by });
      return undefined;
    case 'requestExtension':
      return extend(decision, command);
    case 'decideExtension':
      return answerExtension(decision, command);
    case 'investigate':
      recordStep(decision, at, { ...command.body, by });
      return undefined;
    case 'resolve':
      if (command.body.verdict === 'not-ours' && (decision.state.proposed || decision.state.transfers === 0))
        return refuse(decision, command, 'XFER-5', '“not ours” needs a department that accepted the matter');
      if (decision.state.status !== 'open') return refuse(decision, command, 'RES-1', 'it is resolved already');
      resolveCase(decision, at, { verdict: command.body.verdict, by });
      return undefined;
    case 'compensate':
      compensate(decision, at, { ...command.body, by });
      return undefined;
    case 'pause':
      pauseCase(decision, at, command.body.reason, by);
      return undefined;
    case 'resume':
      resumeCase(decision, at, by);
      return undefined;
    case 'promise':
      promiseCallBack(decision, at, { ...command.body, by });
      return undefined;
    case 'assessDamage':
      assessDamage(decision, at, by, command.body);
      return undefined;
    case 'followUp':
      if (decision.state.status === 'open')
        return refuse(decision, command, 'FUP-1', 'the customer is called back after resolution');
      followUp(decision, at, { ...command.body, by });
      return undefined;
    case 'reclassify':
      if (command.body.level !== undefined) changeLevel(decision, at, command.body.level, by);
      reclassify(decision, at, { ...command.body, by });
      return undefined;
    case 'close':
      return close(decision, command);
    case 'appealPenalty':
      return appeal(decision, command.at, command.penalty ?? '', by);
    case 'waivePenalty':
      return waive(decision, command.at, command.penalty ?? '', by);
    default: {
      const unknown: never = command;
      throw new TypeError(`unknown command ${JSON.stringify(unknown)}`);
    }
  }
};

/** Commands that a closed case still takes: the fine of a closed case can be appealed, a survey can reopen it. */
const afterClosing: ReadonlySet<Command['name']> = new Set([
  'appealPenalty',
  'waivePenalty',
  'followUp',
  'investigate',
  'compensate',
  'decideExtension',
  'assessDamage',
]);

export interface CommandDecision {
  readonly decision: Decision;
  readonly refusal?: Refusal;
  /** Id of the event that carries the command's text. */
  readonly carrier?: string;
}

/**
 * What a command does: events, or a refusal that is itself an event. `clock` (ms) is how far time has come for the case:
 * what is overdue by then is declared first. LedgerError `invalid-input` for what no rule is needed to refuse.
 */
export const decideCommand = (state: CaseState, command: Command, policy: Policy, clock: number): CommandDecision => {
  const cause: Cause = {
    seed: command.id,
    causationId: command.id,
    fact: state.fact,
    actor: { kind: 'person', id: command.by },
    source: 'ledger',
  };
  const decision = new Decision(state, policy, cause);
  reconcileDeadlines(decision, clock);
  const before = decision.events.length;
  const refusal =
    state.status === 'closed' && !afterClosing.has(command.name)
      ? refuse(decision, command, 'RES-7', 'the case is closed; a follow-up that says not satisfied opens a new round')
      : perform(decision, command);
  const carrier = decision.events[before]?.id;
  reconcileDeadlines(decision, clock, command.at);
  return { decision, ...(refusal === undefined ? {} : { refusal }), ...(carrier === undefined ? {} : { carrier }) };
};
