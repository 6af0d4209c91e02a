import { type Vocabulary, departmentOf, findFigure, titleOf } from '@complaint-ledger/reporting';
import type { Language } from '../cli/language.ts';
import { type Cell, tableOf } from '../cli/table.ts';
import type { Compared } from './figures.ts';
import type { WhatIf } from './what-if.ts';

const isMoney = ({ figure }: Compared): boolean => figure.measure.unit === 'fen';

/** Money is told in yuan: the registry has the same figure in both. */
const titleIn = (compared: Compared, language: Language, vocabulary: Vocabulary): string => {
  const figure = (isMoney(compared) ? findFigure(compared.path.replace(/Fen$/, 'CNY')) : undefined) ?? compared.figure;
  const { title, label } = titleOf(figure, language, vocabulary);
  return label === undefined ? title : `${title} · ${label}`;
};

const rowOf = (compared: Compared, language: Language, vocabulary: Vocabulary): readonly Cell[] => {
  const amount = (value: number): number => (isMoney(compared) ? value / 100 : value);
  const { before, after } = compared;
  return [
    titleIn(compared, language, vocabulary),
    amount(before),
    amount(after),
    before === after ? undefined : amount(after - before),
  ];
};

/** Both sides of every department, after the company as a whole; `only` leaves out the other departments. */
export const whatIfTable = (
  { company, departments }: WhatIf,
  language: Language,
  vocabulary: Vocabulary,
  tried: string,
  only?: string,
): string => {
  const say = (en: string, zh: string): string => ({ en, 'zh-CN': zh })[language];
  const scopes: (readonly [string, readonly Compared[]])[] = [
    [say('Company', '全公司'), company],
    ...[...departments]
      .filter(([id]) => only === undefined || id === only)
      .map(([id, figures]) => [departmentOf(id, language, vocabulary), figures] as const),
  ];
  const rows = scopes.flatMap(([name, figures]) =>
    figures.map((compared, index) => [index === 0 ? name : '', ...rowOf(compared, language, vocabulary)]),
  );
  return tableOf(
    [say('department', '部门'), say('figure', '指标'), say('as recorded', '原有'), tried, say('difference', '差额')],
    rows,
  );
};
