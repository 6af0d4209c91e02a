import type { Words } from '@complaint-ledger/policy';
import type { Formula, Measure, Term, Unit } from './measure.ts';

export const plus = (tally: string, label?: Term['label']): Term => ({ tally, sign: 1, ...(label && { label }) });
export const minus = (tally: string, label?: Term['label']): Term => ({ tally, sign: -1, ...(label && { label }) });

export const words = (zh: string, en: string): Words => ({ 'zh-CN': zh, en });

export const byFiling = words(
  '按投诉时间计入，随案件当前的部门、等级和分类移动。',
  'By filing date; follows the present department, level and classes of the case.',
);
export const whenHappened = words(
  '按发生时间计入当时承办的部门。',
  'When it happened, in the department that held the case then.',
);
export const atEnd = words('期末时点的数量。', 'What stood at the end of the period.');
export const atDue = words(
  '按到期时间计入到期时承办的部门。',
  'At the due time, in the department that held the case then.',
);

export type Extra = Partial<Pick<Measure, 'headline' | 'labels'>>;

export const measure = (
  id: string,
  title: Words,
  unit: Unit,
  rule: string,
  counted: Words,
  formula: Formula,
  extra: Extra = {},
): Measure => ({ id, title, unit, rule, counted, formula, headline: false, ...extra });

export const sum = (...terms: Term[]): Formula => ({ kind: 'sum', terms });
export const standing = (...terms: Term[]): Formula => ({ kind: 'standing', terms });

export const headline = { headline: true } as const;

export const count = (id: string, zh: string, en: string, rule: string, tally = id, extra: Extra = {}): Measure =>
  measure(id, words(zh, en), 'events', rule, whenHappened, sum(plus(tally)), extra);

export const durations = (tally: string, zh: string, en: string, rule: string, since: Words): readonly Measure[] =>
  [0.5, 0.9, 0.99].map((quantile) => {
    const percent = Math.round(quantile * 100);
    return measure(`${tally}.p${percent}`, words(`${zh} P${percent}`, `${en}, p${percent}`), 'ms', rule, since, {
      kind: 'quantile',
      terms: [plus(tally, 'all')],
      quantile,
    });
  });
