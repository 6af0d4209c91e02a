import { LedgerError, said } from '@complaint-ledger/contracts';
import { type Policy, epochOf } from '@complaint-ledger/policy';
import { type CaseState, type Deadline, deadlineNamed } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { type CommandOf, type Refusal, refuse } from '../commands/refusal.ts';
import { beyondExtension, hadRunOut, mayDecide, needsGround, unfoundedGround } from './extension-rules.ts';
import { decideExtension, requestExtension } from './extension.ts';

const knownDeadline = (state: CaseState, name: string): void => {
  if (deadlineNamed(state, name) !== undefined) return;
  const known = [...new Set(state.deadlines.map((deadline) => deadline.name))];
  throw new LedgerError('invalid-input', said(`this case has no deadline “${name}”`, `此案件没有时限“${name}”。`), {
    path: 'deadline',
    hint: said(`its deadlines are: ${known.join(', ')}`, `它的时限有：${known.join('、')}。`),
  });
};

const groundsOf = ({ pack }: Policy): string => Object.keys(pack.extension?.grounds ?? {}).join(', ');

const checkLater = ({ due }: Deadline, until: string): void => {
  if (epochOf(until) > due.ms) return;
  throw new LedgerError(
    'invalid-input',
    said('the new due time is not after the present one', '新的到期时间不晚于现有的。'),
    {
      path: 'until',
      hint: said(`it is due at ${due.at}`, `现于 ${due.at} 到期。`),
    },
  );
};

/** EXT-1: more time is asked for before the deadline, for one that may have it, no more than there is, and on a ground. */
export const askExtension = (decision: Decision, command: CommandOf<'requestExtension'>): Refusal | undefined => {
  const { deadline, until, ground } = command.body;
  knownDeadline(decision.state, deadline);
  const { policy } = decision;
  const running = deadlineNamed(decision.state, deadline);
  if (running?.status !== 'pending')
    return refuse(
      decision,
      command,
      'EXT-1',
      `more time is asked for before the deadline; this one is ${running?.status ?? 'unknown'}`,
    );
  if (hadRunOut(decision.state, policy, running, command.at))
    return refuse(
      decision,
      command,
      'EXT-1',
      `more time is asked for before the deadline; this one was due at ${running.due.at}`,
    );
  const beyond = beyondExtension(policy, running, until);
  if (beyond !== undefined) return refuse(decision, command, 'EXT-1', beyond);
  if (ground === undefined && needsGround(policy))
    return refuse(decision, command, 'EXT-1', `more time is asked for on a ground: ${groundsOf(policy)}`);
  const unfounded =
    ground === undefined ? undefined : unfoundedGround(decision.state, policy, running, ground, command.at);
  if (unfounded !== undefined) return refuse(decision, command, 'EXT-1', unfounded);
  checkLater(running, until);
  requestExtension(decision, command.at, { deadline, until, ground, by: command.by });
  return undefined;
};

/** EXT-1: granted or refused, by whom the pack lets decide. */
export const answerExtension = (decision: Decision, command: CommandOf<'decideExtension'>): Refusal | undefined => {
  const { deadline, granted, until } = command.body;
  knownDeadline(decision.state, deadline);
  const asked = decision.state.deadlines.findLast(
    ({ name, key }) => (name === deadline || key === deadline) && decision.state.requests[key] !== undefined,
  );
  if (asked === undefined) return refuse(decision, command, 'EXT-1', 'nobody has asked for more time on this deadline');
  const { policy, state } = decision;
  if (!mayDecide(policy, command.authorities))
    return refuse(
      decision,
      command,
      'EXT-1',
      `more time is granted or refused by ${policy.pack.extension?.approvers?.join(', ')}`,
    );
  const beyond = granted ? beyondExtension(policy, asked, until ?? state.requests[asked.key]?.until) : undefined;
  if (beyond !== undefined) return refuse(decision, command, 'EXT-1', beyond);
  if (granted && until !== undefined) checkLater(asked, until);
  decideExtension(decision, command.at, { deadline, granted, until, by: command.by });
  return undefined;
};
