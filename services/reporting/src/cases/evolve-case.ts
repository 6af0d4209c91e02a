import type { CaseEvent } from '@complaint-ledger/contracts';
import { withDeadline, withoutMiss } from './case-deadlines.ts';
import type { CaseDocument } from './case-document.ts';
import { extensionAsked, extensionDecided } from './case-extensions.ts';
import { finedBy, madeGood, sharedBy, withPenalty, withoutFine } from './case-penalties.ts';
import { classedAs, openCaseDocument } from './open-case-document.ts';

/** The case after one more event; undefined before it was opened. */
export const evolveCase = (document: CaseDocument | undefined, event: CaseEvent): CaseDocument | undefined => {
  const lastEvent = { type: event.type, at: event.occurredAt, position: event.position };
  if (event.type === 'CaseOpened') return { ...openCaseDocument(event), lastEvent };
  if (document === undefined) return undefined;
  return { ...before(document, event), ...changes(document, event), lastEvent };
};

const before = (document: CaseDocument, event: CaseEvent): CaseDocument => {
  if (event.type === 'CaseReopened') return unended(document);
  return 'was' in event.data ? classedAs(document, event.data.dims) : document;
};

/** Handled again, a case has no end yet. */
const unended = ({
  resolvedAt: _,
  closedAt: __,
  withdrawnAt: ___,
  outcome: ____,
  ...document
}: CaseDocument): CaseDocument => document;

const by = (data: { readonly by?: string }): { readonly by?: string } => (data.by === undefined ? {} : { by: data.by });

const counted = (counts: Readonly<Record<string, number>>, rules: readonly string[], step: 1 | -1 = 1) => {
  const next = { ...counts };
  for (const rule of rules) {
    const count = (next[rule] ?? 0) + step;
    if (count > 0) next[rule] = count;
    else delete next[rule];
  }
  return next;
};

const changes = (document: CaseDocument, event: Exclude<CaseEvent, { type: 'CaseOpened' }>): Partial<CaseDocument> => {
  const { type, occurredAt, data } = event;
  switch (type) {
    case 'CaseAssigned':
      return { holder: data.holder, proposed: data.proposal };
    case 'CaseTransferred':
      return { holder: data.holder, proposed: false, transfers: data.count };
    case 'TransferRuleViolated':
      return { violations: document.violations + 1, brokenRules: counted(document.brokenRules, data.rules) };
    case 'RuleViolated':
      return { brokenRules: counted(document.brokenRules, data.rules) };
    case 'RuleViolationReversed':
      return { brokenRules: counted(document.brokenRules, data.rules, -1) };
    case 'TransferRefused':
    case 'CommandRefused':
      return { refusals: counted(document.refusals, [data.rule]) };
    case 'LevelChanged':
    case 'CaseReclassified':
      return {};
    case 'DeadlineStarted': {
      const { deadline, name, dueAt, response } = data;
      return { deadlines: [...document.deadlines, { deadline, name, dueAt, response, status: 'pending' }] };
    }
    case 'DeadlineMoved':
      return withDeadline(document, data, ({ dueAt }) => ({ dueAt }));
    case 'DeadlineMet':
      return withDeadline(document, data, ({ metAt }) => ({ status: 'met', metAt }));
    case 'DeadlineMissed':
      return withDeadline(document, data, ({ metAt }) => ({
        status: 'missed',
        ...(metAt !== undefined && { metAt }),
      }));
    case 'MissedDeadlineMet':
      return { ...withDeadline(document, data, ({ metAt }) => ({ metAt })), ...madeGood(document, data) };
    case 'DeadlineMissReversed':
      return withoutMiss(document, data);
    case 'DeadlineLapsed':
      return withDeadline(document, data, () => ({ status: 'lapsed' }));
    case 'PenaltyAssessed':
      return { penalties: [...document.penalties, finedBy(document, data)] };
    case 'DamagePenaltyAssessed':
      return { damages: [...document.damages, sharedBy(event)] };
    case 'PenaltyReversed':
      return withoutFine(document, data);
    case 'PenaltyAppealed':
      return withPenalty(document, data.penalty, 'appealed');
    case 'PenaltyWaived':
      return withPenalty(document, data.penalty, 'waived');
    case 'CustomerContacted': {
      const { reached, unreached } = document.contacts;
      return { contacts: data.reached ? { reached: reached + 1, unreached } : { reached, unreached: unreached + 1 } };
    }
    case 'CaseEscalated':
      return { escalations: [...document.escalations, { to: data.to, at: occurredAt, ...by(data) }] };
    case 'InvestigationRecorded': {
      const { step, signedBy, until } = data;
      const done = {
        at: occurredAt,
        ...(step !== undefined && { step }),
        ...(signedBy !== undefined && { signedBy }),
        ...(until !== undefined && { until }),
        ...by(data),
      };
      return { steps: [...document.steps, done] };
    }
    case 'CompensationGranted': {
      const { compensation, amountFen, authority, authorisedBy } = data;
      const granted = {
        at: occurredAt,
        compensation,
        amountFen,
        ...(authority !== undefined && { authority }),
        ...(authorisedBy !== undefined && { authorisedBy }),
        ...by(data),
      };
      return {
        compensationFen: document.compensationFen + amountFen,
        compensations: [...document.compensations, granted],
      };
    }
    case 'CasePaused':
      return { pauses: [...document.pauses, { from: occurredAt, reason: data.reason }] };
    case 'CaseResumed':
      return {
        pauses: document.pauses.map((pause) => (pause.to === undefined ? { ...pause, to: occurredAt } : pause)),
      };
    case 'CallBackPromised': {
      const { until, person } = data;
      const promised = { at: occurredAt, until, ...(person !== undefined && { person }), ...by(data) };
      return { promises: [...document.promises, promised] };
    }
    case 'CallBackRenewed': {
      const last = document.promises.at(-1);
      if (last === undefined) return {};
      const { until, person } = data;
      const renewed = { ...last, until, ...(person !== undefined && { person }), renewals: (last.renewals ?? 0) + 1 };
      return { promises: [...document.promises.slice(0, -1), renewed] };
    }
    case 'ExtensionRequested':
      return { extensions: extensionAsked(document, event) };
    case 'ExtensionGranted':
    case 'ExtensionRefused':
      return { extensions: extensionDecided(document, event) };
    case 'RepeatLinked':
      return { repeatOf: data.of, repeat: data.number };
    case 'CaseResolved': {
      const { verdict, wasResolved = false, dims } = data;
      if (wasResolved && dims.round !== document.round) return {};
      return {
        status: wasResolved ? document.status : 'resolved',
        resolvedAt: occurredAt,
        ...(verdict !== undefined && { verdict }),
      };
    }
    case 'CustomerFollowedUp': {
      const { satisfied, rating, outdated = false } = data;
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
      return { status: 'open', round: data.dims.round };
    case 'CaseWithdrawn':
      return { withdrawnAt: occurredAt };
    case 'CaseClosed':
      return { status: 'closed', closedAt: occurredAt, outcome: data.outcome };
    default:
      return event satisfies never;
  }
};
