import { FormContext, type FormMatter } from './form-context.ts';
import type { Form, FormRow } from './form.ts';
import { statuses } from './form-labels.ts';
import { type Entry, deadlinesTable, grid, heading, signatures, stepsTable } from './form-rows.ts';
import { type Happening, happenings } from './happenings.ts';
import { contentEntries, otherMissing, ownEntries, personEntries } from './record-entries.ts';
import { recordedMatter, textOf } from './recorded-matter.ts';

/** Items of the record that stand in its first part. */
const RECORD = ['kind', 'channel', 'level', 'category', 'product', 'branch', 'receivedBy', 'lossFen'] as const;

const recordEntries = (form: FormContext, receivedBy: string): readonly Entry[] => {
  const { document } = form;
  const missing = (item: string): boolean => document.missing?.includes(item) ?? false;
  const categories = [document.class, document.category].filter((each) => each !== undefined);
  const category = categories.map((each) => form.word('categories', each)).join(' / ');
  const entries: readonly (readonly [
    (typeof RECORD)[number] | 'filedAt' | 'department' | 'holder',
    string | undefined,
  ])[] = [
    ['kind', form.wordIf('kinds', document.kind)],
    ['channel', form.wordIf('channels', document.channel)],
    ['level', form.word('levels', document.level)],
    ['category', category === '' ? undefined : category],
    ['product', document.product],
    ['branch', document.branch],
    ['filedAt', form.time(document.filedAt)],
    ['receivedBy', receivedBy === '' ? undefined : receivedBy],
    ['lossFen', document.lossFen === undefined ? undefined : form.money(document.lossFen)],
  ];
  const optional = new Set<string>(['product', 'branch', 'lossFen', 'kind']);
  const more: readonly (readonly [Parameters<FormContext['label']>[0], string | undefined])[] = [
    ['receivingDepartment', form.wordIf('departments', document.receivingDepartment)],
    ['owner', document.owner],
    ['department', document.department === 'unassigned' ? undefined : form.word('departments', document.department)],
    ['holder', document.holder.person ?? document.holder.group],
    ['customerGroup', document.customerGroup],
    ['keyCustomer', document.keyCustomer === true ? '✓' : undefined],
    ['repeats', document.repeat === undefined ? undefined : form.label('repeat', document.repeat)],
    ['status', statuses[document.status][form.language]],
  ];
  return [
    ...entries
      .filter(([item, value]) => value !== undefined || !optional.has(item) || missing(item))
      .map(([item, value]): Entry => [form.label(item), value]),
    ...more
      .filter(([item, value]) => value !== undefined || item === 'owner' || item === 'department')
      .map(([item, value]): Entry => [form.label(item), value]),
  ];
};

const lastText = (steps: readonly Happening[], type: string): string =>
  steps.findLast((step) => step.type === type)?.text ?? '';

/** Verdict, settlement, compensation, the customer's word and the end (RES-4, RES-5, RES-7, FUP-3). */
export const resultRows = (form: FormContext, steps: readonly Happening[]): readonly FormRow[] => {
  const { document } = form;
  const settled = document.resolvedAt === undefined ? '' : form.time(document.resolvedAt);
  const given = document.compensations.map(
    ({ compensation, amountFen }) => `${form.word('compensations', compensation)} ${form.money(amountFen)}`,
  );
  const followed = steps.findLast(({ type }) => type === 'CustomerFollowedUp');
  const closed =
    document.closedAt === undefined
      ? ''
      : form.joined([form.time(document.closedAt), form.wordIf('outcomes', document.outcome)]);
  return [
    ...grid(
      [
        [form.label('verdict'), form.wordIf('verdicts', document.verdict) ?? ''],
        [form.label('resolvedAt'), settled],
      ],
      2,
      form,
    ),
    ...grid(
      [
        [form.label('proposal'), lastText(steps, 'CaseResolved')],
        [form.label('compensation'), form.joined(given)],
        [
          form.label('satisfaction'),
          followed === undefined ? '' : form.joined([form.time(followed.at), followed.note]),
        ],
        [form.label('closing'), closed],
      ],
      1,
      form,
    ),
  ];
};

/** What every form says of itself. */
export const frame = (form: FormContext): Pick<Form, 'language' | 'subtitle' | 'footer' | 'asOf'> => {
  const { document } = form;
  const { lastEvent } = document;
  return {
    language: form.language,
    subtitle: [
      form.said(form.label('number'), document.externalId),
      form.said(form.label('source'), document.source),
      ...(form.masked ? [form.label('masked')] : []),
    ].join('    '),
    footer: [
      form.said(form.label('ledgerId'), document.id),
      form.said(form.label('policy'), `${document.policy} v${document.policyVersion}`),
      form.said(form.label('known'), `${form.time(lastEvent.at)} (#${lastEvent.position})`),
    ].join('    '),
    asOf: lastEvent.at,
  };
};

/** 客户投诉、意见、建议、查询处理单 of a case (REP-4). */
export const handlingForm = (matter: FormMatter): Form => {
  const form = new FormContext(matter);
  const recorded = recordedMatter(matter.history);
  const steps = happenings(matter.history, form);
  const receivedBy = textOf(recorded.told['receivedBy']) || textOf(recorded.told['agent']);
  return {
    kind: 'handling-form',
    name: `handling-form-${form.document.externalId}`,
    title: form.label('handlingForm'),
    ...frame(form),
    rows: [
      heading(form.label('record')),
      ...grid(recordEntries(form, receivedBy), 3, form),
      heading(form.label('customer')),
      ...grid(personEntries(recorded, form), 3, form),
      ...grid([...ownEntries(recorded, form), ...otherMissing(form, RECORD)], 3, form),
      heading(form.label('content')),
      ...grid(contentEntries(recorded, form), 1, form),
      heading(form.label('handling')),
      ...stepsTable(steps, form),
      ...(form.document.deadlines.length === 0 ? [] : [heading(form.label('limits')), ...deadlinesTable(form)]),
      heading(form.label('result')),
      ...resultRows(form, steps),
      heading(form.label('signatures')),
      ...signatures(
        [
          form.label('signedReceiver'),
          form.label('signedHandler'),
          form.label('signedHead'),
          form.label('signedLeader'),
        ],
        form,
      ),
    ],
  };
};
