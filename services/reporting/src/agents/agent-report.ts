import { formatInZone, parsePeriod, periodBounds } from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { talliedPeriods } from '../reports/build-report.ts';
import { LabelledFigures } from '../reports/evaluate.ts';
import { figureTree } from '../reports/figure-tree.ts';
import { type AsOf, type FigureTree, type ReportKind, reportKinds } from '../reports/report.ts';
import { type Targets, type TargetsReached, reachedIn } from '../reports/targets.ts';
import { agentMeasures } from './agent-measures.ts';
import { AGENTS, parseAgentDocumentId } from './agent-projection.ts';

export interface AgentReportRequest {
  readonly kind: ReportKind;
  /** `2026-W47`, `2026-11`, `2026-Q4`, `2026`. */
  readonly period: string;
  readonly zone: string;
  /** Only what came about in this department. */
  readonly department?: string;
  readonly asOf: AsOf;
  readonly targets?: Targets;
}

export interface AgentLine {
  readonly agent: string;
  /** Departments in which they were at work, in order. */
  readonly departments: readonly string[];
  readonly figures: FigureTree;
  /** By figure, for those that the policy sets a target for. */
  readonly targets?: TargetsReached;
}

export interface AgentReport {
  readonly kind: ReportKind;
  readonly period: string;
  readonly zone: string;
  /** RFC 3339 in the zone, inclusive. */
  readonly from: string;
  /** RFC 3339 in the zone, exclusive. */
  readonly to: string;
  readonly asOf: AsOf;
  readonly department?: string;
  /** In the order of their ids. */
  readonly agents: readonly AgentLine[];
}

interface Found {
  /** By department and period: where it comes to nothing, the department is not listed. */
  readonly places: Map<string, { readonly department: string; readonly sums: Record<string, number> }>;
}

/** Figures of one place in several buckets; what comes to nothing is not there, as in one bucket. */
const add = (sums: Record<string, number>, figures: Readonly<Record<string, number>>): Record<string, number> => {
  for (const [measure, amount] of Object.entries(figures)) {
    const sum = (sums[measure] ?? 0) + amount;
    if (sum === 0) delete sums[measure];
    else sums[measure] = sum;
  }
  return sums;
};

/** What each agent did in a period (REP-3). LedgerError `invalid-input` with path `period`. */
export const buildAgentReport = async (store: ProjectionStore, request: AgentReportRequest): Promise<AgentReport> => {
  const { kind, zone, department, asOf, targets = {} } = request;
  const period = parsePeriod(reportKinds[kind], request.period);
  const { from, to } = periodBounds(reportKinds[kind], period, zone);
  const found = new Map<string, Found>();
  for (const each of talliedPeriods(kind, period)) {
    const where = [{ field: 'period', equals: each }];
    if (department !== undefined) where.push({ field: 'department', equals: department });
    for (const { id, body } of await store.query<Readonly<Record<string, number>>>(AGENTS, { where })) {
      const { agent, department: place } = parseAgentDocumentId(id);
      let line = found.get(agent);
      if (line === undefined) found.set(agent, (line = { places: new Map() }));
      const key = `${each} ${place}`;
      line.places.set(key, { department: place, sums: add(line.places.get(key)?.sums ?? {}, body) });
    }
  }
  return {
    kind,
    period,
    zone,
    from: formatInZone(from, zone),
    to: formatInZone(to, zone),
    asOf,
    ...(department !== undefined && { department }),
    agents: [...found]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([agent, { places }]) => {
        const there = [...places.values()].filter(({ sums }) => Object.keys(sums).length > 0);
        if (there.length === 0) return [];
        const departments = [...new Set(there.map(({ department: name }) => name))].toSorted();
        const figures: Record<string, number> = {};
        for (const { sums } of there)
          for (const [measure, amount] of Object.entries(sums)) figures[measure] = (figures[measure] ?? 0) + amount;
        return [lineOf(agent, departments, figures, targets)];
      }),
  };
};

const lineOf = (
  agent: string,
  departments: readonly string[],
  figures: Readonly<Record<string, number>>,
  targets: Targets,
): AgentLine => {
  const happened = new LabelledFigures(figures);
  const tree = figureTree(agentMeasures, { happened, stood: new LabelledFigures({}) });
  const reached = reachedIn(tree, targets, agentMeasures);
  return { agent, departments, figures: tree, ...(reached && { targets: reached }) };
};
