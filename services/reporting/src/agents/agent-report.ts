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
  /** By department: what comes to nothing there is not listed. */
  readonly places: Map<string, Record<string, number>>;
}

const add = (sums: Record<string, number>, figures: Readonly<Record<string, number>>): Record<string, number> => {
  for (const [measure, amount] of Object.entries(figures)) sums[measure] = (sums[measure] ?? 0) + amount;
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
      line.places.set(place, add(line.places.get(place) ?? {}, body));
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
      .filter(([, { departments }]) => departments.size > 0)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([agent, { departments, figures }]) => lineOf(agent, [...departments].toSorted(), figures, targets)),
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
