import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import { documentDigest } from '../projections/document-digest.ts';
import { figureAt } from '../reports/figure-at.ts';
import type { Targets } from '../reports/targets.ts';
import { type ToldCall, callStory } from '../testing/call-story.ts';
import { projected, recorded } from '../testing/project.ts';
import { Story, shanghai as at } from '../testing/story.ts';
import { agentCsv } from './agent-csv.ts';
import { AGENTS, agentProjection } from './agent-projection.ts';
import { type AgentReport, buildAgentReport } from './agent-report.ts';
import { renderAgents } from './render-agents.ts';

const zone = 'Asia/Shanghai';

const calls: readonly ToldCall[] = [
  {
    id: '1',
    summaries: [
      { at: at('2026-03-23 09:00'), department: 'service', agent: 'a-1', outcome: 'answered', withinRings: true },
      {
        at: at('2026-03-23 09:00'),
        department: 'service',
        agent: 'a-1',
        outcome: 'answered',
        withinRings: true,
        handlingMs: 400_000,
        satisfaction: 'satisfied',
        rules: ['CALL-5'],
      },
    ],
  },
  {
    id: '2',
    summaries: [
      { at: at('2026-03-24 09:00'), department: 'sales', agent: 'a-1', outcome: 'answered', withinRings: false },
    ],
  },
  { id: '3', summaries: [{ at: at('2026-03-24 10:00'), department: 'service', agent: 'a-2', outcome: 'missed' }] },
  { id: '4', summaries: [{ at: at('2026-03-24 11:00'), department: 'service', outcome: 'abandoned' }] },
];

/** The agent a-1 keeps one promise, misses another, and is refused a transfer. */
const story = (): readonly RecordedEvent[] => {
  const told = new Story();
  const one = told.open('X', at('2026-03-23 09:00'), { department: 'service' });
  const deadline = (n: number) => ({ deadline: `promised#1.${n}`, name: 'promised', dueAt: at(`2026-03-2${n} 12:00`) });
  const owed = { response: false, callBack: true, callBackPerson: 'a-1' };
  one.add('DeadlineMet', at('2026-03-23 11:00'), { ...deadline(3), ...owed, metAt: at('2026-03-23 11:00') });
  one.add('DeadlineMissed', at('2026-03-24 12:00'), { ...deadline(4), ...owed, holder: {} });
  one.add('CustomerContacted', at('2026-03-23 11:00'), { reached: true, by: 'a-1' });
  one.add('CommandRefused', at('2026-03-23 12:00'), { command: 'close', rule: 'XFER-5', reason: '', by: 'a-1' });
  one.add('RuleViolated', at('2026-03-23 13:00'), { rules: ['ESC-1'], event: 'e', by: 'a-1' });
  return recorded(told.events);
};

const both = (): readonly RecordedEvent[] => {
  const events = story();
  return [...events, ...callStory(calls, events.length)];
};

const reported = async (
  asked: {
    readonly kind?: 'weekly' | 'quarterly';
    readonly period?: string;
    readonly department?: string;
    readonly targets?: Targets;
  } = {},
): Promise<AgentReport> => {
  const events = both();
  const store = await projected(agentProjection(), events);
  const { kind = 'weekly', period = '2026-W13', ...rest } = asked;
  return buildAgentReport(store, { kind, period, zone, asOf: { position: events.length }, ...rest });
};

const figure = (report: AgentReport, agent: string, path: string): unknown =>
  figureAt(report.agents.find((line) => line.agent === agent)?.figures ?? {}, path);

describe('agents (REP-3)', () => {
  it('REP-3: calls, three-ring rate, handling time and satisfaction of each', async () => {
    const report = await reported();
    expect(report.agents.map(({ agent, departments }) => [agent, departments])).toEqual([
      ['a-1', ['sales', 'service']],
      ['a-2', ['service']],
    ]);
    expect(figure(report, 'a-1', 'calls.total')).toBe(2);
    expect(figure(report, 'a-1', 'calls.withinRingsPercent')).toBe(50);
    expect(Number(figure(report, 'a-1', 'calls.handling.p50')) / 400_000).toBeCloseTo(1, 1);
    expect(figure(report, 'a-1', 'calls.bySatisfaction')).toEqual({ satisfied: 1 });
    expect(figure(report, 'a-2', 'calls.answeredPercent')).toBe(0);
    expect(figure(report, 'a-2', 'calls.withinRingsPercent')).toBeNull();
  });

  it('REP-3: call-backs kept and missed, contacts, rules broken in calls and cases, requests refused', async () => {
    const report = await reported();
    expect(figure(report, 'a-1', 'callBacks')).toMatchObject({ kept: 1, missed: 1, keptPercent: 50 });
    expect(figure(report, 'a-1', 'contacts')).toMatchObject({ reached: 1, unreached: 0 });
    expect(figure(report, 'a-1', 'violations')).toEqual({ total: 2, byRule: { 'CALL-5': 1, 'ESC-1': 1 } });
    expect(figure(report, 'a-1', 'refused')).toEqual({ total: 1, byRule: { 'XFER-5': 1 } });
    expect(figure(report, 'a-2', 'violations.total')).toBe(0);
  });

  it('REP-3: a rule found kept counts no more against the one it had been held against, and against nobody else', async () => {
    const told = new Story();
    const one = told.open('X', at('2026-03-23 09:00'), { department: 'service' });
    const broken = one.add('RuleViolated', at('2026-03-23 10:00'), {
      rules: ['RES-3'],
      event: 'e',
      about: 'steps',
      by: 'a-1',
    });
    const found = {
      rules: ['RES-3'],
      violation: broken.id,
      violatedAt: at('2026-03-23 10:00'),
      about: 'steps',
      by: 'a-1',
    };
    const reversed = one.add('RuleViolationReversed', at('2026-03-24 10:00'), found);
    const events = recorded([...told.events.slice(0, -1), { ...reversed, actor: { kind: 'person', id: 'a-9' } }]);
    const store = await projected(agentProjection(), events);
    const report = await buildAgentReport(store, { kind: 'weekly', period: '2026-W13', zone, asOf: { position: 3 } });
    expect(report.agents).toEqual([]);
  });

  it('REP-3: of one department, of a quarter, and of a week in which nobody did anything', async () => {
    expect(figure(await reported({ department: 'sales' }), 'a-1', 'calls.total')).toBe(1);
    expect((await reported({ department: 'sales' })).agents).toHaveLength(1);
    expect(figure(await reported({ kind: 'quarterly', period: '2026-Q1' }), 'a-1', 'calls.total')).toBe(2);
    expect((await reported({ period: '2026-W14' })).agents).toEqual([]);
  });

  it('CALL-9: says of each whether the targets of the policy were reached', async () => {
    const targets = { 'calls.withinRingsPercent': '>= 50 %', 'callBacks.keptPercent': '>= 95 %' };
    const { agents } = await reported({ targets });
    expect(agents[0]?.targets).toEqual({
      'calls.withinRingsPercent': { target: '>= 50 %', value: 50, reached: true },
      'callBacks.keptPercent': { target: '>= 95 %', value: 50, reached: false },
    });
    expect(agents[1]?.targets?.['calls.withinRingsPercent']).toMatchObject({ reached: null });
  });

  it('is a table for people and one for programs, in both languages', async () => {
    const report = await reported({ targets: { 'callBacks.keptPercent': '>= 95 %' } });
    const text = renderAgents(report, 'en');
    expect(text).toMatch(/^Agents 2026-W13 {2}Asia\/Shanghai\n/);
    expect(text).toMatch(/a-1 +sales, service +2 +2 +50\.0%/);
    expect(text).toContain('50.0%!');
    expect(renderAgents(report, 'zh-CN')).toContain('坐席考核');
    const rows = agentCsv(report, { language: 'en' }).split('\r\n');
    expect(rows).toContain(
      'weekly,2026-W13,a-1,sales service,violations.byRule.CALL-5,"Rules broken, by rule CALL-5",events,1,,',
    );
    expect(rows).toContain(
      'weekly,2026-W13,a-1,sales service,callBacks.keptPercent,"Call-backs kept, share",percent,50,>= 95 %,no',
    );
  });

  it('gives the same documents in whatever pages the log comes', async () => {
    const digests = await Promise.all(
      [1, 3, 1000].map(async (page) => documentDigest(await projected(agentProjection(), both(), { page }), AGENTS)),
    );
    expect(new Set(digests).size).toBe(1);
  });
});
