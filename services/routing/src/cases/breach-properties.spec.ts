import { describe, expect, it } from '@jest/globals';
import type { NewCaseEvent } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import fc from 'fast-check';
import { CASE_ID, type CaseInput, decideInput, standardBut } from '../testing/case-spec.ts';
import { END, fullHistory, inputsOf, saying } from '../testing/histories.ts';
import type { CaseState } from './case-state.ts';
import { evolve } from './evolve.ts';

const runs = { numRuns: 400, seed: 20_260_324 };

const words = { 'zh-CN': '步骤', en: 'Step' };
const policy = standardBut({
  escalations: {
    major: {
      name: words,
      rule: 'ESC-1',
      when: { level: ['major', 'crisis'] },
      to: ['general-manager', 'vice-president'],
      before: 'handling',
    },
    billing: { name: words, rule: 'ESC-2', when: { category: 'billing' }, to: ['vice-president'], before: 'resolved' },
    passed: { name: words, rule: 'ESC-2', when: { transferred: true }, to: ['general-manager'], before: 'closed' },
  },
  steps: {
    memo: { ...words, before: 'resolved' },
    answer: { ...words, rule: 'RES-6', after: 'memo', before: 'closed' },
  },
});

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

const finish: CaseInput = { sweep: END };

const of = <T extends NewCaseEvent['type']>(events: readonly NewCaseEvent[], type: T) =>
  events.filter((event): event is Extract<NewCaseEvent, { type: T }> => event.type === type);

describe('the broken rules of any history', () => {
  it('are the state that the events fold to', () => {
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

  it('do not grow when any of its facts is told again', () => {
    fc.assert(
      fc.property(fullHistory, fc.nat(), (history, pick) => {
        const inputs = inputsOf(history);
        const { state } = decideAll(inputs);
        const again = inputs[pick % inputs.length];
        const clock = inputs.at(-1)?.clock ?? 0;
        expect(again && decideInput(state, { ...again, clock }, policy).events).toEqual([]);
      }),
      runs,
    );
  });

  it('are the same however often and whenever it was swept in between', () => {
    fc.assert(
      fc.property(fullHistory, (history) => {
        const inputs = inputsOf(history);
        const swept = inputs.flatMap((input): CaseInput[] => [input, { sweep: input.clock }]);
        const broken = (each: readonly CaseInput[]) =>
          saying(
            decideAll([...each, finish]).events.filter(
              ({ type }) => type === 'RuleViolated' || type === 'RuleViolationReversed',
            ),
          );
        expect(broken(swept)).toEqual(broken(inputs));
      }),
      runs,
    );
  });

  it('are declared once in a round, and taken back once, by name', () => {
    fc.assert(
      fc.property(fullHistory, (history) => {
        const { state, events } = decideAll([...inputsOf(history), finish]);
        const declared = of(events, 'RuleViolated').filter(({ data }) => data.about !== undefined);
        const reversed = of(events, 'RuleViolationReversed').map(({ data }) => data.violation);
        expect(new Set(reversed).size).toBe(reversed.length);
        const standing = declared.filter(({ id }) => !reversed.includes(id));
        expect(standing.map(({ id }) => id)).toEqual((state?.violations ?? []).map(({ id }) => id));
        const lacking = standing.flatMap(({ data }) =>
          (data.missing ?? ['']).map((name) => `${data.about} ${name} ${data.dims.round}`),
        );
        expect(new Set(lacking).size).toBe(lacking.length);
      }),
      runs,
    );
  });

  it('stand only for what is known to have been lacking then', () => {
    fc.assert(
      fc.property(fullHistory, (history) => {
        const { state } = decideAll([...inputsOf(history), finish]);
        for (const { about, missing, at } of state?.violations ?? []) {
          if (!about.startsWith('escalations.')) continue;
          const told = missing.every((office) =>
            (state?.acts[`escalated:${office}`] ?? []).some(({ ms }) => ms <= at.ms),
          );
          expect(told).toBe(false);
        }
      }),
      runs,
    );
  });

  it('are those of an act before its escalation, when all of it is known as it happens', () => {
    fc.assert(
      fc.property(fullHistory, (history) => {
        const prompt = { ...history, steps: history.steps.map((step) => ({ ...step, delay: 0 })) };
        const { events } = decideAll(inputsOf(prompt));
        for (const { occurredAt, data } of of(events, 'RuleViolated')) {
          if (data.about !== 'escalations.major') continue;
          expect(['major', 'crisis']).toContain(data.dims.level);
          for (const office of data.missing ?? [])
            expect(
              of(events, 'CaseEscalated').filter(
                (each) => each.data.to === office && epochOf(each.occurredAt) < epochOf(occurredAt),
              ),
            ).toEqual([]);
        }
      }),
      runs,
    );
  });
});
