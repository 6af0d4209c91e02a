import type { Language } from '../reports/titles.ts';

export type WordList =
  | 'kinds'
  | 'categories'
  | 'channels'
  | 'departments'
  | 'levels'
  | 'verdicts'
  | 'offices'
  | 'deadlines'
  | 'pauses'
  | 'steps'
  | 'grounds'
  | 'outcomes'
  | 'compensations'
  | 'fields'
  | 'survey';

/** What a policy calls its ids; undefined where it names none. */
export interface CaseWords {
  word(policy: string, list: WordList, id: string, language: Language): string | undefined;
  /** A value of one of the pack's own fields. */
  value(policy: string, field: string, value: string, language: Language): string | undefined;
  /** The pack's own fields, in its order (FILE-2). */
  fields(policy: string): readonly string[];
}

export const noCaseWords: CaseWords = { word: () => undefined, value: () => undefined, fields: () => [] };
