import type { CaseEvent, CaseEventData } from '@complaint-ledger/contracts';
import type { CaseDamage, CaseDocument, CasePenalty } from './case-document.ts';

/** A fine for a missed deadline (PEN-1). */
export const finedBy = (
  { deadlines }: CaseDocument,
  { dims, penalty, deadline, name, dueAt, amountFen }: CaseEventData['PenaltyAssessed'],
): CasePenalty => {
  const metAt = deadlines.find((known) => known.deadline === deadline)?.metAt;
  return {
    penaltyId: penalty,
    deadline,
    name,
    department: dims.department,
    level: dims.level,
    dueAt,
    ...(metAt !== undefined && { metAt }),
    amountFen,
    state: 'assessed',
  };
};

/** A share of a wage or bonus (PEN-2). */
export const sharedBy = ({
  occurredAt,
  data: { dims, penalty, person, share, basisPoints, of, lossFen, amountFen, rule },
}: Extract<CaseEvent, { type: 'DamagePenaltyAssessed' }>): CaseDamage => ({
  penaltyId: penalty,
  person,
  share,
  basisPoints,
  of,
  lossFen,
  ...(amountFen !== undefined && { amountFen }),
  at: occurredAt,
  department: dims.department,
  level: dims.level,
  round: dims.round,
  rule,
  state: 'assessed',
});

/** The penalty of that id, of whichever sort, changed (PEN-3). */
export const withPenalty = (
  { penalties, damages }: CaseDocument,
  penaltyId: string,
  state: 'appealed' | 'waived',
): Pick<CaseDocument, 'penalties' | 'damages'> => ({
  penalties: penalties.map((penalty) => (penalty.penaltyId === penaltyId ? { ...penalty, state } : penalty)),
  damages: damages.map((damage) => (damage.penaltyId === penaltyId ? { ...damage, state } : damage)),
});

/** The fine of that id, taken back because its miss was. */
export const withoutFine = (
  { penalties }: CaseDocument,
  { penalty: penaltyId, because }: CaseEventData['PenaltyReversed'],
): Pick<CaseDocument, 'penalties'> => ({
  penalties: penalties.map((penalty) =>
    penalty.penaltyId === penaltyId ? { ...penalty, state: 'reversed', because } : penalty,
  ),
});

/** Fines of a deadline that was made good say when. */
export const madeGood = (
  { penalties }: CaseDocument,
  { deadline, dueAt, metAt }: CaseEventData['MissedDeadlineMet'],
): Pick<CaseDocument, 'penalties'> => ({
  penalties: penalties.map((penalty) =>
    penalty.deadline === deadline && penalty.dueAt === dueAt ? { ...penalty, metAt } : penalty,
  ),
});
