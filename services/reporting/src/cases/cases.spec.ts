import { describe, expect, it } from '@jest/globals';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { memoryStore, projected, recorded } from '../testing/project.ts';
import { Story, shanghai } from '../testing/story.ts';
import { tourStory } from '../testing/tour.ts';
import { caseProjection } from './case-projection.ts';
import { findCase } from './find-case.ts';
import { listCases } from './list-cases.ts';
import { penaltyLines } from './penalty-lines.ts';

const zone = 'Asia/Shanghai';
const tour = async (): Promise<ProjectionStore> =>
  projected(caseProjection(), recorded(tourStory().events), { page: 9 });

describe('a case as it stands', () => {
  it('is found by the id of its source and by the ledger’s', async () => {
    const store = await tour();
    const found = await findCase(store, { id: 'C5' });
    expect(found).toMatchObject({
      externalId: 'C5',
      status: 'closed',
      department: 'after-sales',
      transfers: 2,
      violations: 1,
      verdict: 'justified',
      outcome: 'accepted',
    });
    expect(await findCase(store, { id: found.id })).toEqual(found);
  });

  it('keeps the last answer and the rounds (FUP-2, FUP-3)', async () => {
    expect(await findCase(await tour(), { id: 'C2' })).toMatchObject({
      round: 2,
      answer: { satisfied: true, rating: 5 },
      deadlines: [
        { deadline: 'first-response#1', status: 'missed', metAt: shanghai('2026-03-23 10:21') },
        { deadline: 'first-response#2', status: 'met' },
      ],
    });
  });

  it('of two sources with the same id is not guessed', async () => {
    const [one, two] = [new Story('crm://one'), new Story('crm://two')];
    one.open('77', shanghai('2026-03-23 09:00'));
    two.open('77', shanghai('2026-03-24 09:00'));
    const events = [...one.events, ...two.events].map((event, index) => ({ ...event, position: index + 1 }));
    const store = await projected(caseProjection(), recorded(events));
    await expect(findCase(store, { id: '77' })).rejects.toMatchObject({
      code: 'conflict',
      details: { cases: [{ source: expect.stringMatching(/crm/) }, { source: expect.stringMatching(/crm/) }] },
    });
    expect(await findCase(store, { id: '77', source: 'crm://two' })).toMatchObject({
      filedAt: shanghai('2026-03-24 09:00'),
    });
    await expect(findCase(store, { id: '78' })).rejects.toMatchObject({ code: 'not-found', details: { path: 'id' } });
  });

  it('is listed by status, department and what is overdue, the latest first', async () => {
    const store = await tour();
    const open = await listCases(store, { status: 'open' });
    expect(open.total).toBe(2);
    expect(open.cases.map(({ externalId }) => externalId)).toEqual(['C4', 'C3']);
    expect((await listCases(store, { overdue: true })).cases.map(({ externalId }) => externalId)).toEqual(['C4']);
    expect(await listCases(store, { department: 'after-sales' }, { limit: 1, offset: 1 })).toMatchObject({
      total: 3,
      cases: [{ externalId: 'C5' }],
    });
  });
});

describe('penalty lines (PEN-1, PEN-3)', () => {
  const brief = async (store: ProjectionStore, period: string, department?: string) =>
    (await penaltyLines(store, { kind: 'week', period, zone, ...(department !== undefined && { department }) })).map(
      ({ case: id, department: of, deadline, dueAt, metAt, CNY, reversedBecause }) => ({
        case: id,
        department: of,
        deadline,
        dueAt,
        ...(metAt !== undefined && { metAt }),
        CNY,
        ...(reversedBecause !== undefined && { reversedBecause }),
      }),
    );

  it('say case, deadline, due time, when it was done, the fine and why it was reversed', async () => {
    const store = await tour();
    expect([...(await brief(store, '2026-W13')), ...(await brief(store, '2026-W14'))]).toEqual([
      {
        case: 'C2',
        department: 'after-sales',
        deadline: 'first-response',
        dueAt: '2026-03-23T10:20:00+08:00',
        metAt: '2026-03-23T10:21:00+08:00',
        CNY: '30.00',
      },
      {
        case: 'C7',
        department: 'after-sales',
        deadline: 'first-response',
        dueAt: '2026-03-26T09:30:00+08:00',
        CNY: '20.00',
        reversedBecause: 'late-fact',
      },
      {
        case: 'C3',
        department: 'quality',
        deadline: 'first-response',
        dueAt: '2026-03-30T00:05:00+08:00',
        metAt: '2026-03-30T00:06:00+08:00',
        CNY: '50.00',
      },
      {
        case: 'C3',
        department: 'quality',
        deadline: 'second-response',
        dueAt: '2026-03-30T23:55:00+08:00',
        metAt: '2026-03-31T01:00:00+08:00',
        CNY: '50.00',
      },
      {
        case: 'C4',
        department: 'sales',
        deadline: 'first-response',
        dueAt: '2026-04-01T00:00:00+08:00',
        CNY: '80.00',
      },
      {
        case: 'C4',
        department: 'sales',
        deadline: 'second-response',
        dueAt: '2026-04-01T23:50:00+08:00',
        CNY: '80.00',
      },
    ]);
  });

  it('are those of one department when it is named', async () => {
    expect(await brief(await tour(), '2026-W14', 'quality')).toHaveLength(2);
    expect(await brief(await tour(), '2026-W14', 'finance')).toEqual([]);
  });

  it('are of the period in the zone of their policy, as the tallies count them', async () => {
    const story = new Story();
    const told = story.open('Z', '2026-03-31T20:00:00Z', { department: 'sales', zone: 'Europe/London' });
    told.start('first-response', '2026-03-31T20:00:00Z', '2026-03-31T20:30:00Z');
    told.miss('first-response', 2000);
    const store = await projected(caseProjection(), recorded(story.events), { store: memoryStore() });
    const lines = (period: string) => penaltyLines(store, { kind: 'month', period, zone });
    expect(await lines('2026-03')).toHaveLength(1);
    expect(await lines('2026-04')).toEqual([]);
  });

  it('stand beside what was waived (PEN-3)', async () => {
    const story = new Story();
    const told = story.open('W', shanghai('2026-03-23 09:00'), { department: 'sales' });
    told.start('first-response', shanghai('2026-03-23 09:00'), shanghai('2026-03-23 09:30'));
    const penalty = told.miss('first-response', 2000);
    const due = { name: 'first-response', deadline: 'first-response#1', dueAt: shanghai('2026-03-23 09:30') };
    told.add('PenaltyAppealed', shanghai('2026-03-24 09:00'), { ...due, penalty });
    told.add('PenaltyWaived', shanghai('2026-03-25 09:00'), { ...due, penalty, amountFen: 2000 });
    const store = await projected(caseProjection(), recorded(story.events), { store: memoryStore() });
    const [line] = await penaltyLines(store, { kind: 'month', period: '2026-03', zone });
    expect(line).toMatchObject({ state: 'waived', amountFen: 2000 });
  });
});
