import type { JsonValue } from '@complaint-ledger/contracts';
import { periodsOf } from '@complaint-ledger/policy';
import type { Projection } from '../projections/projection.ts';
import { type AgentIncrement, agentCounted, agentEventTypes } from './agent-increments.ts';

export const AGENTS = 'agents@1';

export interface AgentDocumentId {
  /** A week, month or year. */
  readonly period: string;
  readonly department: string;
  readonly agent: string;
}

/** Names come from outside and may hold any separator. */
const agentDocumentId = ({ period, department, agent }: AgentDocumentId): string =>
  JSON.stringify([period, department, agent]);

export const parseAgentDocumentId = (id: string): AgentDocumentId => {
  const [period = '', department = '', agent = ''] = JSON.parse(id) as readonly string[];
  return { period, department, agent };
};

/** The document of one bucket of the log, where each has its own. */
export const agentDocumentInBucket = (id: string, bucket: number): string =>
  JSON.stringify([...(JSON.parse(id) as readonly string[]), String(bucket)]);

type Figures = Map<string, number>;

/** `agents@1`: every figure of every agent by week, month and year, and the department that it came about in (REP-3). */
export const agentProjection = (): Projection<Figures, AgentIncrement> => ({
  name: AGENTS,
  fields: ['period', 'department', 'agent'],
  types: agentEventTypes,
  updatesOf(event, emit) {
    const counted = agentCounted(event);
    for (const increment of counted?.increments ?? []) {
      const { week, month, year } = periodsOf(increment.at, counted?.zone ?? '');
      const { department, agent } = increment;
      for (const period of [week, month, year]) emit(agentDocumentId({ period, department, agent }), increment);
    }
  },
  initial: () => new Map(),
  apply(figures, { measure, amount }) {
    const sum = (figures.get(measure) ?? 0) + amount;
    if (sum === 0) figures.delete(measure);
    else figures.set(measure, sum);
    return figures;
  },
  fieldsOf: (id) => ({ ...parseAgentDocumentId(id) }),
  toBody: (figures) => Object.fromEntries(figures) satisfies JsonValue,
  fromBody: (body) => new Map(Object.entries(body as Readonly<Record<string, number>>)),
});
