import type { PolicyPack, Words } from '@complaint-ledger/policy';
import {
  type Change,
  type FigureTree,
  type Measure,
  type Report,
  figureAt,
  measures,
} from '@complaint-ledger/reporting';
import type { Language, Say } from './language.ts';
import { type Cell, tableOf } from './table.ts';

type FigureValue = Exclude<FigureTree[string], FigureTree>;

const MINUTE = 60_000;

/** A duration for people: minutes, hours with one decimal, days with one decimal. */
const durationOf = (ms: number, say: Say): string => {
  if (ms < 60 * MINUTE) return say(`${Math.round(ms / MINUTE)} min`, `${Math.round(ms / MINUTE)} 分钟`);
  const hours = ms / (60 * MINUTE);
  if (hours < 48) return say(`${hours.toFixed(1)} h`, `${hours.toFixed(1)} 小时`);
  return say(`${(hours / 24).toFixed(1)} d`, `${(hours / 24).toFixed(1)} 天`);
};

const shown = (measure: Measure, value: FigureValue, say: Say): Cell => {
  if (typeof value !== 'number') return value;
  if (measure.unit === 'ms') return durationOf(value, say);
  if (measure.unit === 'fen') return (value / 100).toFixed(2);
  return measure.unit === 'percent' ? `${value}%` : value;
};

const valueAt = (tree: FigureTree, path: string): FigureValue => {
  const value = figureAt(tree, path);
  return typeof value === 'object' ? null : (value ?? null);
};

const isTree = (value: FigureValue | FigureTree | undefined): value is FigureTree =>
  typeof value === 'object' && value !== null;

const signed = (value: number | null): Cell => (value === null ? null : value > 0 ? `+${value}` : value);

export interface ReportView {
  readonly language: Language;
  readonly say: Say;
  /** Names of levels, departments and the like; codes are shown as they are without it. */
  readonly pack?: PolicyPack;
}

const titles = {
  weekly: ['Weekly report', '周报'],
  monthly: ['Monthly report', '月报'],
  quarterly: ['Quarterly report', '季报'],
  annual: ['Annual report', '年报'],
} as const;

/** A report as lines for a terminal: headline figures, breakdowns, deadlines, departments, penalties. */
export const viewReport = (report: Report, { language, say, pack }: ReportView): string => {
  const word = (words: Words): string => words[language];
  const measure = (id: string): Measure | undefined => measures.find((each) => each.id === id);
  const title = (id: string): string => {
    const found = measure(id);
    return found === undefined ? id : word(found.title);
  };
  const named = (labels: Measure['labels'] | 'departments', label: string): string => {
    if (label === 'unassigned') return say('unassigned', '未分派');
    if (label === 'unspecified') return say('not given', '未注明');
    if (labels === undefined || pack === undefined) return label;
    const name = labels === 'deadlines' ? pack.deadlines[label]?.name : pack[labels]?.[label];
    return name === undefined ? label : word(name);
  };

  const money = (fen: FigureValue): Cell => (typeof fen === 'number' ? (fen / 100).toFixed(2) : fen);

  const headlines = (): string => {
    const rows = measures
      .filter(({ headline }) => headline)
      .map((each): readonly Cell[] => {
        const change: Change | undefined = report.company.periodBefore[each.id];
        const scale = each.unit === 'fen' ? 100 : 1;
        return [
          each.unit === 'fen' ? title(each.id.replace(/Fen$/, 'CNY')) : word(each.title),
          shown(each, valueAt(report.company.figures, each.id), say),
          change === undefined ? null : shown(each, change.before, say),
          signed(change?.change === undefined || change.change === null ? null : change.change / scale),
        ];
      });
    return tableOf([say('company', '全公司'), report.period, report.periodBefore, say('change', '变化')], rows);
  };

  const breakdown = (id: string): string | undefined => {
    const found = measure(`${id}.*`);
    const tree = figureAt(report.company.figures, id);
    if (found === undefined || !isTree(tree)) return undefined;
    const rows = Object.entries(tree)
      .filter(([, value]) => value !== 0)
      .map(([label, value]): readonly Cell[] => [named(found.labels, label), isTree(value) ? null : value])
      .toSorted(([, a], [, b]) => Number(b) - Number(a))
      .slice(0, 12);
    return rows.length === 0 ? undefined : tableOf([word(found.title), say('number', '数量')], rows);
  };

  const deadlines = (): string | undefined => {
    const tree = figureAt(report.company.figures, 'deadlines');
    if (!isTree(tree)) return undefined;
    const columns = ['due', 'met', 'missed', 'reversed', 'timelinessPercent'] as const;
    const rows = Object.entries(tree).flatMap(([name, figures]): (readonly Cell[])[] => {
      if (!isTree(figures)) return [];
      const cells = columns.map((column) => (isTree(figures[column]) ? null : figures[column]));
      return [[named('deadlines', name), ...cells.slice(0, 4), cells[4] === null ? null : `${String(cells[4])}%`]];
    });
    const head = [say('deadline', '时限'), ...columns.map((column) => title(`deadlines.*.${column}`))];
    return rows.length === 0 ? undefined : tableOf(head, rows);
  };

  const departments = (): string | undefined => {
    const columns = [
      'filed.total',
      'open',
      'overdue.total',
      'resolved',
      'reopened',
      'transfers.count',
      'transfers.violations',
      'responsesMissed',
      'satisfaction.satisfiedPercent',
    ];
    const rows = Object.entries(report.departments).map(([department, { figures }]): readonly Cell[] => [
      named('departments', department),
      ...columns.map((id) => {
        const found = measure(id);
        return found === undefined ? null : shown(found, valueAt(figures, id), say);
      }),
    ]);
    return rows.length === 0 ? undefined : tableOf([say('department', '部门'), ...columns.map(title)], rows);
  };

  const penalties = (): string | undefined => {
    const columns = ['assessed', 'reversed', 'waived', 'net'] as const;
    const scopes = Object.entries(report.departments).filter(([, { figures }]) =>
      columns.some((column) => Number(valueAt(figures, `penalties.${column}Fen`) ?? 0) !== 0),
    );
    const row = (name: string, figures: FigureTree): readonly Cell[] => [
      name,
      valueAt(figures, 'penalties.assessed'),
      ...columns.map((column) => money(valueAt(figures, `penalties.${column}Fen`))),
    ];
    if (scopes.length === 0) return undefined;
    const rows = scopes.map(([department, { figures }]) => row(named('departments', department), figures));
    return tableOf(
      [
        say('penalties by department', '部门扣罚'),
        title('penalties.assessed'),
        ...columns.map((column) => title(`penalties.${column}CNY`)),
      ],
      [...rows, row(say('company', '全公司'), report.company.figures)],
    );
  };

  const [en, zh] = titles[report.kind];
  const name = pack === undefined ? '' : `${word(pack.name)} · `;
  const heading = [
    say(`${en} ${report.period}`, `${report.period} ${zh}`),
    `${name}${report.from} – ${report.to} · ${report.zone}`,
    say(`As of log position ${report.asOf.position}`, `截至日志位置 ${report.asOf.position}`),
  ].join('\n');
  return [
    heading,
    headlines(),
    breakdown('filed.byLevel'),
    breakdown('filed.byCategory'),
    breakdown('filed.byChannel'),
    deadlines(),
    departments(),
    penalties(),
  ]
    .filter((section) => section !== undefined)
    .join('\n\n');
};
