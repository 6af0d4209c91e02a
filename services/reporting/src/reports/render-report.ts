import type { PenaltyLine } from '../cases/penalty-lines.ts';
import type { FigureValue } from './evaluate.ts';
import { figureAt } from './figure-at.ts';
import { findFigure } from './figure-path.ts';
import { leaves } from './leaves.ts';
import type { Words } from '@complaint-ledger/policy';
import type { Measure, Unit } from './measure.ts';
import { measures } from './measures.ts';
import { type Change, type FigureTree, type Report, type ReportScope, reportKinds } from './report.ts';
import { bar, textTable } from './text-table.ts';
import { type Language, type Vocabulary, departmentOf, noVocabulary, reportTitles, titleOf } from './titles.ts';

export interface RenderOptions {
  readonly vocabulary?: Vocabulary;
  /** Fines of the period, to be listed at the end. */
  readonly penalties?: readonly PenaltyLine[];
}

const words = {
  company: { 'zh-CN': '全公司', en: 'Company' },
  now: { 'zh-CN': '本期', en: 'now' },
  before: { 'zh-CN': '上期', en: 'before' },
  change: { 'zh-CN': '变化', en: 'change' },
  year: { 'zh-CN': '去年', en: 'year ago' },
  departments: { 'zh-CN': '部门', en: 'Departments' },
  points: { 'zh-CN': '个百分点', en: 'pp' },
  department: { 'zh-CN': '部门', en: 'Department' },
  deadline: { 'zh-CN': '时限', en: 'Deadline' },
  levels: { 'zh-CN': '等级', en: 'Levels' },
  deadlines: { 'zh-CN': '时限', en: 'Deadlines' },
  due: { 'zh-CN': '到期', en: 'due' },
  met: { 'zh-CN': '按时', en: 'in time' },
  timeliness: { 'zh-CN': '及时率', en: 'timeliness' },
  penalties: { 'zh-CN': '罚款明细', en: 'Penalties' },
  damage: { 'zh-CN': '损失扣罚', en: 'damage' },
  dueAt: { 'zh-CN': '到期时间', en: 'due at' },
  metAt: { 'zh-CN': '完成时间', en: 'done at' },
  to: { 'zh-CN': '呈送：', en: 'For: ' },
  targets: { 'zh-CN': '目标', en: 'Targets' },
  target: { 'zh-CN': '要求', en: 'target' },
  reached: { 'zh-CN': '达到', en: 'reached' },
  notReached: { 'zh-CN': '未达到', en: 'not reached' },
  none: { 'zh-CN': '本期无记录。', en: 'Nothing happened in this period.' },
} as const;

const states = {
  assessed: { 'zh-CN': '', en: '' },
  appealed: { 'zh-CN': '申诉中', en: 'appealed' },
  waived: { 'zh-CN': '已免除', en: 'waived' },
  reversed: { 'zh-CN': '已撤销', en: 'reversed' },
} as const;

const because = {
  'late-fact': { 'zh-CN': '事后得知已按时完成', en: 'it had been done in time, which became known later' },
  extension: { 'zh-CN': '准予延期', en: 'more time was granted' },
  level: { 'zh-CN': '等级变更', en: 'the level was changed' },
  pause: { 'zh-CN': '期间暂停计时', en: 'the clock stood still' },
  reclassified: { 'zh-CN': '重新分类', en: 'the matter was classified anew' },
  renewal: { 'zh-CN': '已另约时间', en: 'another time had been agreed' },
} as const;

const HEADLINES = measures.filter(({ headline }) => headline);
const BAR = 20;

/** The report for people: a table of the headlines, bars where one would rather look than read, the fines at the end. */
export const renderReport = (report: Report, language: Language, options: RenderOptions = {}): string => {
  const { vocabulary = noVocabulary, penalties = [] } = options;
  const sections = [
    head(report, language, vocabulary),
    headlines(report, language, vocabulary),
    wants(report, 'filed.byLevel.*') ? byLevel(report.company.figures, language, vocabulary) : [],
    wants(report, 'deadlines.*.timelinessPercent') ? deadlines(report.company.figures, language, vocabulary) : [],
    targets(report, language, vocabulary),
    departments(report, language, vocabulary),
    fines(penalties, language, vocabulary),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`;
};

const head = (
  { kind, period, from, to, zone, asOf, addressees = [] }: Report,
  language: Language,
  vocabulary: Vocabulary,
): readonly string[] => {
  const lastDay = new Date(Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - 1).toISOString().slice(0, 10);
  const position = language === 'en' ? `as of event ${asOf.position}` : `截至第 ${asOf.position} 条事件`;
  const known = asOf.time === undefined ? position : `${position} (${asOf.time})`;
  const days = reportKinds[kind] === 'year' ? '' : `  ${from.slice(0, 10)} … ${lastDay}`;
  const title = `${reportTitles[kind][language]} ${period}${days}  ${zone}, ${known}`;
  if (addressees.length === 0) return [title];
  const names = addressees.map((id) => vocabulary('offices', id, language) ?? departmentOf(id, language, vocabulary));
  return [title, `${words.to[language]}${names.join(language === 'en' ? ', ' : '、')}`];
};

/** Whether the pattern of a report's contents stands for the figure: `filed.*` for all that begin so. */
const stands = (pattern: string, id: string): boolean =>
  pattern === id || (pattern.endsWith('.*') && id.startsWith(pattern.slice(0, -1)));

const wants = ({ measures: wanted }: Report, id: string): boolean =>
  wanted === undefined || wanted.some((pattern) => stands(pattern, id));

/** Sections of their own show these. */
const SECTIONS = ['filed.byLevel.*', 'deadlines.*.'];

/** The figures that the report is to show, in its order; the headlines when it does not say. Money is shown once, in yuan. */
const shownMeasures = ({ measures: wanted }: Report): readonly Measure[] => {
  if (wanted === undefined) return HEADLINES;
  const chosen = wanted.flatMap((pattern) =>
    measures.filter(
      ({ id, unit }) => stands(pattern, id) && unit !== 'CNY' && !SECTIONS.some((section) => id.startsWith(section)),
    ),
  );
  return [...new Set(chosen)];
};

const headlines = (report: Report, language: Language, vocabulary: Vocabulary): readonly string[] => {
  const { company } = report;
  const wanted = new Set(shownMeasures(report));
  const known = leaves(company.figures).filter(({ measure }) => wanted.has(measure));
  const rows = [...wanted].flatMap((measure) =>
    known
      .filter((leaf) => leaf.measure === measure)
      .map((leaf) => {
        const before = company.periodBefore[leaf.path];
        const year = company.yearBefore?.[leaf.path];
        const { label } = titleOf(leaf, language, vocabulary);
        const title = titleInYuan(measure)[language];
        return [
          label === undefined ? title : `${title}${language === 'en' ? ': ' : '：'}${label}`,
          shown(leaf.value, measure.unit),
          shown(before?.before, measure.unit),
          changed(before, measure.unit, language),
          shown(year?.before, measure.unit),
          changed(year, measure.unit, language),
        ];
      }),
  );
  const title = [words.company, words.now, words.before, words.change, words.year, words.change].map(
    (word) => word[language],
  );
  return textTable([title, ...rows], ['left', 'right', 'right', 'right', 'right', 'right']);
};

/** What the policy asks for, and whether it was reached: of the company, then of each department (CALL-1, CALL-9). */
const targets = (report: Report, language: Language, vocabulary: Vocabulary): readonly string[] => {
  const scopes: readonly (readonly [string, ReportScope])[] = [
    [words.company[language], report.company],
    ...Object.entries(report.departments).map(
      ([id, scope]) => [departmentOf(id, language, vocabulary), scope] as const,
    ),
  ];
  const rows = scopes.flatMap(([name, scope]) =>
    Object.entries(scope.targets ?? {})
      .filter(([, { reached }]) => reached !== null)
      .map(([path, { target, value, reached }]) => {
        const figure = findFigure(path);
        const { title, label } = figure === undefined ? { title: path } : titleOf(figure, language, vocabulary);
        return [
          name,
          label === undefined ? title : `${title} ${label}`,
          target,
          shown(value, figure?.measure.unit ?? 'percent'),
          words[reached === true ? 'reached' : 'notReached'][language],
        ];
      }),
  );
  const title = ['', words.targets[language], words.target[language], words.now[language], ''];
  return rows.length === 0 ? [] : textTable([title, ...rows], ['left', 'left', 'right', 'right', 'left']);
};

const byLevel = (figures: FigureTree, language: Language, vocabulary: Vocabulary): readonly string[] => {
  const levels = leaves(figures).filter(({ measure }) => measure.id === 'filed.byLevel.*');
  const most = Math.max(0, ...levels.map(({ value }) => Number(value)));
  const rows = levels
    .toSorted((a, b) => Number(b.value) - Number(a.value))
    .map((leaf) => [
      titleOf(leaf, language, vocabulary).label ?? '',
      String(leaf.value),
      bar(Number(leaf.value), most, BAR),
    ]);
  return rows.length === 0 ? [] : textTable([[words.levels[language], '', ''], ...rows], ['left', 'right', 'left']);
};

const deadlines = (figures: FigureTree, language: Language, vocabulary: Vocabulary): readonly string[] => {
  const rows = leaves(figures)
    .filter(({ measure }) => measure.id === 'deadlines.*.timelinessPercent')
    .map((leaf) => {
      const at = (what: string): string => shown(scalar(figures, `deadlines.${leaf.label ?? ''}.${what}`), 'deadlines');
      return [
        titleOf(leaf, language, vocabulary).label ?? '',
        at('due'),
        at('met'),
        shown(leaf.value, 'percent'),
        bar(Number(leaf.value), 100, BAR),
      ];
    });
  const title = [words.deadlines, words.due, words.met, words.timeliness].map((word) => word[language]);
  return rows.length === 0 ? [] : textTable([[...title, ''], ...rows], ['left', 'right', 'right', 'right', 'left']);
};

const COLUMNS = [
  'filed.total',
  'open',
  'overdue.total',
  'resolved',
  'reopened',
  'transfers.count',
  'transfers.violations',
  'responsesMissed',
  'penalties.netFen',
  'satisfaction.satisfiedPercent',
];

const departments = (report: Report, language: Language, vocabulary: Vocabulary): readonly string[] => {
  const entries = Object.entries(report.departments);
  if (entries.length === 0) return [words.none[language]];
  const most = Math.max(...entries.map(([, { figures }]) => Number(figureAt(figures, 'filed.total'))));
  const rows = entries.map(([id, { figures }]) => [
    departmentOf(id, language, vocabulary),
    ...COLUMNS.map((path) => shown(scalar(figures, path), findFigure(path)?.measure.unit ?? 'cases')),
    bar(Number(scalar(figures, 'filed.total')), most, BAR / 2),
  ]);
  const titles = COLUMNS.map((path) => {
    const measure = findFigure(path)?.measure;
    return measure === undefined ? path : titleInYuan(measure)[language];
  });
  return textTable(
    [[words.departments[language], ...titles, ''], ...rows],
    ['left', ...COLUMNS.map(() => 'right' as const), 'left'],
  );
};

const fines = (lines: readonly PenaltyLine[], language: Language, vocabulary: Vocabulary): readonly string[] => {
  if (lines.length === 0) return [];
  const rows = lines.map((line) => [
    line.case,
    departmentOf(line.department, language, vocabulary),
    fineFor(line, language, vocabulary),
    line.dueAt,
    line.metAt ?? '',
    line.CNY,
    [states[line.state][language], line.reversedBecause && because[line.reversedBecause][language]]
      .filter((text) => text !== undefined && text !== '')
      .join(language === 'en' ? ': ' : '：'),
  ]);
  const title = [
    '',
    words.department[language],
    words.deadline[language],
    words.dueAt[language],
    words.metAt[language],
    'CNY',
    '',
  ];
  return textTable(
    [[words.penalties[language], ...title.slice(1)], ...rows],
    ['left', 'left', 'left', 'left', 'left', 'right', 'left'],
  );
};

/** The deadline that was missed, or who bears which share of a damage (PEN-2). */
const fineFor = (line: PenaltyLine, language: Language, vocabulary: Vocabulary): string =>
  line.person === undefined
    ? (vocabulary('deadlines', line.deadline, language) ?? line.deadline)
    : [words.damage[language], line.person, line.percent].filter((part) => part !== undefined).join(' ');

const scalar = (figures: FigureTree, path: string): FigureValue => {
  const value = figureAt(figures, path);
  return typeof value === 'object' || value === undefined ? null : value;
};

/** People read yuan: the title is that of the same figure in yuan. */
const titleInYuan = (measure: Measure): Words =>
  (measure.unit === 'fen' ? findFigure(measure.id.replace(/Fen$/, 'CNY'))?.measure : undefined)?.title ?? measure.title;

/** `0:08:04`: hours, minutes, seconds. */
const clockTime = (ms: number): string => {
  const seconds = Math.round(ms / 1_000);
  const two = (part: number): string => String(part % 60).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60))}:${two(seconds)}`;
};

/** Fen are shown as yuan, durations as hours, minutes and seconds. */
export const shown = (value: FigureValue | undefined, unit: Unit): string => {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value;
  if (unit === 'fen') return (value / 100).toFixed(2);
  if (unit === 'percent') return `${value.toFixed(1)}%`;
  if (unit === 'ms') return clockTime(value);
  return String(value);
};

const changed = (change: Change | undefined, unit: Unit, language: Language): string => {
  if (change === undefined || change.change === null) return '–';
  if (change.change === 0) return '=';
  const sign = change.change > 0 ? '+' : '-';
  if (unit === 'percent') return `${sign}${Math.abs(change.change).toFixed(1)} ${words.points[language]}`;
  const amount = sign + shown(Math.abs(change.change), unit);
  return change.percent === null ? amount : `${amount} (${sign}${Math.abs(change.percent)}%)`;
};
