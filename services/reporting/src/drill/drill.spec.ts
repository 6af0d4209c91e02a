import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { agentMeasures } from '../agents/agent-measures.ts';
import { agentProjection } from '../agents/agent-projection.ts';
import { buildAgentReport } from '../agents/agent-report.ts';
import { caseProjection } from '../cases/case-projection.ts';
import { buildReport } from '../reports/build-report.ts';
import { leaves } from '../reports/leaves.ts';
import type { ReportKind } from '../reports/report.ts';
import { tallyProjection } from '../tallies/tally-projection.ts';
import { arrayLog } from '../testing/array-log.ts';
import { callStory } from '../testing/call-story.ts';
import { memoryStore, projected, recorded } from '../testing/project.ts';
import { randomCalls } from '../testing/random-calls.ts';
import { randomHistory } from '../testing/random-history.ts';
import { tourStory } from '../testing/tour.ts';
import { drillProjection } from './drill-index.ts';
import { drill } from './drill.ts';

const zone = 'Asia/Shanghai';

const projectedAll = async (events: readonly RecordedEvent[]): Promise<ProjectionStore> => {
  const store = memoryStore();
  await projected(tallyProjection(), events, { store, page: 50 });
  await projected(drillProjection(), events, { store, page: 50 });
  await projected(caseProjection(), events, { store, page: 50 });
  await projected(agentProjection(), events, { store, page: 50 });
  return store;
};

describe('drilling into a figure (REP-5)', () => {
  it('counts from the log what the report says, for every figure of every department', async () => {
    const periods: readonly (readonly [ReportKind, string])[] = [
      ['weekly', '2026-W01'],
      ['monthly', '2026-01'],
      ['quarterly', '2025-Q4'],
      ['annual', '2025'],
    ];
    await fc.assert(
      fc.asyncProperty(
        randomHistory(5),
        randomCalls(),
        fc.constantFrom(...periods),
        async (story, calls, [kind, period]) => {
          const events = recorded([...story.events, ...callStory(calls, story.events.length)]);
          const store = await projectedAll(events);
          const log = arrayLog(events);
          const report = await buildReport(store, { kind, period, zone, asOf: { position: events.length } });
          const scopes = [
            { figures: report.company.figures },
            ...Object.entries(report.departments).map(([department, { figures }]) => ({ department, figures })),
          ];
          for (const { figures, ...scope } of scopes) {
            for (const { path, value, measure } of leaves(figures)) {
              const drilled = await drill({ log, store }, { kind, period, zone, figure: path, ...scope });
              expect({ path, ...scope, value: drilled.value }).toEqual({ path, ...scope, value });
              const { kind: formula } = measure.formula;
              if (formula === 'sum' || formula === 'standing') expect(drilled.sum).toBe(value);
            }
          }
          await store.close();
        },
      ),
      { numRuns: 15, seed: 20261123 },
    );
  });

  it('REP-3, REP-5: counts from the log what the report says of each agent, in each department', async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory(5), randomCalls(), async (story, calls) => {
        const events = recorded([...story.events, ...callStory(calls, story.events.length)]);
        const store = await projectedAll(events);
        const log = arrayLog(events);
        const asked = { kind: 'annual', period: '2026', zone } as const;
        for (const scope of [{}, { department: 'sales' }, { department: 'quality/二部' }]) {
          const report = await buildAgentReport(store, { ...asked, ...scope, asOf: { position: events.length } });
          for (const { agent, figures } of report.agents) {
            for (const { path, value } of leaves(figures, agentMeasures)) {
              const drilled = await drill({ log, store }, { ...asked, ...scope, figure: path, agent });
              expect({ path, agent, ...scope, value: drilled.value }).toEqual({ path, agent, ...scope, value });
            }
          }
        }
        await store.close();
      }),
      { numRuns: 10, seed: 20261123 },
    );
  });

  it('names the cases and events: the tour’s violation (XFER-4)', async () => {
    const events = recorded(tourStory().events);
    const store = await projectedAll(events);
    const found = await drill(
      { log: arrayLog(events), store },
      { kind: 'weekly', period: '2026-W13', zone, figure: 'transfers.violations', department: 'finance' },
    );
    expect(found).toMatchObject({
      sum: 1,
      value: 1,
      events: [{ type: 'TransferRuleViolated', case: 'C5', occurredAt: '2026-03-24T14:15:00+08:00', amount: 1 }],
    });
  });

  it('lists of what stands only the cases that still stand', async () => {
    const events = recorded(tourStory().events);
    const store = await projectedAll(events);
    const found = await drill(
      { log: arrayLog(events), store },
      { kind: 'weekly', period: '2026-W14', zone, figure: 'open' },
    );
    expect(new Set(found.events.map((event) => event.case))).toEqual(new Set(['C3', 'C4']));
    expect(found.sum).toBe(2);
  });

  it('refuses a figure that no report has, by name', async () => {
    const asked = drill(
      { log: arrayLog([]), store: memoryStore() },
      { kind: 'weekly', period: '2026-W13', zone, figure: 'filed.totl' },
    );
    await expect(asked).rejects.toMatchObject({ code: 'invalid-input', details: { path: 'figure' } });
  });
});
