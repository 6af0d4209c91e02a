import { LedgerError, type JsonValue, type RecordedEvent, parseStreamName } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import { parsePeriod, periodBounds, periodsOf } from '@complaint-ledger/policy';
import type { FieldRange, ProjectionStore } from '@complaint-ledger/projection-store';
import { agentCounted } from '../agents/agent-increments.ts';
import { agentMeasures } from '../agents/agent-measures.ts';
import { isCallFact } from '../calls/call-fact.ts';
import type { CaseDocument } from '../cases/case-document.ts';
import { CASES } from '../cases/case-projection.ts';
import { type FigureValue, LabelledFigures, evaluate } from '../reports/evaluate.ts';
import { type FigureOf, findFigure } from '../reports/figure-path.ts';
import type { Measure, Term } from '../reports/measure.ts';
import { measures } from '../reports/measures.ts';
import { type ReportKind, reportKinds } from '../reports/report.ts';
import { type Increment, splitMeasure } from '../tallies/increment.ts';
import { type Counted, countedOf } from '../tallies/counted.ts';
import { DRILL, positionsOf } from './drill-index.ts';
import { readPositions } from './read-positions.ts';

export interface DrillRequest {
  readonly kind: ReportKind;
  readonly period: string;
  readonly zone: string;
  /** A figure's place in the report: `filed.total`, `deadlines.first-response.missed`. */
  readonly figure: string;
  /** The whole company when absent. */
  readonly department?: string;
  /** Of this agent's figures (REP-3). */
  readonly agent?: string;
  /** Whether the reader may know of an event (FILE-1): the figure counts the others, too, and does not name them. */
  readonly names?: (event: RecordedEvent) => boolean;
}

export interface DrillEvent {
  readonly id: string;
  readonly type: string;
  readonly position: number;
  readonly occurredAt: string;
  readonly caseId: string;
  /** The source's own id of the case. */
  readonly case: string;
  /** What the event adds to the figure; of a share, to what is shared out. */
  readonly amount: number;
  /** Of a share or mean: what the event adds to what it is a share of. */
  readonly of?: number;
}

export interface Drill {
  readonly figure: string;
  readonly period: string;
  readonly department?: string;
  readonly agent?: string;
  /** The figure counted anew from these events; the report says the same. */
  readonly value: FigureValue;
  /** Sum of the amounts. */
  readonly sum: number;
  /** In the order of the log. */
  readonly events: readonly DrillEvent[];
}

/**
 * The events that make up one figure (REP-5): found by the index, read from the log, counted anew. For what stands at the end of
 * a period they are the events of the cases that still stand. LedgerError `invalid-input` with path `figure` or `period`.
 */
export const drill = async (
  { log, store }: { readonly log: Pick<EventStore, 'readAll'>; readonly store: ProjectionStore },
  request: DrillRequest,
): Promise<Drill> => {
  const { kind, zone, department, agent, names = () => true } = request;
  const figure = figureOf(request.figure, agent === undefined ? measures : agentMeasures);
  const period = parsePeriod(reportKinds[kind], request.period);
  const { from, to } = periodBounds(reportKinds[kind], period, zone);
  const standing = figure.measure.formula.kind === 'standing';
  const days = {
    ...(!standing && { from: periodsOf(from, zone).day }),
    before: periodsOf(to, zone).day,
  };

  const tally: Record<string, number> = {};
  const counted: (readonly [RecordedEvent, number, number])[] = [];
  for await (const event of readPositions(log, await positions(store, standing, days, department))) {
    const found = agent === undefined ? countedOf(event) : countedOfAgent(event, agent);
    if (found === undefined) continue;
    const { terms, by } = termsOf(figure);
    let [amount, of, touched] = [0, 0, false];
    for (const increment of found.increments) {
      const day = periodsOf(increment.at, found.zone).day;
      const inPeriod = (standing || day >= (days.from ?? '')) && day < days.before;
      const here = department === undefined || increment.department === department;
      if (increment.standing !== standing || !inPeriod || !here) continue;
      const adds = matching(terms, figure.label, increment);
      const shares = matching(by, figure.label, increment);
      if (adds === 0 && shares === 0) continue;
      tally[increment.measure] = (tally[increment.measure] ?? 0) + increment.amount;
      amount += adds * increment.amount;
      of += shares * increment.amount;
      touched = true;
    }
    if (touched) counted.push([event, amount, of]);
  }

  const kept = standing ? stillStanding(counted) : counted;
  const named = kept.filter(([event]) => names(event));
  const ids = await externalIds(store, named);
  const figures = new LabelledFigures(tally);
  return {
    figure: request.figure,
    period,
    ...(department !== undefined && { department }),
    ...(agent !== undefined && { agent }),
    value: evaluate(figure.measure.formula, { happened: figures, stood: figures }, figure.label),
    sum: kept.reduce((sum, [, amount]) => sum + amount, 0),
    events: named.map(([event, amount, of]) =>
      drillEvent(event, amount, 'by' in figure.measure.formula ? of : undefined, ids),
    ),
  };
};

/** What the event adds to the figures of that agent. */
const countedOfAgent = (event: RecordedEvent, agent: string): Counted | undefined => {
  const counted = agentCounted(event);
  return (
    counted && {
      zone: counted.zone,
      increments: counted.increments
        .filter((increment) => increment.agent === agent)
        .map((increment) => ({ ...increment, standing: false })),
    }
  );
};

const figureOf = (path: string, of: readonly Measure[]): FigureOf => {
  const figure = findFigure(path, of);
  if (figure !== undefined) return figure;
  throw new LedgerError('invalid-input', `There is no figure '${path.slice(0, 80)}' in a report.`, {
    path: 'figure',
    hint: 'Name it by its place in the report, such as filed.total or deadlines.first-response.missed.',
  });
};

const termsOf = ({ measure }: FigureOf): { readonly terms: readonly Term[]; readonly by: readonly Term[] } => ({
  terms: measure.formula.terms,
  by: 'by' in measure.formula ? measure.formula.by : [],
});

/** The sign with which the increment counts; 0 when it does not. */
const matching = (terms: readonly Term[], label: string | undefined, { measure: key }: Increment): number => {
  const { measure, label: own } = splitMeasure(key);
  for (const term of terms) {
    if (term.tally === measure && (term.label !== 'one' || own === label)) return term.sign;
  }
  return 0;
};

const positions = async (
  store: ProjectionStore,
  standing: boolean,
  days: { readonly from?: string; readonly before: string },
  department: string | undefined,
): Promise<readonly number[]> => {
  const where: FieldRange[] = [{ field: 'day', ...days }];
  if (department !== undefined) where.push({ field: 'department', equals: department });
  const all = new Set<number>();
  for (const { body } of await store.query<JsonValue>(DRILL, { where })) {
    const { happened, stands } = positionsOf(body);
    for (const position of standing ? stands : happened) all.add(position);
  }
  return [...all].sort((a, b) => a - b);
};

/** The events of cases that come to nothing have left what stands. */
const stillStanding = (
  counted: readonly (readonly [RecordedEvent, number, number])[],
): readonly (readonly [RecordedEvent, number, number])[] => {
  const perCase = new Map<string, number>();
  for (const [{ stream }, amount] of counted) perCase.set(stream, (perCase.get(stream) ?? 0) + amount);
  return counted.filter(([{ stream }]) => perCase.get(stream) !== 0);
};

const externalIds = async (
  store: ProjectionStore,
  counted: readonly (readonly [RecordedEvent, number, number])[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = new Set(counted.map(([event]) => caseIdOf(event)));
  const cases = await store.get<CaseDocument>(CASES, [...ids]);
  return new Map(cases.map(({ id, body }) => [id, body.externalId]));
};

const caseIdOf = ({ stream }: RecordedEvent): string => parseStreamName(stream).id;

/** What happened to a call that is no case goes by the call's id. */
const ownId = (event: RecordedEvent): string => (isCallFact(event) ? event.data.externalId : caseIdOf(event));

const drillEvent = (
  event: RecordedEvent,
  amount: number,
  of: number | undefined,
  names: ReadonlyMap<string, string>,
): DrillEvent => ({
  id: event.id,
  type: event.type,
  position: event.position,
  occurredAt: event.occurredAt,
  caseId: caseIdOf(event),
  case: names.get(caseIdOf(event)) ?? ownId(event),
  amount,
  ...(of !== undefined && { of }),
});
