import type { HistoryEvent } from '../cases/case-history.ts';
import { FormContext, type FormMatter } from './form-context.ts';
import type { Form } from './form.ts';
import { type Entry, deadlinesTable, grid, heading, signatures, stepsTable } from './form-rows.ts';
import { frame, resultRows } from './handling-form.ts';
import { type Happening, happenings } from './happenings.ts';
import { contentEntries, personEntries } from './record-entries.ts';
import { recordedMatter, textOf, toldIn } from './recorded-matter.ts';

/** The order goes out when somebody has the case, or is passed it (FILE-4). */
const issues = new Set(['CaseAssigned', 'CaseTransferred']);

/** Steps of the department that has the order, and not of the desk that issued it. */
const ofDepartment = new Set([
  'CustomerContacted',
  'InvestigationRecorded',
  'ExtensionRequested',
  'ExtensionGranted',
  'ExtensionRefused',
  'CompensationGranted',
  'CasePaused',
  'CaseResumed',
  'CallBackPromised',
  'CallBackRenewed',
  'CaseEscalated',
  'CaseResolved',
]);

const orderEntries = (form: FormContext, issued: Happening | undefined): readonly Entry[] => {
  const { document } = form;
  return [
    [form.label('receivingDepartment'), form.wordIf('departments', document.receivingDepartment) ?? ''],
    [form.label('issuedBy'), issued === undefined || issued.who === '' ? (document.owner ?? undefined) : issued.who],
    [form.label('issuedAt'), form.timeIf(issued?.at)],
    [
      form.label('orderedDepartment'),
      document.department === 'unassigned' ? undefined : form.word('departments', document.department),
    ],
    [form.label('holder'), document.holder.person ?? document.holder.group ?? ''],
    [form.label('filedAt'), form.time(document.filedAt)],
    [form.label('kind'), form.wordIf('kinds', document.kind) ?? ''],
    [form.label('level'), form.word('levels', document.level)],
    [form.label('category'), form.wordIf('categories', document.category) ?? ''],
  ];
};

const HANDOVER = ['need', 'facts', 'promised', 'contact'] as const;

/** What the last hand-over told (XFER-3), when it said more than the record. */
const handoverEntries = (history: readonly HistoryEvent[], form: FormContext): readonly Entry[] => {
  for (const { personal } of history.toReversed()) {
    const handover = personal !== undefined && 'fields' in personal ? personal.fields['handover'] : undefined;
    const told = toldIn(handover);
    if (Object.keys(told).length === 0) continue;
    return HANDOVER.map((part): Entry => [form.label(`handover.${part}`), textOf(told[part]) || undefined]);
  }
  return [];
};

/** 协调工作单 of a case (REP-4): what the department is asked to do by when, and what it answers. */
export const workOrder = (matter: FormMatter): Form => {
  const form = new FormContext(matter);
  const recorded = recordedMatter(matter.history);
  const steps = happenings(matter.history, form);
  const issued = steps.findLast(({ type }) => issues.has(type));
  const done = steps.filter(({ type }) => ofDepartment.has(type));
  return {
    kind: 'work-order',
    name: `work-order-${form.document.externalId}`,
    title: form.label('workOrder'),
    ...frame(form),
    rows: [
      heading(form.label('order')),
      ...grid(orderEntries(form, issued), 3, form),
      ...grid(personEntries(recorded, form), 3, form),
      heading(form.label('orderContent')),
      ...grid([...contentEntries(recorded, form), ...handoverEntries(matter.history, form)], 1, form),
      heading(form.label('orderLimits')),
      ...deadlinesTable(form),
      heading(form.label('orderHandling')),
      ...stepsTable(done, form),
      heading(form.label('orderResult')),
      ...resultRows(form, steps),
      heading(form.label('orderSignatures')),
      ...signatures(
        [
          form.label('signedIssuer'),
          form.label('signedHandler'),
          form.label('signedHead'),
          form.label('signedCustomer'),
        ],
        form,
      ),
    ],
  };
};
