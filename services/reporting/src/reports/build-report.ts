import {
  formatInZone,
  parsePeriod,
  periodBounds,
  periodsOf,
  previousPeriod,
  samePeriodLastYear,
} from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { type Figures, type Tallies, TallyReader } from '../tallies/tally-reader.ts';
import { LabelledFigures, type FigureValue, type ScopeTallies, evaluate } from './evaluate.ts';
import { figureTree } from './figure-tree.ts';
import { measures } from './measures.ts';
import {
  type AsOf,
  type Change,
  type Changes,
  type Report,
  type ReportContents,
  type ReportKind,
  type ReportScope,
  reportKinds,
} from './report.ts';
import { type Targets, reachedIn } from './targets.ts';

export interface ReportRequest {
  readonly kind: ReportKind;
  /** `2026-W47`, `2026-11`, `2026-Q4`, `2026`. */
  readonly period: string;
  readonly zone: string;
  /** The company and only this department. */
  readonly department?: string;
  readonly asOf: AsOf;
  readonly targets?: Targets;
  readonly contents?: ReportContents;
}

/** The report of one period from the stored tallies. LedgerError `invalid-input` with path `period`. */
export const buildReport = async (store: ProjectionStore, request: ReportRequest): Promise<Report> => {
  const { zone, department, kind } = request;
  const periodKind = reportKinds[kind];
  const period = parsePeriod(periodKind, request.period);
  const before = previousPeriod(periodKind, period);
  const yearBefore = samePeriodLastYear(periodKind, period);
  const { from, to } = periodBounds(periodKind, period, zone);

  const reader = new TallyReader(store);
  const now = await tallied(reader, kind, period, zone);
  const then = await tallied(reader, kind, before, zone);
  const lastYear = yearBefore === undefined ? undefined : await tallied(reader, kind, yearBefore, zone);

  const scope = (of: (tallies: Tallied) => ScopeTallies): ReportScope => {
    const tallies = of(now);
    const figures = figureTree(measures, tallies);
    const reached = reachedIn(figures, request.targets ?? {});
    return {
      figures,
      ...(reached && { targets: reached }),
      periodBefore: changes(tallies, of(then)),
      ...(lastYear && { yearBefore: changes(tallies, of(lastYear)) }),
    };
  };
  const names = department === undefined ? departmentsOf(now) : [department];
  const departments = Object.create(null) as Record<string, ReportScope>;
  for (const name of names) {
    departments[name] = scope(({ happened, stood }) => ({
      happened: new LabelledFigures(happened.get(name) ?? {}),
      stood: new LabelledFigures(stood.get(name) ?? {}),
    }));
  }
  return {
    kind,
    period,
    zone,
    from: formatInZone(from, zone),
    to: formatInZone(to, zone),
    asOf: request.asOf,
    ...request.contents,
    periodBefore: before,
    ...(yearBefore !== undefined && { yearBefore }),
    company: scope(({ happened, stood }) => ({
      happened: new LabelledFigures(company(happened)),
      stood: new LabelledFigures(company(stood)),
    })),
    departments,
  };
};

interface Tallied {
  readonly happened: Tallies;
  readonly stood: Tallies;
}

/** Those with a figure that is not zero, in order. */
const departmentsOf = ({ happened, stood }: Tallied): readonly string[] => {
  const names = new Set<string>();
  for (const tallies of [happened, stood]) {
    for (const [name, figures] of tallies) if (Object.values(figures).some((amount) => amount !== 0)) names.add(name);
  }
  return [...names].toSorted();
};

const tallied = async (reader: TallyReader, kind: ReportKind, period: string, zone: string): Promise<Tallied> => {
  const { to } = periodBounds(reportKinds[kind], period, zone);
  return {
    happened: await reader.happened(talliedPeriods(kind, period)),
    stood: await reader.stood(periodsOf(to - 1, zone).day),
  };
};

/** The tally documents that a report adds up: a quarter is its months. */
export const talliedPeriods = (kind: ReportKind, period: string): readonly string[] => {
  if (kind !== 'quarterly') return [period];
  const last = Number(period.slice(6)) * 3;
  return [last - 2, last - 1, last].map((month) => `${period.slice(0, 4)}-${String(month).padStart(2, '0')}`);
};

const company = (tallies: Tallies): Figures => {
  const sum: Record<string, number> = {};
  for (const figures of tallies.values()) {
    for (const measure in figures) sum[measure] = (sum[measure] ?? 0) + (figures[measure] ?? 0);
  }
  return sum;
};

const headlines = measures.filter(({ headline }) => headline);

const changes = (now: ScopeTallies, then: ScopeTallies): Changes => {
  const all: Record<string, Change> = {};
  for (const measure of headlines) {
    all[measure.id] = change(evaluate(measure.formula, now), evaluate(measure.formula, then));
  }
  return all;
};

const change = (now: FigureValue, then: FigureValue): Change => {
  const before = typeof then === 'number' ? then : null;
  if (before === null || typeof now !== 'number') return { before, change: null, percent: null };
  const difference = Math.round((now - before) * 10) / 10;
  return {
    before,
    change: difference,
    percent: before === 0 ? null : Math.round((difference * 1000) / Math.abs(before)) / 10,
  };
};
