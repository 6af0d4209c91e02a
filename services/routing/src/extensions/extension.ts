import { epochOf } from '@complaint-ledger/policy';
import { type Deadline, deadlineNamed } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { reverseMiss } from '../deadlines/reconcile.ts';

/** EXT-1: while a request is pending the clock runs on. */
export const requestExtension = (
  decision: Decision,
  at: string,
  request: { readonly deadline: string; readonly until: string; readonly by?: string | undefined },
): void => {
  const deadline = deadlineNamed(decision.state, request.deadline);
  if (deadline === undefined) return;
  decision.emit(
    'ExtensionRequested',
    at,
    {
      deadline: deadline.key,
      name: deadline.name,
      until: request.until,
      ...(request.by === undefined ? {} : { by: request.by }),
    },
    { round: deadline.round },
  );
};

const grant = (decision: Decision, at: string, deadline: Deadline, until: string, granted: string): void => {
  if (deadline.status === 'met' || deadline.status === 'lapsed' || epochOf(until) <= deadline.due.ms) return;
  // EXT-1: granted, the deadline moves and a penalty for that deadline falls away.
  const kept = deadline.met !== undefined && deadline.met.ms <= epochOf(until) ? deadline.met : undefined;
  if (deadline.status === 'missed') reverseMiss(decision, deadline, at, 'extension', kept);
  if (kept !== undefined) return;
  decision.emit(
    'DeadlineMoved',
    at,
    {
      deadline: deadline.key,
      name: deadline.name,
      dueAt: until,
      response: deadline.response,
      wasDueAt: deadline.due.at,
      because: 'extension',
      explanation: {
        ...deadline.explanation,
        extendedBy: [...(deadline.explanation.extendedBy ?? []), granted],
      },
    },
    { round: deadline.round },
  );
};

/** EXT-1: the general manager grants or refuses; refused, the deadline and its penalty stand. */
export const decideExtension = (
  decision: Decision,
  at: string,
  answer: {
    readonly deadline: string;
    readonly granted: boolean;
    readonly until?: string | undefined;
    readonly by?: string | undefined;
  },
): void => {
  const deadline = deadlineNamed(decision.state, answer.deadline);
  if (deadline === undefined) return;
  const by = answer.by === undefined ? {} : { by: answer.by };
  const named = { deadline: deadline.key, name: deadline.name, ...by };
  const until = answer.until ?? decision.state.requests[deadline.key];
  if (!answer.granted || until === undefined) {
    decision.emit('ExtensionRefused', at, named, { round: deadline.round });
    return;
  }
  const granted = decision.emit('ExtensionGranted', at, { ...named, until }, { round: deadline.round });
  grant(decision, at, deadline, until, granted);
};
