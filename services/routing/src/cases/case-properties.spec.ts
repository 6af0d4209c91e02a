import { describe, expect, it } from '@jest/globals';
import { type NewCaseEvent, UNASSIGNED } from '@complaint-ledger/contracts';
import fc from 'fast-check';
import { CASE_ID, type CaseInput, decideInput, standardPolicy } from '../testing/case-spec.ts';
import { END, anyHistory, inputsOf, saying, simpleHistory } from '../testing/histories.ts';
import { reconcileDeadlines } from '../deadlines/reconcile.ts';
import type { CaseState } from './case-state.ts';
import { Decision } from './decision.ts';
import { evolve } from './evolve.ts';

const runs = { numRuns: 400, seed: 20_260_323 };

const decideAll = (inputs: readonly CaseInput[]) => {
  let state: CaseState | undefined;
  const events: NewCaseEvent[] = [];
  for (const input of inputs) {
    const decided = decideInput(state, input);
    state = decided.state;
    events.push(...decided.events);
  }
  return { state, events };
};

const finish: CaseInput = { sweep: END };

const of = <T extends NewCaseEvent['type']>(events: readonly NewCaseEvent[], type: T) =>
  events.filter((event): event is Extract<NewCaseEvent, { type: T }> => event.type === type);

/** Net fines in fen, by deadline and department. */
const net = (events: readonly NewCaseEvent[]): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const event of events) {
    if (event.type !== 'PenaltyAssessed' && event.type !== 'PenaltyReversed') continue;
    const key = `${event.data.deadline} of ${event.data.dims.department}`;
    sums[key] = (sums[key] ?? 0) + (event.type === 'PenaltyAssessed' ? 1 : -1) * event.data.amountFen;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, fen]) => fen !== 0));
};

describe('any history of a case', () => {
  it('is the state that its events fold to', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { state, events } = decideAll([...inputsOf(history), finish]);
        let folded: CaseState | undefined;
        for (const event of events) folded = evolve(folded, event, CASE_ID);
        expect(folded).toEqual(state);
      }),
      runs,
    );
  });

  it('does not grow when any of its facts is told again', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), (history, pick) => {
        const inputs = inputsOf(history);
        const { state } = decideAll(inputs);
        const again = inputs[pick % inputs.length];
        const clock = inputs.at(-1)?.clock ?? 0;
        expect(again && decideInput(state, { ...again, clock }).events).toEqual([]);
      }),
      runs,
    );
  });

  it('says the same however often and whenever it was swept in between', () => {
    fc.assert(
      fc.property(
        anyHistory,
        fc.array(fc.tuple(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }))),
        (history, sweeps) => {
          const inputs = inputsOf(history);
          const swept = inputs.flatMap((input, index): CaseInput[] => {
            const until = inputs[index + 1]?.clock ?? END;
            const between = sweeps
              .filter(([place]) => place % inputs.length === index)
              .map(([, part]) => Math.floor(input.clock + (until - input.clock) * part))
              .sort((a, b) => a - b);
            return [input, ...between.map((sweep) => ({ sweep }))];
          });
          const [plain, between] = [decideAll([...inputs, finish]), decideAll([...swept, finish])];
          expect(saying(between.events)).toEqual(saying(plain.events));
          expect(net(between.events)).toEqual(net(plain.events));
        },
      ),
      runs,
    );
  });

  it('has nothing left to say when it is swept twice at one moment', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const inputs = inputsOf(history);
        for (let length = 1; length <= inputs.length; length++) {
          const { state } = decideAll(inputs.slice(0, length));
          const clock = inputs[length - 1]?.clock ?? 0;
          expect(decideInput(state, { sweep: clock }).events).toEqual([]);
        }
      }),
      runs,
    );
  });

  it('has nothing left to say of any of its rounds, judged one by one', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const inputs = inputsOf(history);
        for (let length = 1; length <= inputs.length; length++) {
          const { state } = decideAll(inputs.slice(0, length));
          if (state === undefined) throw new Error('the first fact opens the case');
          for (const { started } of state.rounds) {
            const decision = new Decision(state, standardPolicy, {
              seed: 'look',
              actor: { kind: 'system', id: 'spec' },
              source: 'ledger',
            });
            reconcileDeadlines(decision, inputs[length - 1]?.clock ?? 0, started.at);
            expect(decision.events).toEqual([]);
          }
        }
      }),
      runs,
    );
  });

  it('PEN-1: fines nobody without a miss, takes back no fine twice, and lets one at most stand for a deadline', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { state, events } = decideAll([...inputsOf(history), finish]);
        const missed = new Map(of(events, 'DeadlineMissed').map(({ id, data }) => [id, data.deadline]));
        const reversed = of(events, 'PenaltyReversed').map(({ data }) => data.penalty);
        expect(new Set(reversed).size).toBe(reversed.length);
        const standing = of(events, 'PenaltyAssessed').filter(({ id, data }) => {
          expect(missed.get(data.missed)).toBe(data.deadline);
          expect(data.penalty).toBe(id);
          return !reversed.includes(id);
        });
        const fined = standing.map(({ data }) => data.deadline);
        expect(new Set(fined).size).toBe(fined.length);
        const owed = (state?.deadlines ?? []).filter(
          ({ status, response, missedDepartment }) =>
            status === 'missed' && response && missedDepartment !== UNASSIGNED,
        );
        expect(fined.sort()).toEqual(owed.map(({ key }) => key).sort());
      }),
      runs,
    );
  });

  it('leaves no deadline undecided once its time is over', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { state } = decideAll([...inputsOf(history), finish]);
        expect(state?.deadlines.filter(({ status }) => status === 'pending')).toEqual([]);
      }),
      runs,
    );
  });
});

describe('a history of one department and one round', () => {
  it('costs the same however late the ledger learnt its facts', () => {
    fc.assert(
      fc.property(simpleHistory, (history) => {
        const prompt = { ...history, steps: history.steps.map((step) => ({ ...step, delay: 0 })) };
        const [late, early] = [history, prompt].map((each) => decideAll([...inputsOf(each), finish]).events);
        expect(net(late ?? [])).toEqual(net(early ?? []));
      }),
      runs,
    );
  });

  it('LEVEL-1: costs what the level table says of the contacts that count', () => {
    fc.assert(
      fc.property(simpleHistory, (history) => {
        const inputs = inputsOf(history);
        const { events } = decideAll([...inputs, finish]);
        const filed = inputs[0]?.clock ?? 0;
        const moments = (type: string) =>
          inputs
            .filter(({ fact }) => fact.type === type && (fact.type !== 'ContactReported' || fact.data.reached))
            .map(({ fact }) => Date.parse(fact.occurredAt))
            .sort((a, b) => a - b);
        const [end = Number.POSITIVE_INFINITY] = moments('ResolutionReported');
        const first = { dissatisfied: 30, 'very-dissatisfied': 20, major: 10, crisis: 10 }[history.level];
        const owed = [first, 24 * 60].filter((length, nth) => {
          const due = filed + length * 60_000;
          return end > due && (moments('ContactReported')[nth] ?? Number.POSITIVE_INFINITY) > due;
        });
        const fine = standardPolicy.penaltyFen('first-response', history.level);
        expect(Object.values(net(events)).reduce((sum, fen) => sum + fen, 0)).toBe(owed.length * fine);
      }),
      runs,
    );
  });
});
