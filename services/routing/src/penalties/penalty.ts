import { type Because, UNASSIGNED } from '@complaint-ledger/contracts';
import type { Deadline } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';

/** PEN-1: each overdue response is a fine on the department that held the case then; nobody is fined for nobody's case. */
export const assessPenalty = (decision: Decision, deadline: Deadline, missed: string, department: string): void => {
  const amountFen = decision.policy.penaltyFen(deadline.name, deadline.level);
  if (amountFen === 0 || department === UNASSIGNED) return;
  decision.emit(
    'PenaltyAssessed',
    deadline.due.at,
    {
      penalty: decision.nextId(),
      deadline: deadline.key,
      name: deadline.name,
      dueAt: deadline.due.at,
      amountFen,
      missed,
      rule: 'PEN-1',
    },
    { department, level: deadline.level, round: deadline.round },
  );
};

/** A fine whose miss was taken back is taken back by a new event that names it; a waived one stays waived. */
export const reversePenalty = (decision: Decision, deadline: Deadline, occurredAt: string, because: Because): void => {
  const { penalty } = deadline;
  if (penalty === undefined || penalty.state !== 'assessed') return;
  decision.emit(
    'PenaltyReversed',
    occurredAt,
    {
      penalty: penalty.id,
      deadline: deadline.key,
      name: deadline.name,
      dueAt: deadline.due.at,
      amountFen: penalty.amountFen,
      because,
    },
    { department: penalty.department, round: deadline.round },
  );
};
