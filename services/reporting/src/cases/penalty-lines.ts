import { type PeriodKind, epochOf, parsePeriod, periodBounds, periodsOf } from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { yuan } from '../reports/evaluate.ts';
import type { CaseDamage, CaseDocument, CasePenalty, PenaltyState } from './case-document.ts';
import { CASES } from './case-projection.ts';

/** One fine or damage-based penalty of a department, as its head reads it (PEN-1…3). */
export interface PenaltyLine {
  /** The source's own id of the case. */
  readonly case: string;
  readonly caseId: string;
  readonly penaltyId: string;
  readonly department: string;
  readonly level: string;
  /** The deadline that was missed; `damage` for a share of a loss. */
  readonly deadline: string;
  readonly round: number;
  /** When it counts: the due time, or when the damage was assessed. */
  readonly dueAt: string;
  readonly metAt?: string;
  readonly amountFen: number;
  readonly CNY: string;
  readonly state: PenaltyState;
  readonly reversedBecause?: NonNullable<CasePenalty['because']>;
  /** When it turned out to have been done in time; of a fine reversed for a late fact. */
  readonly keptAt?: string;
  /** Of a damage-based penalty: who bears which share of what, and of which loss. Its amount is 0 while nobody told the base. */
  readonly person?: string;
  readonly share?: CaseDamage['share'];
  /** `5 %` of the wage or bonus. */
  readonly percent?: string;
  readonly of?: CaseDamage['of'];
  readonly lossFen?: number;
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
 * Penalties of the period of their due time, damage-based ones of that of their assessment, in the zone of their policy, as the
 * tallies count them; in the order of those times. LedgerError `invalid-input` with path `period`.
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
    const all = [
      ...body.penalties.map((penalty) => lineOf(body, penalty)),
      ...body.damages.map((damage) => damageLine(body, damage)),
    ];
    for (const told of all) {
      const due = epochOf(told.dueAt);
      const asked = request.department === undefined || told.department === request.department;
      if (asked && periodsOf(due, body.zone)[request.kind] === period) lines.push([due, told]);
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

const damageLine = (document: CaseDocument, damage: CaseDamage): PenaltyLine => {
  const amountFen = damage.amountFen ?? 0;
  return {
    case: document.externalId,
    caseId: document.id,
    penaltyId: damage.penaltyId,
    department: damage.department,
    level: damage.level,
    deadline: 'damage',
    round: damage.round,
    dueAt: damage.at,
    amountFen,
    CNY: yuan(amountFen),
    state: damage.state,
    person: damage.person,
    share: damage.share,
    percent: `${damage.basisPoints / 100} %`,
    of: damage.of,
    lossFen: damage.lossFen,
  };
};
