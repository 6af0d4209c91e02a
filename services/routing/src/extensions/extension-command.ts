import { LedgerError } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import { type CaseState, type Deadline, deadlineNamed } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { type CommandOf, type Refusal, refuse } from '../commands/refusal.ts';
import { decideExtension, requestExtension } from './extension.ts';

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

/** EXT-1: more time is asked for before the deadline. */
export const askExtension = (decision: Decision, command: CommandOf<'requestExtension'>): Refusal | undefined => {
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

/** EXT-1: granted or refused. */
export const answerExtension = (decision: Decision, command: CommandOf<'decideExtension'>): Refusal | undefined => {
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
