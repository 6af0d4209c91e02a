import type { CaseEvent, HolderRef } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import type { HistoryEvent } from '../cases/case-history.ts';
import type { FormContext } from './form-context.ts';
import { happeningWords } from './happening-words.ts';
import { textOf } from './recorded-matter.ts';

/** One step of a case as a form prints it. */
export interface Happening {
  readonly type: string;
  readonly at: string;
  readonly what: string;
  readonly who: string;
  readonly note: string;
  /** What was written about it; in the note, too. */
  readonly text: string;
}

const TEXTS = ['summary', 'findings', 'comment', 'reason'] as const;

/** What was written about an event, with it or with the fact that led to it; of a fact, at the first event that it led to. */
const writtenOn = (event: HistoryEvent, facts: Map<string, HistoryEvent>): string => {
  const cause = event.causationId ?? '';
  const fact = facts.get(cause);
  facts.delete(cause);
  for (const { personal } of [event, fact].filter((each) => each !== undefined)) {
    if (personal === undefined || !('fields' in personal)) continue;
    const texts = TEXTS.map((name) => textOf(personal.fields[name])).filter((text) => text !== '');
    if (texts.length > 0) return texts.join('\n');
  }
  return '';
};

const holderText = (holder: HolderRef, form: FormContext): string =>
  [form.wordIf('departments', holder.department), holder.group, holder.person]
    .filter((name) => name !== undefined)
    .join(' / ');

const yesNo = (form: FormContext, yes: boolean, zh: readonly [string, string], en: readonly [string, string]): string =>
  (form.language === 'en' ? en : zh)[yes ? 0 : 1];

/** What the event itself says, in the pack's words. */
const particulars = (event: CaseEvent, form: FormContext): readonly (string | undefined)[] => {
  const said = (zh: string, en: string, value: string | undefined): string | undefined =>
    value === undefined ? undefined : form.said(form.language === 'en' ? en : zh, value);
  switch (event.type) {
    case 'CaseOpened':
      return [form.wordIf('channels', event.data.dims.channel)];
    case 'RepeatLinked':
      return [form.label('repeat', event.data.number)];
    case 'CaseAssigned': {
      const holder = holderText(event.data.to ?? event.data.holder, form);
      return [holder, event.data.proposal ? yesNo(form, true, ['按规则', ''], ['by rule', '']) : undefined];
    }
    case 'CaseTransferred': {
      const { from, to, holder } = event.data;
      return [`${holderText(from, form)} → ${holderText(to ?? holder, form)}`];
    }
    case 'TransferRefused':
      return [`${holderText(event.data.from, form)} → ${holderText(event.data.to, form)}`, event.data.rule];
    case 'CustomerContacted':
      return [yesNo(form, event.data.reached, ['已接通', '未接通'], ['reached', 'not reached'])];
    case 'CaseEscalated':
      return [form.authority(event.data.to)];
    case 'LevelChanged':
      return [`${form.word('levels', event.data.was.level)} → ${form.word('levels', event.data.dims.level)}`];
    case 'CaseReclassified':
      return [form.wordIf('kinds', event.data.dims.kind), form.wordIf('categories', event.data.dims.category)];
    case 'ExtensionRequested':
      return [
        form.word('deadlines', event.data.name),
        said('延至', 'until', form.time(event.data.until)),
        form.wordIf('grounds', event.data.ground),
      ];
    case 'ExtensionGranted':
      return [form.word('deadlines', event.data.name), said('延至', 'until', form.timeIf(event.data.until))];
    case 'ExtensionRefused':
      return [form.word('deadlines', event.data.name)];
    case 'InvestigationRecorded':
      return [
        said('签字', 'signed', event.data.signedBy && form.authority(event.data.signedBy)),
        said('要求时间', 'until', form.timeIf(event.data.until)),
      ];
    case 'CompensationGranted': {
      const { compensation, amountFen, authority, authorisedBy } = event.data;
      const allowed = [authority === undefined ? undefined : form.authority(authority), authorisedBy];
      const who = allowed.filter((part) => part !== undefined).join(' ');
      return [
        `${form.word('compensations', compensation)} ${form.money(amountFen)}`,
        said('批准', 'authorised', who === '' ? undefined : who),
      ];
    }
    case 'CasePaused':
      return [form.word('pauses', event.data.reason)];
    case 'CallBackPromised':
    case 'CallBackRenewed':
      return [said('回电时间', 'by', form.time(event.data.until)), event.data.person];
    case 'CaseResolved':
      return [form.wordIf('verdicts', event.data.verdict)];
    case 'CustomerFollowedUp': {
      const { reached, satisfied, rating } = event.data;
      return [
        yesNo(form, reached, ['已接通', '未接通'], ['reached', 'not reached']),
        satisfied === undefined
          ? undefined
          : yesNo(form, satisfied, ['满意', '不满意'], ['satisfied', 'not satisfied']),
        said('评分', 'rating', rating === undefined ? undefined : String(rating)),
      ];
    }
    case 'CaseReopened':
      return [form.label('round', event.data.dims.round)];
    case 'CaseClosed':
      return [form.word('outcomes', event.data.outcome)];
    case 'CaseResumed':
    case 'CaseWithdrawn':
    case 'CommandRefused':
    case 'DamagePenaltyAssessed':
    case 'DeadlineLapsed':
    case 'DeadlineMet':
    case 'DeadlineMissReversed':
    case 'DeadlineMissed':
    case 'DeadlineMoved':
    case 'DeadlineStarted':
    case 'MissedDeadlineMet':
    case 'PenaltyAppealed':
    case 'PenaltyAssessed':
    case 'PenaltyReversed':
    case 'PenaltyWaived':
    case 'RuleViolated':
    case 'RuleViolationReversed':
    case 'TransferRuleViolated':
      return [];
    default:
      return event satisfies never;
  }
};

const whatOf = (event: CaseEvent, form: FormContext): string | undefined =>
  event.type === 'InvestigationRecorded' && event.data.step !== undefined
    ? form.word('steps', event.data.step)
    : happeningWords[event.type]?.[form.language];

const whoOf = (event: CaseEvent): string => {
  if (event.type === 'CaseOpened') return event.data.owner ?? '';
  if ('by' in event.data && event.data.by !== undefined) return event.data.by;
  return event.actor.kind === 'person' ? event.actor.id : '';
};

/** The steps of a case in the order in which they happened, with times and names (REP-4). */
export const happenings = (history: readonly HistoryEvent[], form: FormContext): readonly Happening[] => {
  const facts = new Map(history.map((event) => [event.id, event]));
  const told: (readonly [ms: number, Happening])[] = [];
  for (const each of history) {
    const event = each as unknown as CaseEvent;
    const what = whatOf(event, form);
    if (what === undefined) continue;
    // The record itself is printed elsewhere.
    const text = event.type === 'CaseOpened' ? '' : writtenOn(each, facts);
    const note = form.joined([...particulars(event, form), text]);
    told.push([
      epochOf(event.occurredAt),
      { type: event.type, at: event.occurredAt, what, who: whoOf(event), note, text },
    ]);
  }
  return told.toSorted(([a], [b]) => a - b).map(([, happening]) => happening);
};
