import { describe, expect, it } from '@jest/globals';
import type { NewEvent } from '@complaint-ledger/contracts';
import { servedReporting } from '../testing/served-reporting.ts';
import { Story, shanghai } from '../testing/story.ts';

const on = (time: string): string => shanghai(`2026-03-23 ${time}`);

const call = (id: string, seenBy?: readonly string[]): NewEvent => ({
  id: `0198a000-0000-8000-8000-00000000000${id}`,
  type: 'CallReceived',
  schemaVersion: 1,
  occurredAt: on('08:00'),
  actor: { kind: 'crm', id: 'pbx' },
  source: 'pbx://one',
  data: {
    externalId: id,
    policy: 'standard',
    caller: 'p',
    missing: [],
    outcome: 'answered',
    summary: { at: on('08:00'), zone: 'Asia/Shanghai', outcome: 'answered', missing: [] },
    ...(seenBy && { seenBy: [...seenBy] }),
  },
});

/** `W1` is whistleblowing for the leader in charge and the general manager; it came by call 1; call 2 told of it, too. */
const served = async () => {
  const story = new Story('crm://secret');
  const secret = story.open(
    'W1',
    on('09:00'),
    { department: 'sales', kind: 'whistleblowing', seenBy: ['leader', 'general-manager'] },
    { call: 'one' },
  );
  secret.start('first-response', on('09:00'), on('09:30'));
  secret.miss('first-response', 2000);
  const plain = story.open('P1', on('10:00'), { department: 'sales' });
  plain.start('first-response', on('10:00'), on('10:30'));
  plain.miss('first-response', 2000);
  const http = await servedReporting(story.events, [
    ['call-one', call('1')],
    ['call-two', call('2', ['leader'])],
    ['call-three', call('3')],
  ]);
  return Object.assign(http, { secret: secret.id });
};

describe('a matter that only some may see (FILE-1)', () => {
  it.each(['agent', 'manager', 'auditor'])(
    'FILE-1: is not there for %s, in the very words of what is not there',
    async (who) => {
      await using http = await served();
      for (const path of ['', '/history']) {
        const hidden = await http.get(`/v1/cases/W1${path}`, who);
        const missing = await http.get(`/v1/cases/W9${path}`, who);
        expect(hidden.statusCode).toBe(404);
        const { instance: _, ...words } = hidden.json<Record<string, unknown>>();
        const { instance: __, ...others } = missing.json<Record<string, unknown>>();
        expect(JSON.stringify(words)).toBe(JSON.stringify(others).replaceAll('W9', 'W1'));
        expect((await http.get(`/v1/cases/${http.secret}${path}`, who)).statusCode).toBe(404);
      }
    },
  );

  it.each(['general-manager', 'admin'])('FILE-1: is seen by %s', async (who) => {
    await using http = await served();
    expect((await http.get('/v1/cases/W1', who)).json()).toMatchObject({ externalId: 'W1' });
    expect((await http.get('/v1/cases/W1/history', who)).statusCode).toBe(200);
  });

  it('FILE-1: stands in lists, with its place among the others, for those only', async () => {
    await using http = await served();
    const list = async (query: string, who: string) => {
      const { total, cases } = (await http.get(`/v1/cases?${query}`, who)).json<{
        total: number;
        cases: { externalId: string }[];
      }>();
      return [total, cases.map(({ externalId }) => externalId)];
    };
    expect(await list('', 'manager')).toEqual([1, ['P1']]);
    expect(await list('', 'admin')).toEqual([2, ['P1', 'W1']]);
    expect(await list('', 'general-manager')).toEqual([2, ['P1', 'W1']]);
    expect(await list('limit=1&offset=1', 'general-manager')).toEqual([2, ['W1']]);
    expect(await list('limit=1&offset=1', 'manager')).toEqual([1, []]);
  });

  it('FILE-1: its events are in nobody else’s drill, while the count remains', async () => {
    await using http = await served();
    const drill = async (who: string) =>
      (await http.get('/v1/reports/weekly/2026-W13/drill?figure=filed.total', who)).json();
    expect(await drill('manager')).toMatchObject({ value: 2, total: 1, events: [{ case: 'P1' }] });
    expect(await drill('general-manager')).toMatchObject({
      value: 2,
      total: 2,
      events: [{ case: 'W1' }, { case: 'P1' }],
    });
  });

  it('FILE-1: its fines are in nobody else’s lines, in JSON and CSV, while the sum remains', async () => {
    await using http = await served();
    const url = '/v1/departments/sales/penalties?period=2026-W13';
    expect((await http.get(url)).json()).toMatchObject({ assessedCNY: '40.00', lines: [{ case: 'P1' }] });
    expect((await http.get(url)).json<{ lines: unknown[] }>().lines).toHaveLength(1);
    expect((await http.get(`${url}&format=csv`)).body).not.toContain('W1');
    expect((await http.get(`${url}&format=csv`, 'general-manager')).body).toContain('W1');
    expect((await http.get(`${url}&asOf=4`)).json()).toMatchObject({ assessedCNY: '20.00', lines: [] });
  });

  it('FILE-1: the call it came by, and a call that told of one, are in nobody else’s log', async () => {
    await using http = await served();
    const log = async (who: string) =>
      (await http.get('/v1/call-log/2026-03-23', who))
        .json<{ calls: { externalId: string }[] }>()
        .calls.map(({ externalId }) => externalId);
    expect(await log('manager')).toEqual(['3']);
    expect(await log('general-manager')).toEqual(['1', '3']);
    expect((await log('admin')).toSorted()).toEqual(['1', '2', '3']);
  });

  it('FILE-1: a call that told of one and became no case is in nobody else’s drill', async () => {
    await using http = await served();
    const drilled = async (who: string) =>
      (await http.get('/v1/reports/weekly/2026-W13/drill?figure=calls.total', who))
        .json<{ events: { case: string }[] }>()
        .events.map((event) => event.case);
    expect(await drilled('manager')).toEqual(['3']);
    expect((await drilled('admin')).toSorted()).toEqual(['1', '2', '3']);
  });

  it('FILE-1, FILE-3: a case that repeats one does not lead to it', async () => {
    const story = new Story('crm://repeat');
    const first = story.open('W1', on('09:00'), { seenBy: ['general-manager'] });
    story.open('P1', on('10:00')).add('RepeatLinked', on('10:00'), { of: first.id, number: 2 });
    await using http = await servedReporting(story.events);
    for (const path of ['/v1/cases/P1', '/v1/cases/P1/history', '/v1/cases', '/v1/cases/P1/forms/work-order']) {
      const hidden = (await http.get(path)).body;
      expect(hidden).not.toContain(first.id);
      expect(hidden).not.toContain('"repeat"');
      expect(hidden).not.toContain('RepeatLinked');
    }
    const drill = '/v1/reports/weekly/2026-W13/drill?figure=repeats';
    expect((await http.get(drill)).json()).toMatchObject({ value: 1, total: 0, events: [] });
    expect((await http.get(drill, 'general-manager')).json()).toMatchObject({ total: 1, events: [{ case: 'P1' }] });
    expect((await http.get('/v1/cases?repeats=true')).json()).toEqual({ total: 0, cases: [] });
    expect((await http.get('/v1/cases?repeats=true', 'general-manager')).json()).toMatchObject({ total: 1 });
    expect((await http.get('/v1/cases/P1', 'general-manager')).json()).toMatchObject({ repeatOf: first.id, repeat: 2 });
    expect((await http.get('/v1/cases/P1/history', 'general-manager')).body).toContain('RepeatLinked');
  });
});
