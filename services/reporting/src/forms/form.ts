import type { Language } from '../reports/titles.ts';

/** 客户投诉、意见、建议、查询处理单 and 协调工作单 (REP-4). */
export const formKinds = ['handling-form', 'work-order'] as const;
export type FormKind = (typeof formKinds)[number];

/** Columns of a form; a row of cells fills them. */
export const COLUMNS = 24;

export interface FormCell {
  readonly text: string;
  /** How many columns it takes. */
  readonly span: number;
  readonly label?: boolean;
  /** It says that something is missing. */
  readonly missing?: boolean;
}

export type FormRow =
  | { readonly row: 'heading'; readonly text: string }
  | {
      readonly row: 'cells';
      readonly cells: readonly FormCell[];
      /** Names the columns of the rows below it. */
      readonly head?: boolean;
      /** Room to sign in. */
      readonly tall?: boolean;
    };

/** A form of a case, ready to be drawn: the same for every medium. */
export interface Form {
  readonly kind: FormKind;
  readonly language: Language;
  readonly title: string;
  /** Beneath the title: number, source. */
  readonly subtitle: string;
  readonly rows: readonly FormRow[];
  /** What the form knows of: the last event of the case. */
  readonly footer: string;
  /** Time of the last event, RFC 3339: the same case gives the same bytes. */
  readonly asOf: string;
  /** File name without ending. */
  readonly name: string;
}
