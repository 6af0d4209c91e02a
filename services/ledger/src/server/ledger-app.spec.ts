import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RouteName, openApiDocument, routeShapes, routes } from '@complaint-ledger/contracts';
import { servedRoutes } from '@complaint-ledger/http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { type Ledger, openLedger } from '../open/open-ledger.ts';
import { filedEvent } from '../testing/events.ts';
import { ledgerApp } from './ledger-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledger-app-'));
const log = pino({ level: 'silent' });
let ledger: Ledger;
let app: NestFastifyApplication;
const keys = new Map<string, string>();

const request = async (
  method: 'GET' | 'POST' | 'DELETE' | 'PUT',
  url: string,
  { role = 'admin', body, headers = {} }: { role?: string; body?: unknown; headers?: Record<string, string> } = {},
) => {
  const key = keys.get(role);
  const answer = await app.inject({
    method,
    url,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    json: () => answer.json<never>() as unknown,
  };
};

beforeAll(async () => {
  ledger = await openLedger({ configuration: { data: folder, policy: 'standard', packs: [] }, environment: {}, log });
  for (const role of ['admin', 'manager', 'agent', 'analyst', 'auditor', 'publisher'] as const) {
    keys.set(role, (await ledger.keyRing.create({ role, label: role })).secret);
  }
  app = await ledgerApp(ledger, log);
  await ledger.receiver.receive([filedEvent('C1')], { caller: 'spec' });
  await ledger.settled();
});
afterAll(async () => {
  await app.close();
  await ledger.close();
  rmSync(folder, { recursive: true });
});

const names = Object.keys(routes) as RouteName[];
const template = (name: RouteName): string => `${routes[name].method} ${routes[name].path}`;

describe('the interface and its document', () => {
  it('serve and describe the same routes, both ways', async () => {
    const document = (await request('GET', '/openapi.json')).json() as {
      paths: Record<string, Record<string, unknown>>;
    };
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = servedRoutes(app).map((route) => route.replaceAll(/:(\w+)/g, '{$1}'));
    const sorted = (list: readonly string[]): readonly string[] => list.toSorted((a, b) => (a < b ? -1 : 1));
    expect(sorted(served)).toEqual(sorted(described));
    expect(sorted(described)).toEqual(sorted(names.map(template)));
  });

  it('are the same document that the library makes', async () => {
    const served = (await request('GET', '/openapi.json')).json() as { info: { version: string } };
    expect(served).toEqual(JSON.parse(JSON.stringify(openApiDocument(served.info.version))));
  });

  it.each(names.filter((name) => routes[name].permission !== 'public'))('%s needs a key', async (name) => {
    const url = routes[name].path.replaceAll(/\{\w+\}/g, 'x');
    expect((await request(routes[name].method, url, { role: 'nobody' })).status).toBe(401);
  });

  it.each(names.filter((name) => 'body' in routeShapes[name]))(
    '%s refuses a body that is no JSON with 4xx',
    async (name) => {
      const url = routes[name].path.replaceAll(/\{\w+\}/g, 'x');
      const answer = await app.inject({
        method: routes[name].method,
        url,
        headers: { authorization: `Bearer ${keys.get('admin') ?? ''}`, 'content-type': 'application/json' },
        payload: '{"a":',
      });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    },
  );
});

describe('roles (CONF-1)', () => {
  it.each([
    ['publisher', 'GET', '/v1/cases', 403],
    ['analyst', 'GET', '/v1/cases/C1', 403],
    ['analyst', 'GET', '/v1/reports/weekly/2026-W13', 200],
    ['agent', 'GET', '/v1/reports/weekly/2026-W13', 403],
    ['auditor', 'GET', '/v1/cases/C1/history', 200],
    ['auditor', 'POST', '/v1/cases/C1/contacts', 403],
    ['agent', 'GET', '/v1/quarantine', 403],
    ['agent', 'POST', '/v1/penalties/p/waivers', 403],
    ['admin', 'GET', '/v1/quarantine', 200],
  ] as const)('%s: %s %s is answered %i', async (role, method, url, status) => {
    const answer = await request(method, url, { role, ...(method === 'POST' && { body: { reached: true } }) });
    expect(answer.status).toBe(status);
  });

  it('show personal data in clear to an agent who says what for, masked to an auditor', async () => {
    const agent = await request('GET', '/v1/cases/C1/history?purpose=call%20back', { role: 'agent' });
    expect(agent.text).toContain('13800000001');
    const auditor = await request('GET', '/v1/cases/C1/history?purpose=audit', { role: 'auditor' });
    expect(auditor.text).not.toContain('13800000001');
    expect(auditor.text).not.toContain('李华');
  });
});

describe('one case over HTTP', () => {
  it('is filed, handled and told', async () => {
    const filed = await request('POST', '/v1/complaints', {
      role: 'agent',
      body: {
        complaintId: 'H1',
        level: 'dissatisfied',
        channel: 'phone',
        category: 'service-quality',
        detail: '态度差',
      },
    });
    expect(filed.status).toBe(201);
    await ledger.settled();
    const handover = { need: '退款', facts: '已核实', promised: '三日内答复', contact: '138' };
    const transferred = await request('POST', '/v1/cases/H1/transfers', {
      role: 'agent',
      body: { to: { department: 'finance' }, handover },
    });
    expect(transferred.status).toBe(200);
    const assigned = await request('POST', '/v1/cases/H1/transfers', {
      role: 'agent',
      body: { to: { department: 'sales' }, handover },
    });
    const again = await request('POST', '/v1/cases/H1/transfers', {
      role: 'agent',
      body: { to: { department: 'quality' }, handover },
    });
    expect([assigned.status, again.status]).toContain(409);
    expect([assigned, again].find(({ status }) => status === 409)?.json()).toMatchObject({
      type: 'urn:complaint-ledger:problem:rule',
      rule: 'XFER-1',
    });
    await ledger.settled();
    const history = await request('GET', '/v1/cases/H1/history', { role: 'agent' });
    expect(history.text).toContain('TransferRefused');
  });

  it('names the field that does not fit', async () => {
    const answer = await request('POST', '/v1/cases/C1/contacts', { body: { reached: 'yes' } });
    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({ path: 'reached' });
  });

  it('answers 404 for a case that is not there', async () => {
    expect((await request('GET', '/v1/cases/C404')).status).toBe(404);
  });
});

describe('schemas', () => {
  it('are served one by one, with or without their ending', async () => {
    const schema = await request('GET', '/schemas/complaint.filed.v1', { role: 'nobody' });
    expect(schema.status).toBe(200);
    expect(schema.headers['content-type']).toContain('application/schema+json');
    expect(schema.json()).toMatchObject({ $id: 'urn:complaint-ledger:schema:complaint.filed.v1' });
    expect((await request('GET', '/schemas/PenaltyAssessed.v1.json')).status).toBe(200);
    const pack = await request('GET', '/schemas/policy-pack', { role: 'nobody' });
    expect(pack.json()).toMatchObject({ $id: 'urn:complaint-ledger:schema:policy-pack' });
    expect((await request('GET', '/schemas/nothing.v1')).status).toBe(404);
  });
});
