import { LedgerError } from '@complaint-ledger/contracts';
import { type Deadline, penaltyById } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';

const fined = (decision: Decision, id: string): Deadline & { readonly penalty: NonNullable<Deadline['penalty']> } => {
  const deadline = penaltyById(decision.state, id);
  if (deadline?.penalty === undefined)
    throw new LedgerError('not-found', `this case has no penalty ${id}`, { path: 'id' });
  return { ...deadline, penalty: deadline.penalty };
};

const standing = (deadline: { readonly penalty: NonNullable<Deadline['penalty']> }): void => {
  if (deadline.penalty.state !== 'assessed')
    throw new LedgerError('conflict', `the penalty is ${deadline.penalty.state} already`, {
      path: 'id',
      rule: 'PEN-3',
    });
};

/** PEN-3: a penalty can be appealed while it stands. */
export const appeal = (decision: Decision, at: string, id: string, by: string): undefined => {
  const deadline = fined(decision, id);
  standing(deadline);
  decision.emit(
    'PenaltyAppealed',
    at,
    { penalty: id, deadline: deadline.key, name: deadline.name, dueAt: deadline.due.at, by },
    { department: deadline.penalty.department, round: deadline.round },
  );
};

/** PEN-3: waived by the general manager with a reason; the tally shows assessed, waived and net. */
export const waive = (decision: Decision, at: string, id: string, by: string): undefined => {
  const deadline = fined(decision, id);
  standing(deadline);
  decision.emit(
    'PenaltyWaived',
    at,
    {
      penalty: id,
      deadline: deadline.key,
      name: deadline.name,
      dueAt: deadline.due.at,
      amountFen: deadline.penalty.amountFen,
      by,
    },
    { department: deadline.penalty.department, round: deadline.round },
  );
};
