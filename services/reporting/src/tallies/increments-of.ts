import type { CaseDimensions, CaseEvent, CaseEventData } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import { countFiled, moveFiled } from './facets.ts';
import { UNSPECIFIED, labelled, type Increment } from './increment.ts';
import { binOf } from './time-sketch.ts';

/**
 * What one event adds to which figures, from that event alone (REP-2). Filed cases count at their filing date in their present
 * department; what happened counts where and when it happened; a miss and its penalty count at the due time.
 */
export const incrementsOf = (event: CaseEvent): readonly Increment[] => {
  const increments = countedFrom(event);
  return event.data.dims.task === true ? increments.filter(({ measure }) => OF_TASKS.test(measure)) : increments;
};

/** What counts of a call-back that is no complaint: how it was kept, and what was broken (CALL-6, CALL-7). */
const OF_TASKS = /^(callBacks|deadlines|penalties|refusals|transfers|violations)\b/;

/** A share of a damage is appealed and waived as the deadline `damage` (PEN-2, PEN-3). */
const finedAs = ({ deadline }: { readonly deadline: string }): 'damages' | 'penalties' =>
  deadline === 'damage' ? 'damages' : 'penalties';

const countedFrom = (event: CaseEvent): readonly Increment[] => {
  const into: Increment[] = [];
  const { department } = event.data.dims;
  const now = epochOf(event.occurredAt);
  const happened = (measure: string, amount = 1, where = department, at = now): void => {
    if (amount !== 0) into.push({ measure, at, department: where, amount, standing: false });
  };

  switch (event.type) {
    case 'CaseOpened': {
      const filedAt = epochOf(event.data.dims.filedAt);
      countFiled(event.data.dims, filedAt, 1, into);
      stands('open', 1, filedAt, department, into);
      const { missing = [] } = event.data;
      if (missing.length > 0) happened('incomplete', 1, department, filedAt);
      for (const item of missing) happened(labelled('missing', item), 1, department, filedAt);
      break;
    }
    case 'CaseTransferred':
      happened('transfers', 1, event.data.unit);
      moveCase(event.data, now, into);
      break;
    case 'CaseAssigned':
    case 'LevelChanged':
    case 'CaseReclassified':
      moveCase(event.data, now, into);
      break;
    case 'TransferRuleViolated':
      happened('transfers.violations', 1, event.data.unit);
      for (const rule of event.data.rules) happened(labelled('transfers.violationsByRule', rule), 1, event.data.unit);
      break;
    case 'TransferRefused':
      happened('transfers.refused', 1, event.data.unit);
      happened(labelled('transfers.refusedByRule', event.data.rule), 1, event.data.unit);
      break;
    case 'CommandRefused':
      happened(labelled('refusals.byRule', event.data.rule));
      break;
    case 'DeadlineStarted':
      stands(pending(event.data), 1, now, department, into);
      if (event.data.callBack === true) happened('callBacks.promised');
      break;
    case 'DeadlineMoved':
      break;
    case 'PenaltyAppealed':
      happened(`${finedAs(event.data)}.appealed`, 1, department, epochOf(event.data.dueAt));
      break;
    case 'DeadlineMet':
      happened(labelled('deadlines.met', event.data.name), 1, department, epochOf(event.data.dueAt));
      if (event.data.callBack === true) happened('callBacks.kept', 1, department, epochOf(event.data.dueAt));
      stands(pending(event.data), -1, epochOf(event.data.metAt), event.data.presentDepartment ?? department, into);
      break;
    case 'DeadlineMissed': {
      const { name, dueAt, metAt, overdueUntil = metAt, response, presentDepartment } = event.data;
      const due = epochOf(dueAt);
      happened(labelled('deadlines.missed', name), 1, department, due);
      if (response) happened('responsesMissed', 1, department, due);
      if (event.data.callBack === true) happened('callBacks.missed', 1, department, due);
      const where = presentDepartment ?? department;
      stands(pending(event.data), -1, due, where, into);
      stands(overdue(event.data), 1, due, where, into);
      if (overdueUntil !== undefined)
        stands(overdue(event.data), -1, Math.max(due, epochOf(overdueUntil)), where, into);
      break;
    }
    case 'MissedDeadlineMet':
      stands(overdue(event.data), -1, epochOf(event.data.metAt), event.data.presentDepartment ?? department, into);
      break;
    case 'DeadlineMissReversed':
      reverseMiss(event.data, into, happened);
      break;
    case 'DeadlineLapsed':
      stands(pending(event.data), -1, epochOf(event.data.lapsedAt), department, into);
      break;
    case 'PenaltyAssessed':
      happened('penalties.assessed', 1, department, epochOf(event.data.dueAt));
      happened('penalties.assessedFen', event.data.amountFen, department, epochOf(event.data.dueAt));
      break;
    case 'PenaltyReversed':
      happened('penalties.reversed', 1, department, epochOf(event.data.dueAt));
      happened('penalties.reversedFen', event.data.amountFen, department, epochOf(event.data.dueAt));
      break;
    case 'PenaltyWaived':
      happened(`${finedAs(event.data)}.waived`, 1, department, epochOf(event.data.dueAt));
      happened(`${finedAs(event.data)}.waivedFen`, event.data.amountFen, department, epochOf(event.data.dueAt));
      break;
    case 'CustomerContacted': {
      const { reached, firstAfterMs, supersedes } = event.data;
      happened(reached ? 'contacts.reached' : 'contacts.unreached');
      if (event.data.askedFirst === true) happened('contacts.askedFirst');
      if (firstAfterMs !== undefined) happened(labelled('timeToFirstContact', String(binOf(firstAfterMs))));
      if (supersedes !== undefined) {
        const bin = labelled('timeToFirstContact', String(binOf(supersedes.firstAfterMs)));
        happened(bin, -1, supersedes.department, epochOf(supersedes.occurredAt));
      }
      break;
    }
    case 'CaseEscalated':
      happened('escalations');
      break;
    case 'ExtensionRequested':
      happened('extensions.requested');
      break;
    case 'ExtensionGranted':
      happened('extensions.granted');
      break;
    case 'ExtensionRefused':
      happened('extensions.refused');
      break;
    case 'InvestigationRecorded':
      happened('investigations');
      break;
    case 'CompensationGranted':
      happened('compensations');
      happened('compensations.fen', event.data.amountFen);
      happened(labelled('compensations.byType', event.data.compensation));
      break;
    case 'CaseResolved':
      happened('resolved');
      happened(labelled('verdicts', event.data.verdict ?? UNSPECIFIED));
      happened(labelled('timeToResolve', String(binOf(event.data.elapsedMs))));
      if (event.data.wasResolved !== true) stands('open', -1, now, department, into);
      if (event.data.supersedes !== undefined) supersede(event.data.supersedes, now, into, happened);
      break;
    case 'CustomerFollowedUp':
      countAnswer(event.data, happened);
      break;
    case 'CaseReopened':
      happened('reopened');
      if (event.data.wasResolved) stands('open', 1, now, department, into);
      endOverdue(event.data, now, into);
      break;
    case 'RuleViolated':
      for (const rule of event.data.rules) happened(labelled('violations.byRule', rule));
      break;
    case 'RuleViolationReversed':
      for (const rule of event.data.rules)
        happened(labelled('violations.byRule', rule), -1, department, epochOf(event.data.violatedAt));
      break;
    case 'RepeatLinked':
      happened('repeats', 1, department, epochOf(event.data.dims.filedAt));
      break;
    case 'DamagePenaltyAssessed':
      happened('damages.assessed');
      happened('damages.assessedFen', event.data.amountFen ?? 0);
      break;
    case 'CasePaused':
    case 'CaseResumed':
    case 'CallBackPromised':
      break;
    case 'CallBackRenewed':
      happened('callBacks.renewed');
      break;
    case 'CaseWithdrawn':
      happened('withdrawn');
      break;
    case 'CaseClosed':
      happened('closed');
      if (!event.data.wasResolved) stands('open', -1, now, department, into);
      endOverdue(event.data, now, into);
      break;
    default:
      event satisfies never;
  }
  return into;
};

type Happened = (measure: string, amount?: number, where?: string, at?: number) => void;

const pending = ({ name }: { readonly name: string }): string => labelled('deadlines.pending', name);
const overdue = ({ name }: { readonly name: string }): string => labelled('deadlines.overdue', name);

const stands = (measure: string, amount: number, at: number, department: string, into: Increment[]): void => {
  into.push({ measure, at, department, amount, standing: true });
};

interface Change {
  readonly dims: CaseDimensions;
  readonly was: CaseDimensions;
  readonly carries?: CaseEventData['CaseTransferred']['carries'];
}

const moveCase = ({ dims, was, carries }: Change, at: number, into: Increment[]): void => {
  moveFiled(was, dims, epochOf(was.filedAt), epochOf(dims.filedAt), into);
  if (was.department === dims.department) return;
  const move = (measure: string): void => {
    stands(measure, -1, at, was.department, into);
    stands(measure, 1, at, dims.department, into);
  };
  if (carries?.open ?? true) move('open');
  for (const name of carries?.pending ?? []) move(pending({ name }));
  for (const name of carries?.overdue ?? []) move(overdue({ name }));
};

/** As if the miss had never been declared: the deadline ran on from its due time, until it was met or a new due time came. */
const reverseMiss = (data: CaseEventData['DeadlineMissReversed'], into: Increment[], happened: Happened): void => {
  const { dims, name, dueAt, metAt, overdueUntil, response } = data;
  const due = epochOf(dueAt);
  happened(labelled('deadlines.reversed', name), 1, dims.department, due);
  if (metAt !== undefined) happened(labelled('deadlines.met', name), 1, dims.department, due);
  if (response) happened('responsesMissed', -1, dims.department, due);
  if (data.callBack === true) {
    happened('callBacks.missed', -1, dims.department, due);
    if (metAt !== undefined) happened('callBacks.kept', 1, dims.department, due);
  }
  const where = data.presentDepartment ?? dims.department;
  stands(overdue(data), -1, due, where, into);
  if (overdueUntil !== undefined) stands(overdue(data), 1, Math.max(due, epochOf(overdueUntil)), where, into);
  stands(pending(data), 1, due, where, into);
  if (metAt !== undefined) stands(pending(data), -1, epochOf(metAt), where, into);
};

/** Settled earlier than had been known: counted and left the open cases then, and not when that was held for the settlement. */
const supersede = (
  known: NonNullable<CaseEventData['CaseResolved']['supersedes']>,
  at: number,
  into: Increment[],
  happened: Happened,
): void => {
  const { department } = known;
  const knownAt = epochOf(known.occurredAt);
  happened('resolved', -1, department, knownAt);
  happened(labelled('verdicts', known.verdict ?? UNSPECIFIED), -1, department, knownAt);
  happened(labelled('timeToResolve', String(binOf(known.elapsedMs))), -1, department, knownAt);
  stands('open', -1, at, department, into);
  stands('open', 1, knownAt, department, into);
};

/** Answers to the questions of the survey (FUP-4); `sign` −1 takes out those that later ones replaced. */
const countSurvey = (
  answers: Readonly<Record<string, number>>,
  sign: 1 | -1,
  happened: Happened,
  where: string,
  at?: number,
): void => {
  for (const [question, answer] of Object.entries(answers)) {
    happened(labelled('survey.sum', question), sign * answer, where, at);
    happened(labelled('survey.count', question), sign, where, at);
  }
};

/** The last answer of a case is the one that counts (FUP-3): it takes out the one before it where that was counted. */
const countAnswer = (data: CaseEventData['CustomerFollowedUp'], happened: Happened): void => {
  happened(data.reached ? 'followUps.reached' : 'followUps.unreached');
  const { answers, answersOutdated = false, supersedesAnswers: before } = data;
  if (answers !== undefined && !answersOutdated) countSurvey(answers, 1, happened, data.dims.department);
  if (before !== undefined) countSurvey(before.answers, -1, happened, before.department, epochOf(before.occurredAt));
  if ((data.satisfied === undefined && data.rating === undefined) || data.outdated === true) return;
  const answer = (
    { satisfied, rating }: Pick<CaseEventData['CustomerFollowedUp'], 'satisfied' | 'rating'>,
    sign: 1 | -1,
    where: string,
    at?: number,
  ): void => {
    happened('satisfaction.asked', sign, where, at);
    if (satisfied !== undefined)
      happened(satisfied ? 'satisfaction.satisfied' : 'satisfaction.notSatisfied', sign, where, at);
    if (rating === undefined) return;
    happened('satisfaction.ratingSum', sign * rating, where, at);
    happened('satisfaction.ratingCount', sign, where, at);
  };
  answer(data, 1, data.dims.department);
  const { supersedes } = data;
  if (supersedes !== undefined) answer(supersedes, -1, supersedes.department, epochOf(supersedes.occurredAt));
};

const endOverdue = (
  { dims, endsOverdue = [] }: { readonly dims: CaseDimensions; readonly endsOverdue?: readonly string[] },
  at: number,
  into: Increment[],
): void => {
  for (const name of endsOverdue) stands(overdue({ name }), -1, at, dims.department, into);
};
