import { type PeriodKind, epochOf, parsePeriod, periodBounds, periodsOf } from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { yuan } from '../reports/evaluate.ts';
import type { CaseDocument, CasePenalty, PenaltyState } from './case-document.ts';
import { CASES } from './case-projection.ts';

/** One fine of a department, as its head reads it (PEN-1, PEN-3). */
export interface PenaltyLine {
  /** The source's own id of the case. */
  readonly case: string;
  readonly caseId: string;
  readonly penaltyId: string;
  readonly department: string;
  readonly level: string;
  readonly deadline: string;
  readonly round: number;
  readonly dueAt: string;
  readonly metAt?: string;
  readonly amountFen: number;
  readonly CNY: string;
  readonly state: PenaltyState;
  readonly reversedBecause?: NonNullable<CasePenalty['because']>;
  /** When it turned out to have been done in time; of a fine reversed for a late fact. */
  readonly keptAt?: string;
}

export interface PenaltyRequest {
  readonly kind: PeriodKind;
  readonly period: string;
  readonly zone: string;
  /** All departments when absent. */
  readonly department?: string;
}

/** No zone is further from another. */
const ZONES_APART_MS = 26 * 3_600_000;

/**
 * Fines of the period of their due time in the zone of their policy, as the tallies count them; in the order of the due times.
 * LedgerError `invalid-input` with path `period`.
 */
export const penaltyLines = async (
  store: ProjectionStore,
  request: PenaltyRequest,
): Promise<readonly PenaltyLine[]> => {
  const period = parsePeriod(request.kind, request.period);
  const { from, to } = periodBounds(request.kind, period, request.zone);
  const cases = await store.query<CaseDocument>(CASES, {
    where: [
      { field: 'lastFineAt', from: from - ZONES_APART_MS },
      { field: 'firstFineAt', before: to + ZONES_APART_MS },
    ],
  });
  const lines: (readonly [number, PenaltyLine])[] = [];
  for (const { body } of cases) {
    for (const penalty of body.penalties) {
      const due = epochOf(penalty.dueAt);
      const asked = request.department === undefined || penalty.department === request.department;
      if (asked && periodsOf(due, body.zone)[request.kind] === period) lines.push([due, lineOf(body, penalty)]);
    }
  }
  return lines.toSorted(([a, x], [b, y]) => a - b || (x.penaltyId < y.penaltyId ? -1 : 1)).map(([, line]) => line);
};

const lineOf = (document: CaseDocument, penalty: CasePenalty): PenaltyLine => ({
  ...line(document, penalty),
  ...(penalty.because !== undefined && { reversedBecause: penalty.because, ...keptAt(document, penalty) }),
});

const keptAt = ({ deadlines }: CaseDocument, { deadline, because }: CasePenalty): Pick<PenaltyLine, 'keptAt'> => {
  const metAt = deadlines.find((known) => known.deadline === deadline)?.metAt;
  return because === 'late-fact' && metAt !== undefined ? { keptAt: metAt } : {};
};

const line = (document: CaseDocument, penalty: CasePenalty): PenaltyLine => ({
  case: document.externalId,
  caseId: document.id,
  penaltyId: penalty.penaltyId,
  department: penalty.department,
  level: penalty.level,
  deadline: penalty.name,
  round: Number(penalty.deadline.slice(penalty.deadline.lastIndexOf('#') + 1)),
  dueAt: penalty.dueAt,
  ...(penalty.metAt !== undefined && penalty.state !== 'reversed' && { metAt: penalty.metAt }),
  amountFen: penalty.amountFen,
  CNY: yuan(penalty.amountFen),
  state: penalty.state,
});
