import { describe, expect, it } from '@jest/globals';
import { type Caller, createHttpApp } from '@complaint-ledger/http';
import { openInProcessFeed } from '@complaint-ledger/event-feed';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import type { NewEvent } from '@complaint-ledger/contracts';
import { pino } from 'pino';
import { Reporting } from '../reporting.ts';
import type { Unseal } from '../personal/open-sealed.ts';
import { appendStory, storedLog } from '../testing/stored-log.ts';
import { Story, shanghai } from '../testing/story.ts';
import { tourStory } from '../testing/tour.ts';
import { ReportingModule } from './reporting.module.ts';

const callers: Readonly<Record<string, Caller>> = {
  manager: { keyId: 'k1', role: 'manager', label: 'manager' },
  auditor: { keyId: 'k2', role: 'auditor', label: 'auditor' },
  analyst: { keyId: 'k3', role: 'analyst', label: 'analyst' },
};

const unseal: Unseal = async (_, { person }, view) =>
  person === 'erased' ? { state: 'erased' } : { state: view, fields: { name: view === 'clear' ? '王小明' : '王**' } };

const call = (id: string, at: string, person: string): NewEvent => ({
  id: `0198a000-0000-8000-8000-00000000000${id}`,
  type: 'CallReceived',
  schemaVersion: 1,
  occurredAt: shanghai(at),
  actor: { kind: 'crm', id: 'pbx' },
  source: 'pbx://one',
  data: { externalId: id, policy: 'standard', caller: person, missing: [], outcome: 'answered', rings: 2 },
  sealed: [{ person, blob: 'c2VhbGVk' }],
});

const served = async () => {
  const stored = storedLog();
  const { events } = tourStory();
  await appendStory(stored.log, events);
  await stored.log.append('call-one', 'no-stream', [call('1', '2026-03-23 09:10', 'somebody')]);
  await stored.log.append('call-two', 'no-stream', [call('2', '2026-03-23 08:10', 'erased')]);
  await stored.log.append('call-three', 'no-stream', [call('3', '2026-03-24 08:10', 'somebody')]);
  const store = openSqliteProjectionStore({ path: ':memory:' });
  const feed = openInProcessFeed(stored.log);
  const reporting = await Reporting.open({
    log: stored.log,
    feed,
    store,
    zone: 'Asia/Shanghai',
    unseal,
    departments: ['legal'],
  });
  await reporting.caughtUp();
  const app = await createHttpApp(ReportingModule.forRoot(reporting), {
    keyRing: { authenticate: async (key: string) => callers[key.slice(3)] },
    log: pino({ level: 'silent' }),
  });
  return {
    log: stored.log,
    get: (url: string, who = 'manager', headers: Record<string, string> = {}) =>
      app.inject({ method: 'GET', url, headers: { authorization: `Bearer cl_${who}`, ...headers } }),
    async [Symbol.asyncDispose]() {
      await app.close();
      await reporting.close();
      await feed.close();
      await store.close();
      await stored[Symbol.asyncDispose]();
    },
  };
};

describe('GET /v1/reports/{kind}/{period}', () => {
  it('answers the report as JSON', async () => {
    await using http = await served();
    const answer = await http.get('/v1/reports/weekly/2026-W13', 'analyst');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      period: '2026-W13',
      from: '2026-03-23T00:00:00+08:00',
      company: { figures: { filed: { total: 6 } } },
    });
  });

  it('answers CSV in the language asked for', async () => {
    await using http = await served();
    const answer = await http.get('/v1/reports/monthly/2026-03?format=csv', 'analyst', {
      'accept-language': 'fr, en;q=0.8, zh;q=0.5',
    });
    expect(answer.headers['content-type']).toContain('text/csv');
    const [, first] = answer.body.split('\r\n');
    expect(first).toBe('monthly,2026-03,,company,filed.total,Filed,,cases,7,0,7,,0,7,,,');
    const excel = await http.get('/v1/reports/monthly/2026-03?format=csv&bom=true', 'analyst');
    expect(excel.body.startsWith('\u{feff}')).toBe(true);
    expect(excel.body).toContain('全公司');
  });

  it.each([
    ['/v1/reports/daily/2026-W13', 'kind'],
    ['/v1/reports/weekly/2026-W54', 'period'],
    ['/v1/reports/weekly/2026-W13?asOf=tomorrow', 'asOf'],
    ['/v1/reports/weekly/2026-W13?asOf=99999', 'asOf'],
    ['/v1/reports/weekly/2026-W13?format=pdf', 'format'],
    ['/v1/reports/weekly/2026-W13?departement=sales', 'departement'],
    ['/v1/reports/weekly/2026-W13/drill', 'figure'],
    ['/v1/reports/weekly/2026-W13/drill?figure=nothing', 'figure'],
    ['/v1/reports/weekly/2026-W13/drill?figure=open&limit=1001', 'limit'],
    ['/v1/departments/sales/penalties', 'period'],
    ['/v1/departments/sales/penalties?period=soon', 'period'],
    ['/v1/call-log/2026-02-30', 'date'],
    ['/v1/cases?status=lost', 'status'],
    ['/v1/cases?filedFrom=2026-03-23', 'filedFrom'],
    ['/v1/cases?atLeast=99999', 'atLeast'],
  ])('answers a problem that names the parameter: %s', async (url, path) => {
    await using http = await served();
    const answer = await http.get(url);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect({ status: answer.statusCode, path: answer.json<{ path?: string }>().path }).toEqual({ status: 422, path });
  });
});

describe('GET /v1/reports/{kind}/{period}/drill (REP-5)', () => {
  it('answers the sum, the number of events and a page of them', async () => {
    await using http = await served();
    const answer = await http.get('/v1/reports/weekly/2026-W13/drill?figure=filed.total&limit=2&offset=1');
    const drilled = answer.json<{ events: readonly unknown[] }>();
    expect(drilled).toMatchObject({ value: 6, sum: 6 });
    expect(drilled.events).toHaveLength(2);
  });
});

describe('a department', () => {
  it.each([
    '/v1/reports/weekly/2026-W13?department=after-sale',
    '/v1/reports/weekly/2026-W13/drill?figure=filed.total&department=after-sale',
    '/v1/departments/after-sale/penalties?period=2026-W13',
  ])('that there is not is told, with those that there are: %s', async (url) => {
    await using http = await served();
    const answer = await http.get(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ path: 'department', detail: 'There is no department after-sale.' });
    expect(answer.json<{ hint: string }>().hint).toMatch(
      /^Do you mean 'after-sales'\? There are after-sales, finance, legal, .*sales/,
    );
  });

  it('that the policy names gives zeros before it has had a case', async () => {
    await using http = await served();
    const report = await http.get('/v1/reports/weekly/2026-W13?department=legal');
    expect(report.json()).toMatchObject({ departments: { legal: { figures: { filed: { total: 0 } } } } });
    const penalties = await http.get('/v1/departments/legal/penalties?period=2026-W13');
    expect(penalties.json()).toMatchObject({ department: 'legal', lines: [] });
  });
});

describe('GET /v1/departments/{id}/penalties (PEN-3)', () => {
  it('answers assessed, reversed, waived and net, with the lines', async () => {
    await using http = await served();
    const answer = await http.get('/v1/departments/after-sales/penalties?period=2026-W13');
    expect(answer.json()).toMatchObject({
      assessedCNY: '50.00',
      reversedCNY: '20.00',
      waivedCNY: '0.00',
      netCNY: '30.00',
      lines: [{ case: 'C2' }, { case: 'C7', reversedBecause: 'late-fact', keptAt: '2026-03-26T09:20:00+08:00' }],
    });
    const csv = await http.get('/v1/departments/after-sales/penalties?period=2026-W13&format=csv');
    expect(csv.body.split('\r\n')[1]).toMatch(/^C2,after-sales,very-dissatisfied,first-response,1,/);
  });
});

describe('GET /v1/cases', () => {
  it('answers a case by its source’s id, and its history', async () => {
    await using http = await served();
    expect((await http.get('/v1/cases/C5')).json()).toMatchObject({ externalId: 'C5', transfers: 2 });
    const history = (await http.get('/v1/cases/C5/history')).json<{ events: readonly { type: string }[] }>();
    expect(history.events.map(({ type }) => type)).toEqual([
      'CaseOpened',
      'CaseAssigned',
      'CaseTransferred',
      'CaseTransferred',
      'TransferRuleViolated',
      'CaseResolved',
      'CaseClosed',
    ]);
    expect((await http.get('/v1/cases/C99')).statusCode).toBe(404);
  });

  it('waits for a position that a command named', async () => {
    await using http = await served();
    const later = new Story('crm://later');
    later.open('L1', shanghai('2026-03-24 09:00'));
    await appendStory(http.log, later.events);
    const head = await http.log.head();
    const answer = await http.get(`/v1/cases/L1?atLeast=${head}`);
    expect(answer.json()).toMatchObject({ externalId: 'L1' });
  });

  it('lists the cases of a department, the latest filed first', async () => {
    await using http = await served();
    const list = (await http.get('/v1/cases?department=sales')).json<{
      total: number;
      cases: { externalId: string }[];
    }>();
    expect(list.total).toBe(2);
    expect(list.cases.map(({ externalId }) => externalId)).toEqual(['C4', 'C1']);
  });

  it('is nothing for an analyst (CONF-1)', async () => {
    await using http = await served();
    expect((await http.get('/v1/cases/C5', 'analyst')).statusCode).toBe(403);
  });
});

describe('GET /v1/call-log/{date} (CALL-2)', () => {
  it('lists the calls of the day with their running numbers, persons as far as the role sees them', async () => {
    await using http = await served();
    const log = async (who: string, date = '2026-03-23') =>
      (await http.get(`/v1/call-log/${date}?purpose=shift%20handover`, who)).json<{ calls: readonly unknown[] }>()
        .calls;
    expect(await log('manager')).toMatchObject([
      { externalId: '2', numberInMonth: 2, numberInQuarter: 2, personal: { state: 'erased' } },
      { externalId: '1', numberInMonth: 1, personal: { state: 'clear', fields: { name: '王小明' } } },
    ]);
    expect(await log('auditor')).toMatchObject([{}, { personal: { state: 'masked', fields: { name: '王**' } } }]);
    expect(await log('manager', '2026-03-24')).toMatchObject([{ externalId: '3', numberInMonth: 3 }]);
    expect(JSON.stringify(await log('manager'))).not.toContain('c2VhbGVk');
  });
});
