import type { JsonValue } from '@complaint-ledger/contracts';
import { periodsOf } from '@complaint-ledger/policy';
import { agentCounted, agentEventTypes } from '../agents/agent-increments.ts';
import type { Projection } from '../projections/projection.ts';
import { countedOf, countedTypes } from '../tallies/counted.ts';

export const DRILL = 'drill@3';

/** Log positions of events that count on one day in one department: as having happened, and in what stands. */
export interface CountedPositions {
  readonly happened: number[];
  readonly stands: number[];
}

/** Positions of so many events share a document: it grows no longer than that, however busy the day. */
const BLOCK = 8192;

interface Body {
  readonly happened: readonly number[];
  readonly stands: readonly number[];
}

/** `drill@3`: where in the log the events are that make up the figures of a day and department, and those of agents (REP-5). */
export const drillProjection = (): Projection<CountedPositions, 'happened' | 'stands'> => ({
  name: DRILL,
  fields: ['day', 'department'],
  types: [...new Set([...countedTypes, ...agentEventTypes])],
  updatesOf(event, emit) {
    const block = Math.floor(event.position / BLOCK);
    let last = '';
    const index = (at: number, zone: string, department: string, kind: 'happened' | 'stands'): void => {
      const id = `${periodsOf(at, zone).day}/${department}/${block}`;
      if (last === id + kind) return;
      last = id + kind;
      emit(id, kind);
    };
    const counted = countedOf(event);
    for (const { at, department, standing } of counted?.increments ?? [])
      index(at, counted?.zone ?? '', department, standing ? 'stands' : 'happened');
    const ofAgents = agentCounted(event);
    for (const { at, department } of ofAgents?.increments ?? [])
      index(at, ofAgents?.zone ?? '', department, 'happened');
  },
  initial: () => ({ happened: [], stands: [] }),
  apply(positions, kind, { position }) {
    if (positions[kind].at(-1) !== position) positions[kind].push(position);
    return positions;
  },
  fieldsOf: (id) => ({
    day: id.slice(0, id.indexOf('/')),
    department: id.slice(id.indexOf('/') + 1, id.lastIndexOf('/')),
  }),
  toBody: ({ happened, stands }) => ({ happened: steps(happened), stands: steps(stands) }) satisfies JsonValue,
  fromBody: (body) => positionsOf(body),
});

export const positionsOf = (body: JsonValue): CountedPositions => {
  const { happened, stands } = body as unknown as Body;
  return { happened: sums(happened), stands: sums(stands) };
};

/** Differences are a third as long as positions. */
const steps = (positions: readonly number[]): readonly number[] =>
  positions.map((position, index) => position - (positions[index - 1] ?? 0));

const sums = (differences: readonly number[]): number[] => {
  let position = 0;
  return differences.map((difference) => (position += difference));
};
