import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { type Ledger, openLedger } from '../open/open-ledger.ts';
import { ledgerApp } from './ledger-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledger-calls-'));
const log = pino({ level: 'silent' });
let ledger: Ledger;
let app: NestFastifyApplication;
let keys: Record<string, string>;

const request = async (method: 'GET' | 'POST', url: string, body?: unknown, who = 'agent') => {
  const answer = await app.inject({
    method,
    url,
    headers: {
      authorization: `Bearer ${keys[who] ?? ''}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, text: answer.body, json: () => answer.json<Record<string, never>>() as unknown };
};

const day = '2026-03-23';
const caller = { name: '王小明', phone: '13800000001', gender: '男' };
const call = (callId: string, clock: string, data: object) =>
  request('POST', '/v1/calls', {
    callId,
    source: 'pbx://main',
    time: `${day}T${clock}+08:00`,
    line: '400',
    department: 'customer-service',
    caller,
    branch: '总部',
    ...data,
  });

beforeAll(async () => {
  ledger = await openLedger({ configuration: { data: folder, policy: 'standard', packs: [] }, environment: {}, log });
  const secret = async (options: Parameters<typeof ledger.keyRing.create>[0]) =>
    (await ledger.keyRing.create(options)).secret;
  keys = {
    agent: await secret({ role: 'agent', label: 'agent' }),
    manager: await secret({ role: 'manager', label: 'manager' }),
  };
  app = await ledgerApp(ledger, log);
  const answered = { agent: 'a-1', outcome: 'answered', brief: '咨询价格', handling: '已答复' };
  await call('K1', '09:00:00', { ...answered, rings: 2, kind: 'purchase', answeredAt: `${day}T09:00:10+08:00` });
  await call('K2', '09:10:00', { ...answered, rings: 5, kind: 'inquiry' });
  for (const [index, clock] of ['10:00:00', '10:01:00', '10:02:00'].entries())
    await call(`N${index}`, clock, { outcome: 'nuisance', caller: { phone: '13900000000' } });
  await call('W1', '11:00:00', { ...answered, kind: 'whistleblowing', brief: '举报经理' });
  const ended = {
    specversion: '1.0',
    id: 'K1-ended',
    source: 'pbx://main',
    type: 'call.ended',
    time: `${day}T09:06:00+08:00`,
    data: { callId: 'K1', satisfaction: 'satisfied' },
  };
  expect((await request('POST', '/v1/events', ended)).status).toBe(202);
  await ledger.settled();
});
afterAll(async () => {
  await app.close();
  await ledger.close();
  rmSync(folder, { recursive: true });
});

describe('calls, from the wire to the page', () => {
  it('CALL-2, CALL-10: the work log is a page, nuisance calls apart and the warned caller marked', async () => {
    const { status, text } = await request('GET', `/v1/call-log/${day}?format=html&lang=en&purpose=daily%20review`);
    expect(status).toBe(200);
    const [service = '', nuisance = ''] = text.split('<section id="nuisance">');
    expect(service).toContain('王小明');
    expect(service).toContain('2026-03-0001');
    expect(nuisance.match(/<tr>/g)).toHaveLength(4);
    expect(nuisance).toContain('warned');
  });

  it('CALL-3: the log names the desk of a purchase', async () => {
    const { calls } = (await request('GET', `/v1/call-log/${day}`)).json() as { calls: { desk?: unknown }[] };
    expect(calls[0]?.desk).toEqual(ledger.policies.policy('standard').pack.calls?.desks?.['purchase']);
  });

  it('FILE-1: whistleblowing by telephone is not there for who may not know of it', async () => {
    const { text } = await request('GET', `/v1/call-log/${day}?format=csv&purpose=daily%20review`);
    expect(text).not.toMatch(/举报|whistleblowing/);
  });

  it('REP-3, CALL-5: an agent’s calls, three-ring rate and rules broken', async () => {
    const { agents } = (await request('GET', '/v1/reports/weekly/2026-W13/agents', undefined, 'manager')).json() as {
      agents: { agent: string; figures: { calls: object; violations: object } }[];
    };
    const line = agents.find(({ agent }) => agent === 'a-1');
    expect(line?.figures.calls).toMatchObject({ total: 3, ringsTold: 2, withinRings: 1, withinRingsPercent: 50 });
    expect(line?.figures.violations).toMatchObject({ byRule: { 'CALL-5': 1 } });
  });

  it('CALL-9, REP-5: the answer rate with its target, and the calls that make it up', async () => {
    const report = await request('GET', '/v1/reports/weekly/2026-W13', undefined, 'manager');
    expect(report.json()).toMatchObject({
      company: {
        figures: { calls: { total: 6, offered: 3, answered: 3, nuisance: 3, answeredPercent: 100 } },
        targets: { 'calls.answeredPercent': { target: '>= 85 %', value: 100, reached: true } },
      },
    });
    const url = '/v1/reports/weekly/2026-W13/drill?figure=calls.nuisance';
    const drilled = (await request('GET', url, undefined, 'manager')).json() as { events: { case: string }[] };
    expect(drilled.events.map((event) => event.case)).toEqual(['N0', 'N1', 'N2']);
  });

  it('CALL-10: a manager blocks the most frequent caller; an agent may not', async () => {
    const list = (await request('GET', '/v1/callers/nuisance')).json() as { callers: { person: string }[] };
    expect(list.callers).toMatchObject([
      { state: 'warned', calls: 3, bySource: { 'pbx://main': 3 }, personal: { state: 'masked' } },
    ]);
    expect(JSON.stringify(list)).not.toContain('13900000000');
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const body = { person: list.callers[0]?.person, until, reason: '反复骚扰' };
    expect((await request('POST', '/v1/callers/blocks', body)).status).toBe(403);
    const tooLong = { ...body, until: new Date(Date.now() + 400 * 86_400_000).toISOString() };
    const refused = await request('POST', '/v1/callers/blocks', tooLong, 'manager');
    expect([refused.status, refused.json()]).toMatchObject([409, { rule: 'CALL-10' }]);
    const blocked = await request('POST', '/v1/callers/blocks', body, 'manager');
    expect(blocked.status).toBe(200);
    const { position } = blocked.json() as { position: number };
    const after = await request('GET', `/v1/callers/nuisance?atLeast=${position}&state=blocked`);
    expect(after.json()).toMatchObject({ total: 1, callers: [{ state: 'blocked', blockedBy: 'manager' }] });
  });
});
