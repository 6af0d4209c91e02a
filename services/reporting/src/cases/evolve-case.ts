import { type CaseDimensions, type CaseEvent, type CaseEventData, parseStreamName } from '@complaint-ledger/contracts';
import type { CaseDeadline, CaseDocument, CasePenalty } from './case-document.ts';

type Opened = Extract<CaseEvent, { type: 'CaseOpened' }>;

/** The case after one more event; undefined before it was opened. */
export const evolveCase = (document: CaseDocument | undefined, event: CaseEvent): CaseDocument | undefined => {
  const lastEvent = { type: event.type, at: event.occurredAt, position: event.position };
  if (event.type === 'CaseOpened') return { ...opened(event), lastEvent };
  if (document === undefined) return undefined;
  const before = event.type === 'CaseReopened' ? unended(document) : document;
  return { ...before, ...changes(document, event), lastEvent };
};

/** Handled again, a case has no end yet. */
const unended = ({
  resolvedAt: _,
  closedAt: __,
  withdrawnAt: ___,
  outcome: ____,
  ...document
}: CaseDocument): CaseDocument => document;

const opened = (event: Opened): Omit<CaseDocument, 'lastEvent'> => {
  const { dims, externalId, about, policyVersion, holder, owner, customer } = event.data;
  return {
    id: parseStreamName(event.stream).id,
    externalId,
    source: dims.source,
    about,
    policy: dims.policy,
    policyVersion,
    zone: dims.zone,
    status: 'open',
    holder,
    proposed: false,
    ...(owner !== undefined && { owner }),
    customer,
    ...classes(dims),
    filedAt: dims.filedAt,
    transfers: 0,
    violations: 0,
    escalations: 0,
    contacts: { reached: 0, unreached: 0 },
    compensationFen: 0,
    deadlines: [],
    penalties: [],
  };
};

type Classes = Pick<
  CaseDocument,
  'department' | 'level' | 'round' | 'category' | 'channel' | 'kind' | 'product' | 'branch'
>;

const classes = ({ department, level, round, category, channel, kind, product, branch }: CaseDimensions): Classes => ({
  department,
  level,
  round,
  ...(category !== undefined && { category }),
  ...(channel !== undefined && { channel }),
  ...(kind !== undefined && { kind }),
  ...(product !== undefined && { product }),
  ...(branch !== undefined && { branch }),
});

const changes = (document: CaseDocument, event: Exclude<CaseEvent, Opened>): Partial<CaseDocument> => {
  const { type, occurredAt } = event;
  switch (type) {
    case 'CaseAssigned':
      return { ...classes(event.data.dims), holder: event.data.holder, proposed: event.data.proposal };
    case 'CaseTransferred':
      return {
        ...classes(event.data.dims),
        holder: event.data.holder,
        proposed: false,
        transfers: event.data.count,
      };
    case 'TransferRuleViolated':
      return { violations: document.violations + 1 };
    case 'LevelChanged':
    case 'CaseReclassified':
      return classes(event.data.dims);
    case 'DeadlineStarted': {
      const { deadline, name, dueAt, response } = event.data;
      return { deadlines: [...document.deadlines, { deadline, name, dueAt, response, status: 'pending' }] };
    }
    case 'DeadlineMoved':
      return withDeadline(document, event.data, ({ dueAt }) => ({ dueAt }));
    case 'DeadlineMet':
      return withDeadline(document, event.data, ({ metAt }) => ({ status: 'met', metAt }));
    case 'DeadlineMissed':
      return withDeadline(document, event.data, ({ metAt }) => ({
        status: 'missed',
        ...(metAt !== undefined && { metAt }),
      }));
    case 'MissedDeadlineMet':
      return {
        ...withDeadline(document, event.data, ({ metAt }) => ({ metAt })),
        penalties: document.penalties.map((penalty) =>
          penalty.deadline === event.data.deadline && penalty.dueAt === event.data.dueAt
            ? { ...penalty, metAt: event.data.metAt }
            : penalty,
        ),
      };
    case 'DeadlineMissReversed':
      return reverseMiss(document, event.data);
    case 'DeadlineLapsed':
      return withDeadline(document, event.data, () => ({ status: 'lapsed' }));
    case 'PenaltyAssessed':
      return { penalties: [...document.penalties, assessed(document, event.data)] };
    case 'PenaltyReversed':
      return withPenalty(document, event.data.penalty, { state: 'reversed', because: event.data.because });
    case 'PenaltyAppealed':
      return withPenalty(document, event.data.penalty, { state: 'appealed' });
    case 'PenaltyWaived':
      return withPenalty(document, event.data.penalty, { state: 'waived' });
    case 'CustomerContacted': {
      const { reached, unreached } = document.contacts;
      return {
        contacts: event.data.reached ? { reached: reached + 1, unreached } : { reached, unreached: unreached + 1 },
      };
    }
    case 'CaseEscalated':
      return { escalations: document.escalations + 1 };
    case 'CompensationGranted':
      return { compensationFen: document.compensationFen + event.data.amountFen };
    case 'CaseResolved': {
      const { verdict, wasResolved = false, dims } = event.data;
      if (wasResolved && dims.round !== document.round) return {};
      return {
        status: wasResolved ? document.status : 'resolved',
        resolvedAt: occurredAt,
        ...(verdict !== undefined && { verdict }),
      };
    }
    case 'CustomerFollowedUp': {
      const { satisfied, rating, outdated = false } = event.data;
      if (outdated || (satisfied === undefined && rating === undefined)) return {};
      return {
        answer: {
          at: occurredAt,
          ...(satisfied !== undefined && { satisfied }),
          ...(rating !== undefined && { rating }),
        },
      };
    }
    case 'CaseReopened':
      return { status: 'open', round: event.data.dims.round };
    case 'CaseWithdrawn':
      return { withdrawnAt: occurredAt };
    case 'CaseClosed':
      return { status: 'closed', closedAt: occurredAt, outcome: event.data.outcome };
    case 'TransferRefused':
    case 'CommandRefused':
    case 'ExtensionRequested':
    case 'ExtensionGranted':
    case 'ExtensionRefused':
    case 'InvestigationRecorded':
    case 'RuleViolated':
    case 'RuleViolationReversed':
    case 'CasePaused':
    case 'CaseResumed':
    case 'CallBackPromised':
    case 'CallBackRenewed':
    case 'DamagePenaltyAssessed':
    case 'RepeatLinked':
      return {};
    default:
      return event satisfies never;
  }
};

const withDeadline = <Data extends { readonly deadline: string }>(
  { deadlines }: CaseDocument,
  data: Data,
  change: (data: Data) => Partial<CaseDeadline>,
): Partial<CaseDocument> => ({
  deadlines: deadlines.map((known) => (known.deadline === data.deadline ? { ...known, ...change(data) } : known)),
});

const reverseMiss = (
  { deadlines }: CaseDocument,
  { deadline, metAt }: CaseEventData['DeadlineMissReversed'],
): Partial<CaseDocument> => ({
  deadlines: deadlines.map((known) => {
    if (known.deadline !== deadline) return known;
    const { metAt: _, ...running } = known;
    return metAt === undefined ? { ...running, status: 'pending' } : { ...running, status: 'met', metAt };
  }),
});

const assessed = (
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

const withPenalty = (
  { penalties }: CaseDocument,
  penaltyId: string,
  change: Partial<CasePenalty>,
): Partial<CaseDocument> => ({
  penalties: penalties.map((penalty) => (penalty.penaltyId === penaltyId ? { ...penalty, ...change } : penalty)),
});
