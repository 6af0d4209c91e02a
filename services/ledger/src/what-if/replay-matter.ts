import type { Fact } from '@complaint-ledger/contracts';
import { type Policy, epochOf } from '@complaint-ledger/policy';
import { type AnyCaseEvent, type CaseState, decideFact, decideSweep, evolve } from '@complaint-ledger/routing';
import { stepsOf } from './acts.ts';
import { type Carrying, carryAct } from './carry-act.ts';
import type { ClockHistory } from './clock-history.ts';
import { inKnownWords } from './known-words.ts';
import type { MatterHistory } from './matters.ts';

/** How far time had come for a source (ms): its own clock, or that of the wall when it has none. */
export interface Clocks {
  readonly history: ClockHistory;
  /** Position that the replay ends with. */
  readonly head: number;
  /** Wall clock at the end, ms. */
  readonly now: number;
}

type Placed = { readonly source: string; readonly position: number; readonly recordedAt: string };

const clockOf = ({ history }: Clocks, { source, position, recordedAt }: Placed): number =>
  history.at(source, position) ?? epochOf(recordedAt);

/** The replay keeps the order by itself: that no fact is decided twice is not to be guarded against. */
const decidesAnything = (state: CaseState): CaseState => ({ ...state, fact: -1 });

/** Everything that was due by the end is declared, whether or not a sweeper came by. */
const sweep = (matter: MatterHistory, state: CaseState, policy: Policy, clocks: Clocks): readonly AnyCaseEvent[] => {
  const clock = clocks.history.at(matter.source, clocks.head) ?? clocks.now;
  return decideSweep(state, policy, clock).events;
};

/** A call that needs no handling, then as now (CALL-3). */
const isNoCase = ({ id, facts, recorded }: MatterHistory, policy: Policy): boolean => {
  const [first] = facts;
  if (recorded.length > 0) return false;
  return first === undefined || decideFact(undefined, id, first, policy, Number.NEGATIVE_INFINITY) === undefined;
};

/** A matter decided anew under another pack: the events that its case would have had. */
export const replayMatter = (matter: MatterHistory, carrying: Carrying, clocks: Clocks): readonly AnyCaseEvent[] => {
  const { policy, findings } = carrying;
  const events: AnyCaseEvent[] = [];
  const told: Fact[] = [];
  if (isNoCase(matter, policy)) return events;
  let state: CaseState | undefined;
  for (const step of stepsOf(matter.facts, matter.recorded)) {
    if ('act' in step) {
      if (state === undefined) {
        findings.leftOut.add(step.act.type);
        continue;
      }
      const { position, recordedAt } = step.act;
      const clock = clockOf(clocks, { source: matter.source, position, recordedAt });
      const carried = carryAct(decidesAnything(state), step.act, carrying, clock);
      events.push(...carried.events);
      state = carried.state;
    } else {
      const fact = inKnownWords(step.fact, policy, findings);
      const before = state && decidesAnything(state);
      const decision = decideFact(before, matter.id, fact, policy, clockOf(clocks, fact), told);
      told.push(fact);
      if (decision === undefined) continue;
      events.push(...decision.events);
      ({ state } = decision);
    }
  }
  return state === undefined ? events : [...events, ...sweep(matter, state, policy, clocks)];
};

/**
 * The recorded case, up to the same end: facts that nobody has decided yet and what has fallen due since are decided under the
 * pack it has. Without that pack it is as it was last written.
 */
export const recordedMatter = (
  matter: MatterHistory,
  policy: Policy | undefined,
  clocks: Clocks,
): readonly AnyCaseEvent[] => {
  if (policy === undefined) return matter.recorded;
  const events: AnyCaseEvent[] = [...matter.recorded];
  let state: CaseState | undefined;
  for (const event of matter.recorded) state = evolve(state, event, matter.id);
  for (const fact of matter.facts) {
    const decision = decideFact(state, matter.id, fact, policy, clockOf(clocks, fact), matter.facts);
    if (decision === undefined) continue;
    events.push(...decision.events);
    ({ state } = decision);
  }
  return state === undefined ? events : [...events, ...sweep(matter, state, policy, clocks)];
};
