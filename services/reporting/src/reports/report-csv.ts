import { type CsvCell, csv } from './csv.ts';
import { leaves } from './leaves.ts';
import type { Report, ReportScope } from './report.ts';
import { type Language, type Vocabulary, departmentOf, noVocabulary, titleOf } from './titles.ts';

export interface ReportCsvOptions {
  readonly language?: Language;
  readonly vocabulary?: Vocabulary;
  /** Begin with a byte order mark, for Excel. */
  readonly bom?: boolean;
}

const COLUMNS = [
  'kind',
  'period',
  'department',
  'department_name',
  'figure',
  'title',
  'label',
  'unit',
  'value',
  'period_before',
  'change',
  'change_percent',
  'year_before',
  'year_change',
  'year_change_percent',
  'target',
  'reached',
] as const;

/** One row a figure, the company first (its department is empty): to be filtered and pivoted. */
export const reportCsv = (report: Report, options: ReportCsvOptions = {}): string => {
  const { language = 'zh-CN', vocabulary = noVocabulary, bom = false } = options;
  const rowsOf = (scope: ReportScope, department: string, name: string): readonly (readonly CsvCell[])[] =>
    leaves(scope.figures).map((leaf) => {
      const { title, label } = titleOf(leaf, language, vocabulary);
      const before = scope.periodBefore[leaf.path];
      const target = scope.targets?.[leaf.path];
      const year = scope.yearBefore?.[leaf.path];
      return [
        report.kind,
        report.period,
        department,
        name,
        leaf.path,
        title,
        label,
        leaf.measure.unit,
        leaf.value,
        before?.before,
        before?.change,
        before?.percent,
        year?.before,
        year?.change,
        year?.percent,
        target?.target,
        target === undefined || target.reached === null ? undefined : target.reached ? 'yes' : 'no',
      ];
    });
  return csv(
    [
      COLUMNS,
      ...rowsOf(report.company, '', { 'zh-CN': '全公司', en: 'company' }[language]),
      ...Object.entries(report.departments).flatMap(([id, scope]) =>
        rowsOf(scope, id, departmentOf(id, language, vocabulary)),
      ),
    ],
    { bom },
  );
};
