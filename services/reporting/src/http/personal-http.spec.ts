import { describe, expect, it } from '@jest/globals';
import type { NewEvent, RecordedEvent } from '@complaint-ledger/contracts';
import { openUnseal, printedCase } from '../testing/printed-case.ts';
import { servedReporting } from '../testing/served-reporting.ts';
import { shanghai } from '../testing/story.ts';

const NOW = shanghai('2026-03-26 08:00');

const call = (id: string, person: string, name: string): readonly [string, NewEvent] => [
  `call-${id}`,
  {
    id: `0198a000-0000-8000-8000-00000000000${id}`,
    type: 'CallReceived',
    schemaVersion: 1,
    occurredAt: shanghai('2026-03-23 08:00'),
    actor: { kind: 'crm', id: 'pbx' },
    source: 'pbx://one',
    data: { externalId: id, policy: 'standard', caller: person, missing: [], outcome: 'answered' },
    sealed: [{ person, blob: Buffer.from(JSON.stringify({ caller: { name } })).toString('base64url') }],
  },
];

const served = async () => {
  const { story, facts, told } = printedCase();
  const calls = [call('1', 'p-1', '王䶮'), call('2', 'p-2', '李四'), call('3', 'p-2', '李四')];
  const http = await servedReporting(story.events, [...facts, ...calls], {
    unseal: openUnseal,
    now: () => Date.parse(NOW),
  });
  const readings = async (person: string): Promise<readonly RecordedEvent[]> => http.log.readStream(`person-${person}`);
  return Object.assign(http, { readings, caseId: told.id });
};

const PURPOSE = 'call the customer back';
const asked = `purpose=${encodeURIComponent(PURPOSE)}`;

describe('reading personal data (CONF-1)', () => {
  it('CONF-1: without a purpose shows the customer masked, says why, and records nothing', async () => {
    await using http = await served();
    const head = await http.log.head();
    const answer = await http.get('/v1/cases/F1/history', 'agent');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ hint: expect.stringContaining('?purpose=') });
    expect(answer.headers['ledger-hint']).toContain('CONF-1');
    expect(answer.body).toContain('王＊＊');
    expect(answer.body).not.toContain('王䶮');
    expect(await http.log.head()).toBe(head);
  });

  it('CONF-1: for a purpose shows the customer, after it was recorded who reads what and what for', async () => {
    await using http = await served();
    const answer = await http.get(`/v1/cases/F1/history?${asked}`, 'agent');
    expect(answer.body).toContain('13800000001');
    expect(answer.json()).not.toHaveProperty('hint');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(await http.readings('p-1')).toMatchObject([
      {
        type: 'PersonalDataRead',
        occurredAt: NOW,
        actor: { kind: 'person', id: 'agent-7' },
        data: { by: 'agent-7', key: 'k0', role: 'agent', purpose: PURPOSE, what: 'case-history', cases: [http.caseId] },
      },
    ]);
  });

  it('CONF-1: takes the purpose from a header, also in Chinese; not what a browser says when it fetches ahead', async () => {
    await using http = await served();
    const read = (purpose: string) => http.get('/v1/cases/F1/history', 'agent', { purpose });
    expect((await http.get('/v1/cases/P9/history?purpose=complaint%20of%202026-03-23', 'agent')).statusCode).toBe(404);
    expect((await read(encodeURIComponent('回访客户'))).body).toContain('13800000001');
    expect(await http.readings('p-1')).toMatchObject([{ data: { purpose: '回访客户' } }]);
    expect((await read('prefetch')).body).not.toContain('13800000001');
    expect(await http.readings('p-1')).toHaveLength(1);
  });

  it.each([
    ['?purpose=x', {}],
    ['?purpose=call%2013800000001', {}],
    ['?purpose=call%20138%200000%200001', {}],
    ['?purpose=call%20138-0000-0001%20by%202026-03-23', {}],
    [`?purpose=${encodeURIComponent('回电１３８００００００００１')}`, {}],
    ['?purpose=write%20to%20wang@example.org', {}],
    ['', { purpose: 'call 13800000001' }],
  ])('CONF-1: refuses a purpose that is none or names a number: %s', async (query, headers) => {
    await using http = await served();
    const answer = await http.get(`/v1/cases/F1/history${query}`, 'agent', headers);
    expect([answer.statusCode, answer.json<{ path: string }>().path]).toEqual([422, 'purpose']);
    expect(await http.readings('p-1')).toEqual([]);
  });

  it('CONF-1: who sees customers masked anyway needs no purpose and leaves no record', async () => {
    await using http = await served();
    const answer = await http.get(`/v1/cases/F1/history?${asked}`, 'auditor');
    expect(answer.body).not.toContain('13800000001');
    expect(answer.json()).not.toHaveProperty('hint');
    expect(await http.readings('p-1')).toEqual([]);
  });

  it('CONF-1: a day of the call log is one record for each caller, naming their calls', async () => {
    await using http = await served();
    expect((await http.get('/v1/call-log/2026-03-23', 'agent')).body).not.toContain('李四');
    expect((await http.get(`/v1/call-log/2026-03-23?${asked}`, 'agent')).body).toContain('李四');
    expect((await http.readings('p-1')).map(({ data }) => data)).toMatchObject([{ what: 'call-log', calls: ['1'] }]);
    expect((await http.readings('p-2')).map(({ data }) => data)).toMatchObject([
      { what: 'call-log', calls: ['2', '3'] },
    ]);
  });

  it('CONF-1: a form is printed with the name for a purpose, and masked, which it says, without', async () => {
    await using http = await served();
    const form = async (query: string) =>
      (await http.get(`/v1/cases/F1/forms/work-order?lang=en${query}`, 'agent')).body;
    expect(await form(`&${asked}`)).toContain('王䶮');
    expect((await http.readings('p-1')).map(({ data }) => data['what'])).toEqual(['work-order']);
    const masked = await form('');
    expect(masked).toContain('Customer masked: no purpose was named');
    expect(masked).not.toContain('王䶮');
  });

  it('CONF-1: nobody gets what could not be put on record', async () => {
    await using http = await served();
    await http.log.close();
    const answer = await http.get(`/v1/call-log/2026-03-23?${asked}`, 'agent');
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toContain('李四');
  });
});

describe('GET /v1/cases/{id}/disclosures (CONF-1)', () => {
  it('CONF-1: lists who read what of the customer and what for, to an auditor', async () => {
    await using http = await served();
    await http.get(`/v1/cases/F1/history?${asked}`, 'agent');
    await http.get(`/v1/cases/F1/forms/handling-form?${asked}`, 'manager');
    await http.get(`/v1/call-log/2026-03-23?${asked}`, 'agent');
    const answer = await http.get('/v1/cases/F1/disclosures', 'auditor');
    expect(answer.json()).toMatchObject({
      case: http.caseId,
      disclosures: [
        { at: NOW, by: 'agent-7', role: 'agent', what: 'case-history', purpose: PURPOSE, person: 'p-1' },
        { by: 'manager', role: 'manager', what: 'handling-form' },
      ],
    });
    expect(answer.json<{ disclosures: unknown[] }>().disclosures).toHaveLength(2);
    expect(answer.body).not.toContain('王䶮');
  });

  it('CONF-1: is empty when nobody read, and nothing for an agent', async () => {
    await using http = await served();
    expect((await http.get('/v1/cases/F1/disclosures', 'auditor')).json()).toMatchObject({ disclosures: [] });
    expect((await http.get('/v1/cases/F1/disclosures', 'agent')).statusCode).toBe(403);
    expect((await http.get('/v1/cases/F9/disclosures', 'auditor')).statusCode).toBe(404);
  });

  it('FILE-1: is not there for whom the case is not', async () => {
    const { story, facts } = printedCase({ seenBy: ['general-manager'] });
    await using http = await servedReporting(story.events, facts, { unseal: openUnseal });
    expect((await http.get('/v1/cases/F1/disclosures', 'auditor')).statusCode).toBe(404);
    expect((await http.get('/v1/cases/F1/disclosures', 'general-manager')).statusCode).toBe(200);
  });
});
