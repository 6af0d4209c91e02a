import { COLUMNS, type FormCell, type FormRow } from './form.ts';
import type { FormContext } from './form-context.ts';
import { deadlineStates, penaltyStates } from './form-labels.ts';
import type { Happening } from './happenings.ts';

/** A label and its value; undefined: nobody told, which is printed as missing. */
export type Entry = readonly [label: string, value: string | undefined];

const LABEL = 3;

const valueCell = (value: string | undefined, span: number, form: FormContext): FormCell =>
  value === undefined ? { text: form.label('missing'), span, missing: true } : { text: value, span };

/** Labels and values, so many side by side. */
export const grid = (entries: readonly Entry[], perRow: 1 | 2 | 3, form: FormContext): readonly FormRow[] => {
  const width = COLUMNS / perRow;
  const rows: FormRow[] = [];
  for (let at = 0; at < entries.length; at += perRow) {
    const part = entries.slice(at, at + perRow);
    const cells = part.flatMap(([label, value], index): readonly FormCell[] => {
      const isLast = index === part.length - 1;
      const span = (isLast ? COLUMNS - index * width : width) - LABEL;
      return [{ text: label, span: LABEL, label: true }, valueCell(value, span, form)];
    });
    rows.push({ row: 'cells', cells });
  }
  return rows;
};

export const heading = (text: string): FormRow => ({ row: 'heading', text });

/** A table: widths of its columns, their names, and the rows. */
export const table = (
  widths: readonly number[],
  head: readonly string[],
  body: readonly (readonly string[])[],
): readonly FormRow[] => {
  const cells = (texts: readonly string[], label: boolean): readonly FormCell[] =>
    texts.map((text, column) => ({ text, span: widths[column] ?? 0, ...(label && { label }) }));
  return [
    { row: 'cells', cells: cells(head, true), head: true },
    ...body.map((texts): FormRow => ({ row: 'cells', cells: cells(texts, false) })),
  ];
};

/** Lines to sign on, with a date. */
export const signatures = (names: readonly string[], form: FormContext): readonly FormRow[] => {
  const span = COLUMNS / names.length;
  const cells = names.map((name) => ({ text: `${name}\n\n${form.label('date')}`, span }));
  return [{ row: 'cells', cells, tall: true }];
};

export const stepsTable = (steps: readonly Happening[], form: FormContext): readonly FormRow[] =>
  table(
    [5, 4, 4, 11],
    [form.label('time'), form.label('step'), form.label('by'), form.label('note')],
    steps.map(({ at, what, who, note }) => [form.time(at), what, who, note]),
  );

/** The deadlines of the case with what became of them, and their fines. */
export const deadlinesTable = (form: FormContext): readonly FormRow[] => {
  const { deadlines, penalties, round } = form.document;
  return table(
    [7, 5, 5, 3, 4],
    [form.label('deadline'), form.label('dueAt'), form.label('metAt'), form.label('outcome'), form.label('penalty')],
    deadlines.map(({ deadline, name, dueAt, metAt, status }) => {
      const of = /#(\d+)/.exec(deadline)?.[1] ?? '1';
      const turn = round > 1 ? ` (${form.label('round', Number(of))})` : '';
      const fines = penalties.filter((penalty) => penalty.deadline === deadline);
      return [
        `${form.word('deadlines', name)}${turn}`,
        form.time(dueAt),
        form.timeIf(metAt) ?? '',
        deadlineStates[status][form.language],
        form.joined(fines.map((fine) => form.money(fine.amountFen) + penaltyStates[fine.state][form.language])),
      ];
    }),
  );
};
