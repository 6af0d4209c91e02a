import type { Words } from '@complaint-ledger/policy';
import { itemWord } from '../calls/item-words.ts';
import type { FigureOf } from './figure-path.ts';
import type { Measure } from './measure.ts';
import type { ReportKind } from './report.ts';

export type Language = keyof Words;

/** Words of a policy pack for ids such as `major`; undefined when it has none. */
export type Vocabulary = (
  of: NonNullable<Measure['labels']> | 'departments' | 'offices',
  id: string,
  language: Language,
) => string | undefined;

export const noVocabulary: Vocabulary = () => undefined;

/** `filed.byLevel.major` in words: title and label. */
export const titleOf = (
  { measure, label }: FigureOf,
  language: Language,
  vocabulary: Vocabulary,
): { readonly title: string; readonly label?: string } => ({
  title: measure.title[language],
  ...(label !== undefined && { label: labelOf(measure, label, language, vocabulary) }),
});

export const labelOf = (measure: Measure, label: string, language: Language, vocabulary: Vocabulary): string => {
  if (label === 'unspecified') return { 'zh-CN': '未注明', en: 'not told' }[language];
  const word = measure.labels && vocabulary(measure.labels, label, language);
  return word ?? (measure.labels === 'fields' ? itemWord(label, language) : undefined) ?? label;
};

export const departmentOf = (id: string, language: Language, vocabulary: Vocabulary): string =>
  id === 'unassigned'
    ? { 'zh-CN': '未分派', en: 'unassigned' }[language]
    : (vocabulary('departments', id, language) ?? id);

export const reportTitles: Readonly<Record<ReportKind, Words>> = {
  weekly: { 'zh-CN': '投诉周报', en: 'Weekly complaint report' },
  monthly: { 'zh-CN': '投诉月报', en: 'Monthly complaint report' },
  quarterly: { 'zh-CN': '投诉季报', en: 'Quarterly complaint report' },
  annual: { 'zh-CN': '投诉年报', en: 'Annual complaint report' },
};
