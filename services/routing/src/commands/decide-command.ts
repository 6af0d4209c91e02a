import type { Policy } from '@complaint-ledger/policy';
import type { CaseState } from '../cases/case-state.ts';
import { type Cause, Decision } from '../cases/decision.ts';
import { reclassify } from '../cases/reclassify.ts';
import { takeBackViolations } from '../cases/take-back.ts';
import { askPromise } from '../call-backs/promise-command.ts';
import { closeCalledBack } from '../call-backs/task.ts';
import { askCompensation } from '../compensations/compensation.ts';
import { contact } from '../contacts/contact.ts';
import { reconcileDeadlines } from '../deadlines/reconcile.ts';
import { escalate } from '../escalations/escalation.ts';
import { type Handling, forbidsHandling, handles } from '../escalations/handling.ts';
import { answerExtension, askExtension } from '../extensions/extension-command.ts';
import { askClosure, askFollowUp, askResolution } from '../follow-up/ending-command.ts';
import { closeIfSatisfied } from '../follow-up/follow-up.ts';
import { changeLevel } from '../levels/level.ts';
import { askPause, askResumption } from '../pauses/pause-command.ts';
import { appeal, waive } from '../penalties/appeal.ts';
import { assessDamage } from '../penalties/damage.ts';
import { askStep } from '../steps/step-command.ts';
import { askAssignment, askTransfer } from '../transfers/transfer-command.ts';
import type { Command } from './command.ts';
import { type Refusal, refuse } from './refusal.ts';

/** What of a command says whose it is to handle the matter. */
const handlingOf = ({ name, by, body }: Command): Handling => ({
  by,
  ...('step' in body ? { step: body.step } : {}),
  grants: name === 'compensate',
});

const perform = (decision: Decision, command: Command): Refusal | undefined => {
  const { at, by } = command;
  const [breach] = handles.has(command.name) ? forbidsHandling(decision, at, handlingOf(command)) : [];
  if (breach !== undefined) return refuse(decision, command, breach.rules[0], breach.reason, breach.missing);
  switch (command.name) {
    case 'assign':
      return askAssignment(decision, command);
    case 'transfer':
      return askTransfer(decision, command);
    case 'contact':
      contact(decision, at, { ...command.body, by });
      closeCalledBack(decision, at, { ...command.body, by });
      return undefined;
    case 'escalate':
      escalate(decision, at, { to: command.body.to, by });
      closeIfSatisfied(decision, at, by);
      return undefined;
    case 'requestExtension':
      return askExtension(decision, command);
    case 'decideExtension':
      return answerExtension(decision, command);
    case 'investigate':
      return askStep(decision, command);
    case 'resolve':
      return askResolution(decision, command);
    case 'compensate':
      return askCompensation(decision, command);
    case 'pause':
      askPause(decision, command);
      return undefined;
    case 'resume':
      askResumption(decision, command);
      return undefined;
    case 'promise':
      return askPromise(decision, command);
    case 'assessDamage':
      return assessDamage(decision, command);
    case 'followUp':
      return askFollowUp(decision, command);
    case 'reclassify':
      if (command.body.level !== undefined) changeLevel(decision, at, command.body.level, by);
      reclassify(decision, at, { ...command.body, by });
      return undefined;
    case 'close':
      return askClosure(decision, command);
    case 'appealPenalty':
      return appeal(decision, command);
    case 'waivePenalty':
      return waive(decision, command);
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
    actor: { kind: 'person', id: command.caller ?? command.by },
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
  takeBackViolations(decision, command.at);
  reconcileDeadlines(decision, clock, command.at);
  return { decision, ...(refusal === undefined ? {} : { refusal }), ...(carrier === undefined ? {} : { carrier }) };
};
