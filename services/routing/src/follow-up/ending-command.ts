import { LedgerError, said } from '@complaint-ledger/contracts';
import { type CaseState, roundOf } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { type CommandOf, type Refusal, refuse } from '../commands/refusal.ts';
import { forbidsClosing, forbidsResolving, isBounced } from './closing.ts';
import { endsUnasked, outcomeOf } from './ends-unasked.ts';
import { closeCase, followUp, isFollowedUp, isOfThisRound, resolveCase } from './follow-up.ts';

/** A command ends or answers for the round that is running. */
const checkRound = (state: CaseState, at: string): void => {
  if (isOfThisRound(state, at)) return;
  const { number, started } = roundOf(state);
  throw new LedgerError(
    'invalid-input',
    said('occurredAt is before the present round began', 'occurredAt 早于本轮开始的时间。'),
    {
      path: 'occurredAt',
      hint: said(`round ${number} began at ${started.at}`, `第 ${number} 轮始于 ${started.at}。`),
    },
  );
};

/** RES-1, RES-4: the matter is settled, once, when all is done that comes before. */
export const askResolution = (decision: Decision, command: CommandOf<'resolve'>): Refusal | undefined => {
  const { state } = decision;
  const { at, by, body } = command;
  checkRound(state, at);
  if (isBounced(state, body.verdict))
    return refuse(decision, command, 'XFER-5', '“not ours” needs a department that accepted the matter');
  if (state.status !== 'open') return refuse(decision, command, 'RES-1', 'it is resolved already');
  const [breach] = forbidsResolving(decision, at);
  if (breach !== undefined) return refuse(decision, command, breach.rules[0], breach.reason, breach.missing);
  resolveCase(decision, at, { verdict: body.verdict, by });
  return undefined;
};

/** FUP-1: the customer is asked about the solution once there is one. */
export const askFollowUp = (decision: Decision, command: CommandOf<'followUp'>): Refusal | undefined => {
  checkRound(decision.state, command.at);
  if (decision.state.status === 'open')
    return refuse(decision, command, 'FUP-1', 'the customer is called back after resolution');
  followUp(decision, command.at, { ...command.body, by: command.by });
  return undefined;
};

/** Whose decision the outcome takes, and that it says why: the lawful exit from demands without end, among others. */
const undecided = (decision: Decision, command: CommandOf<'close'>): Refusal | undefined => {
  const { outcome, reason } = command.body;
  const { rule = 'RES-7', decidedBy, reason: needsReason = false } = outcomeOf(decision.policy.pack, outcome) ?? {};
  const may = (authority: string): boolean => authority === '*' || (decidedBy ?? []).includes(authority);
  if (decidedBy !== undefined && !command.authorities.some(may))
    return refuse(decision, command, rule, `closing it as “${outcome}” is decided by: ${decidedBy.join(', ')}`);
  if (needsReason && (reason ?? '').trim() === '')
    return refuse(decision, command, rule, `closing it as “${outcome}” needs a reason`, ['reason']);
  return undefined;
};

/** RES-7: closed by the customer's word, or by an outcome of the pack that needs none. */
export const askClosure = (decision: Decision, command: CommandOf<'close'>): Refusal | undefined => {
  const { outcome } = command.body;
  const { state, policy } = decision;
  checkRound(state, command.at);
  if (isBounced(state, outcome))
    return refuse(
      decision,
      command,
      'XFER-5',
      'a matter is not closed as “not ours” without a department that accepted it',
    );
  const refusal = undecided(decision, command);
  if (refusal !== undefined) return refusal;
  const isUnasked = endsUnasked(outcome, policy.pack);
  if (state.status === 'open' && !isUnasked)
    return refuse(decision, command, 'RES-7', 'resolve it first, or close it by an outcome that needs no resolution');
  const [breach] = forbidsClosing(decision, command.at, outcome);
  if (breach !== undefined) return refuse(decision, command, breach.rules[0], breach.reason, breach.missing);
  if (state.status === 'resolved' && policy.pack.followUp?.required === true && !isUnasked && !isFollowedUp(state))
    return refuse(decision, command, 'FUP-1', 'ask the customer first: nobody has reached them since it was resolved');
  closeCase(decision, command.at, outcome, command.by);
  return undefined;
};
