import { csv } from '../reports/csv.ts';
import { type Language, type Vocabulary, noVocabulary } from '../reports/titles.ts';
import { agentColumns } from './agent-columns.ts';
import type { AgentReport } from './agent-report.ts';

export interface AgentCsvOptions {
  readonly language?: Language;
  readonly vocabulary?: Vocabulary;
  /** Begin with a byte order mark, for Excel. */
  readonly bom?: boolean;
}

/** One row an agent and figure (REP-3): to be filtered and pivoted. */
export const agentCsv = (report: AgentReport, options: AgentCsvOptions = {}): string => {
  const { language = 'zh-CN', vocabulary = noVocabulary, bom = false } = options;
  const columns = agentColumns(report, language, vocabulary);
  return csv(
    [
      ['kind', 'period', 'agent', 'departments', 'figure', 'title', 'unit', 'value', 'target', 'reached'],
      ...report.agents.flatMap(({ agent, departments, targets }) =>
        columns
          .filter(({ values }) => values.has(agent))
          .map(({ path, title, unit, values }) => {
            const target = targets?.[path];
            const reached = target?.reached ?? undefined;
            return [
              report.kind,
              report.period,
              agent,
              departments.join(' '),
              path,
              title,
              unit,
              values.get(agent),
              target?.target,
              reached === undefined ? undefined : reached ? 'yes' : 'no',
            ];
          }),
      ),
    ],
    { bom },
  );
};
