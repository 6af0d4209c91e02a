import { figureAt } from '../reports/figure-at.ts';
import { shown } from '../reports/render-report.ts';
import { textTable } from '../reports/text-table.ts';
import { type Language, type Vocabulary, departmentOf, noVocabulary } from '../reports/titles.ts';
import { agentMeasures } from './agent-measures.ts';
import type { AgentLine, AgentReport } from './agent-report.ts';

const COLUMNS = [
  'calls.total',
  'calls.answered',
  'calls.withinRingsPercent',
  'calls.handling.p50',
  'callBacks.promised',
  'callBacks.keptPercent',
  'contacts.reached',
  'resolved',
  'violations.total',
  'refused.total',
];

const words = {
  title: { 'zh-CN': '坐席考核', en: 'Agents' },
  agent: { 'zh-CN': '人员', en: 'Agent' },
  departments: { 'zh-CN': '部门', en: 'Departments' },
  none: { 'zh-CN': '本期无记录。', en: 'Nothing happened in this period.' },
  below: { 'zh-CN': '！为未达到目标。', en: '! is below its target.' },
} as const;

const columns = COLUMNS.flatMap((path) => agentMeasures.filter(({ id }) => id === path));

const cell = ({ figures, targets }: AgentLine, id: string): string => {
  const measure = agentMeasures.find((each) => each.id === id);
  const value = figureAt(figures, id);
  const text = shown(typeof value === 'object' ? null : value, measure?.unit ?? 'events');
  return targets?.[id]?.reached === false ? `${text}!` : text;
};

/** The agents of a period as a table for people (REP-3); what fell short of its target has a mark. */
export const renderAgents = (
  report: AgentReport,
  language: Language,
  { vocabulary = noVocabulary }: { readonly vocabulary?: Vocabulary } = {},
): string => {
  const head = `${words.title[language]} ${report.period}  ${report.zone}`;
  if (report.agents.length === 0) return `${head}\n\n${words.none[language]}\n`;
  const rows = report.agents.map((line) => [
    line.agent,
    line.departments.map((id) => departmentOf(id, language, vocabulary)).join(language === 'en' ? ', ' : '、'),
    ...COLUMNS.map((id) => cell(line, id)),
  ]);
  const titles = [words.agent[language], words.departments[language], ...columns.map(({ title }) => title[language])];
  const table = textTable([titles, ...rows], ['left', 'left', ...COLUMNS.map(() => 'right' as const)]);
  const marked = rows.some((row) => row.some((text) => text.endsWith('!')));
  return `${[head, '', ...table, ...(marked ? ['', words.below[language]] : [])].join('\n')}\n`;
};
