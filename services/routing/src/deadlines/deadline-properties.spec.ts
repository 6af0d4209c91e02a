import { describe, expect, it } from '@jest/globals';
import type { NewCaseEvent } from '@complaint-ledger/contracts';
import type { PolicyPack } from '@complaint-ledger/policy';
import fc from 'fast-check';
import type { CaseState } from '../cases/case-state.ts';
import { evolve } from '../cases/evolve.ts';
import { CASE_ID, type CaseInput, decideInput, standardBut, standardPolicy } from '../testing/case-spec.ts';
import { END, fullHistory, inputsOf, saying } from '../testing/histories.ts';
import { words } from '../testing/words.ts';

const name = words('deadline');
const pausedBy = ['customer-away'];
const deadlines: PolicyPack['deadlines'] = {
  ...standardPolicy.pack.deadlines,
  'first-response': {
    name,
    starts: 'round',
    metBy: 'contacted',
    within: { dissatisfied: '30min', major: '10min' },
    response: true,
    penalty: '20 CNY',
    pausedBy,
  },
  resolution: { name, starts: 'round', metBy: 'resolved', within: '3 working days', pausedBy: [...pausedBy, 'parts'] },
  report: { name, starts: 'filed', metBy: 'escalated:general-manager', within: '1h', when: { level: 'major' } },
  present: { name, starts: 'level', metBy: 'contacted', within: '4h', answers: 'receiver', penalty: '5 CNY' },
  daily: { name, starts: 'round', metBy: 'contacted', within: '24h', again: true, pausedBy },
  'call-back': { name, starts: 'promised', metBy: 'contacted', within: 'given', pausedBy: ['parts'] },
  memo: { name, starts: 'step:memo', metBy: 'step:answer', within: 'same working day', pausedBy },
  vice: { name, starts: 'escalated:vice-president', metBy: 'step:answer', within: 'same day' },
  reply: {
    name,
    starts: 'assigned',
    metBy: 'contacted',
    within: { by: 'category', table: { billing: '2h', delivery: '3 working hours' } },
    pausedBy,
  },
  survey: { name, starts: 'closed', metBy: 'followed-up', within: '48h' },
};
const policy = standardBut({ deadlines, pauses: { 'customer-away': name, parts: name } });

const runs = { numRuns: 300, seed: 20_260_323 };
const finish: CaseInput = { sweep: END };

const decideAll = (inputs: readonly CaseInput[]) => {
  let state: CaseState | undefined;
  const events: NewCaseEvent[] = [];
  for (const input of inputs) {
    const decided = decideInput(state, input, policy);
    state = decided.state;
    events.push(...decided.events);
  }
  return { state, events };
};

describe('any history under a pack with every sort of deadline', () => {
  it('is the state that its events fold to', () => {
    fc.assert(
      fc.property(fullHistory, (history) => {
        const { state, events } = decideAll([...inputsOf(history), finish]);
        let folded: CaseState | undefined;
        for (const event of events) folded = evolve(folded, event, CASE_ID);
        expect(folded).toEqual(state);
      }),
      runs,
    );
  });

  it('says the same however often and whenever it was swept in between', () => {
    fc.assert(
      fc.property(
        fullHistory,
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
          expect(saying(decideAll([...swept, finish]).events)).toEqual(saying(decideAll([...inputs, finish]).events));
        },
      ),
      runs,
    );
  });

  it('has nothing left to say when it is swept twice at one moment', () => {
    fc.assert(
      fc.property(fullHistory, (history) => {
        const inputs = inputsOf(history);
        for (let length = 1; length <= inputs.length; length++) {
          const { state } = decideAll(inputs.slice(0, length));
          expect(decideInput(state, { sweep: inputs[length - 1]?.clock ?? 0 }, policy).events).toEqual([]);
        }
      }),
      runs,
    );
  });

  it('gives every deadline a key of its own, one miss at most that stands, and one fine for it', () => {
    fc.assert(
      fc.property(fullHistory, (history) => {
        const { events } = decideAll([...inputsOf(history), finish]);
        const standing = new Map<string, number>();
        const fined = new Map<string, number>();
        const begun: string[] = [];
        const add = (sums: Map<string, number>, key: string, by: number): void => {
          sums.set(key, (sums.get(key) ?? 0) + by);
          expect([0, 1]).toContain(sums.get(key));
        };
        for (const { type, data } of events) {
          if (type === 'DeadlineStarted') begun.push(data.deadline);
          if (type === 'DeadlineMissed') add(standing, data.deadline, 1);
          if (type === 'DeadlineMissReversed') add(standing, data.deadline, -1);
          if (type === 'PenaltyAssessed') add(fined, data.deadline, 1);
          if (type === 'PenaltyReversed') add(fined, data.deadline, -1);
        }
        expect(new Set(begun).size).toBe(begun.length);
        for (const [key, count] of fined) if (count > 0) expect(standing.get(key)).toBe(1);
      }),
      runs,
    );
  });

  it('keeps none in time that was met after its due time', () => {
    fc.assert(
      fc.property(fullHistory, (history) => {
        for (const { type, data } of decideAll([...inputsOf(history), finish]).events)
          if (type === 'DeadlineMet') expect(Date.parse(data.metAt)).toBeLessThanOrEqual(Date.parse(data.dueAt));
      }),
      runs,
    );
  });
});
