import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import { caseProjection } from '../cases/case-projection.ts';
import { drill } from '../drill/drill.ts';
import { drillProjection } from '../drill/drill-index.ts';
import { buildReport } from '../reports/build-report.ts';
import { figureAt } from '../reports/figure-at.ts';
import { tallyDigest } from '../tallies/tally-digest.ts';
import { tallyProjection } from '../tallies/tally-projection.ts';
import { arrayLog } from '../testing/array-log.ts';
import { type ToldCall, callStory } from '../testing/call-story.ts';
import { memoryStore, projected } from '../testing/project.ts';
import { shanghai } from '../testing/story.ts';

const zone = 'Asia/Shanghai';
const at = shanghai;

const answered = { department: 'service', agent: 'a-1', line: '400', outcome: 'answered', kind: 'inquiry' };

const day: readonly ToldCall[] = [
  { id: '1', summaries: [{ at: at('2026-03-23 09:00'), ...answered, withinRings: true, handlingMs: 60_000 }] },
  {
    id: '2',
    summaries: [
      { at: at('2026-03-23 09:01'), ...answered, line: '800', withinRings: false, missing: ['name', 'phone'] },
    ],
  },
  { id: '3', summaries: [{ at: at('2026-03-23 09:02'), department: 'service', line: '400', outcome: 'missed' }] },
  { id: '4', summaries: [{ at: at('2026-03-23 09:03'), department: 'service', outcome: 'abandoned' }] },
  {
    id: '5',
    summaries: [{ at: at('2026-03-23 09:04'), department: 'service', outcome: 'nuisance', handlingMs: 900_000 }],
  },
  { id: '6', summaries: [{ at: at('2026-03-23 09:05'), outcome: 'misuse', rules: ['CALL-8'] }] },
  {
    id: '7',
    summaries: [
      { at: at('2026-03-23 09:06'), ...answered, withinRings: true },
      {
        at: at('2026-03-23 09:06'),
        ...answered,
        withinRings: true,
        handlingMs: 400_000,
        rules: ['CALL-5'],
        identityPassed: false,
      },
      {
        at: at('2026-03-23 09:06'),
        ...answered,
        withinRings: true,
        handlingMs: 400_000,
        satisfaction: 'satisfied',
        identityPassed: true,
      },
    ],
  },
];

const projectedCalls = async (events: readonly RecordedEvent[], page = 1000) => {
  const store = memoryStore();
  await projected(tallyProjection(), events, { store, page });
  await projected(drillProjection(), events, { store, page });
  await projected(caseProjection(), events, { store, page });
  return store;
};

const reported = async (calls: readonly ToldCall[], kind: 'weekly' | 'quarterly' = 'weekly', period = '2026-W13') => {
  const events = callStory(calls);
  const store = await projectedCalls(events);
  const report = await buildReport(store, { kind, period, zone, asOf: { position: events.length } });
  return {
    store,
    events,
    report,
    figure: (path: string, department?: string) =>
      figureAt(
        (department === undefined ? report.company : report.departments[department])?.figures ?? {},
        `calls.${path}`,
      ),
  };
};

describe('calls in the reports', () => {
  it('CALL-2: counts every call, whatever became of it, by the week in which it came', async () => {
    const { figure } = await reported(day);
    expect(
      ['total', 'offered', 'answered', 'missed', 'abandoned', 'nuisance', 'misuse'].map((path) => figure(path)),
    ).toEqual([7, 5, 3, 1, 1, 1, 1]);
    expect((await reported(day, 'weekly', '2026-W14')).figure('total')).toBe(0);
    expect((await reported(day, 'quarterly', '2026-Q1')).figure('total')).toBe(7);
  });

  it('CALL-9: the answer rate leaves out nuisance and misuse', async () => {
    const { figure } = await reported(day);
    expect(figure('answeredPercent')).toBe(60);
    expect(figure('byLine.400.answeredPercent')).toBe(66.7);
  });

  it('CALL-1: the rate of three rings, of a department and of a line', async () => {
    const { figure } = await reported(day);
    expect(figure('withinRingsPercent', 'service')).toBe(66.7);
    expect(figure('byLine.400.withinRingsPercent')).toBe(100);
    expect(figure('byLine.800.withinRingsPercent')).toBe(0);
  });

  it('CALL-1: no rate where no rings were told', async () => {
    const { figure } = await reported(day.slice(2, 4));
    expect(figure('withinRingsPercent')).toBeNull();
  });

  it('CALL-4: counts what is missing', async () => {
    const { figure } = await reported(day);
    expect([figure('incomplete'), figure('missing')]).toEqual([1, { name: 1, phone: 1 }]);
  });

  it('CALL-5, CALL-8, CALL-12: counts what was broken by the last that was told of a call', async () => {
    const { figure } = await reported(day);
    expect(figure('violationsByRule')).toEqual({ 'CALL-8': 1 });
    expect([figure('identityPassed'), figure('identityFailed')]).toEqual([1, 0]);
    const untilThen = day.map((call) => (call.id === '7' ? { ...call, summaries: call.summaries.slice(0, 2) } : call));
    expect((await reported(untilThen)).figure('violationsByRule')).toEqual({ 'CALL-5': 1, 'CALL-8': 1 });
  });

  it('REP-3: handling time is that of calls for service', async () => {
    const { figure } = await reported(day);
    const [half, most] = [Number(figure('handling.p50')), Number(figure('handling.p99'))];
    expect(half).toBeGreaterThan(59_000);
    expect(most).toBeLessThan(405_000);
  });

  it('REP-5: every figure leads to the calls that make it up', async () => {
    const { store, events } = await reported(day);
    const drilled = await drill(
      { log: arrayLog(events), store },
      { kind: 'weekly', period: '2026-W13', zone, figure: 'calls.answeredPercent', department: 'service' },
    );
    expect(drilled.value).toBe(60);
    expect(drilled.events.map(({ case: call, amount, of }) => [call, amount, of])).toEqual([
      ['1', 1, 1],
      ['2', 1, 1],
      ['3', 0, 1],
      ['4', 0, 1],
      ['7', 1, 1],
      ['7', 0, 0],
      ['7', 0, 0],
    ]);
  });

  it('a call that is told anew counts as it stands last, in whatever pages it comes', async () => {
    const summary = fc.record(
      {
        at: fc.constant(at('2026-03-23 09:00')),
        department: fc.constantFrom('service', 'sales'),
        line: fc.constantFrom('400', '800'),
        outcome: fc.constantFrom('answered', 'missed', 'nuisance'),
        withinRings: fc.boolean(),
        handlingMs: fc.integer({ min: 0, max: 900_000 }),
        satisfaction: fc.constantFrom('good', 'bad'),
        missing: fc.uniqueArray(fc.constantFrom('name', 'phone')),
        rules: fc.uniqueArray(fc.constantFrom('CALL-5', 'CALL-12')),
      },
      { requiredKeys: ['at', 'missing'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(summary, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), async (told) => {
        const calls = told.map((summaries, id) => ({ id: String(id), summaries }));
        const atOnce = calls.map(({ id, summaries }) => ({ id, summaries: summaries.slice(-1) }));
        const stores = [await projectedCalls(callStory(calls), 1), await projectedCalls(callStory(atOnce))];
        const [inSteps, last] = await Promise.all(stores.map(tallyDigest));
        expect(inSteps).toBe(last);
        for (const store of stores) await store.close();
      }),
      { numRuns: 30, seed: 20261122 },
    );
  });
});
