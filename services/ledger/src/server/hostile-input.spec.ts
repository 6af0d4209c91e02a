import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { type Ledger, openLedger } from '../open/open-ledger.ts';
import { ledgerApp } from './ledger-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledger-hostile-'));
const log = pino({ level: 'silent' });
const FAR = '9999-12-31T23:59:59Z';
let ledger: Ledger;
let app: NestFastifyApplication;
const keys = new Map<string, string>();

const request = async (method: 'GET' | 'POST', url: string, body?: unknown, who = 'manager') => {
  const answer = await app.inject({
    method,
    url,
    headers: {
      authorization: `Bearer ${keys.get(who) ?? ''}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, text: answer.body, bytes: answer.rawPayload, json: () => answer.json<object>() };
};

const told = { source: 'pbx://one', time: '2026-03-23T09:00:00+08:00' };
const SCRIPT = '</td><script>alert(1)</script>';
const hostile = {
  ...told,
  product: '<img src=x>',
  branch: '@SUM(A1)',
  keyCustomer: true,
  customerGroup: '+vip<script>',
  complainant: {
    name: `\u202E${SCRIPT}`,
    phone: '"onload="x',
    address: 'W'.repeat(5000),
    '<b>': ['<i>', { a: '<u>' }],
  },
  detail: `\u0000\u0007\u200B𠮷😀👩‍👩‍👧‍👦 ﷽ ${'字'.repeat(3000)}${'\n'.repeat(200)}${SCRIPT}`,
  fields: { '<x>': '<y>' },
};

beforeAll(async () => {
  ledger = await openLedger({ configuration: { data: folder, policy: 'standard', packs: [] }, environment: {}, log });
  for (const role of ['manager', 'agent', 'admin'] as const)
    keys.set(role, (await ledger.keyRing.create({ role, label: role })).secret);
  app = await ledgerApp(ledger, log);
  for (const [path, body] of [
    ['complaints', { ...hostile, complaintId: 'C1' }],
    ['complaints', { ...told, complaintId: 'C2', detail: '机器坏了' }],
    [
      'calls',
      {
        ...told,
        callId: 'K1',
        agent: '=cmd|x',
        line: '<script>',
        brief: SCRIPT,
        caller: hostile.complainant,
        outcome: 'answered',
      },
    ],
    [
      'calls',
      {
        ...told,
        callId: 'KW',
        kind: 'whistleblowing',
        needsHandling: false,
        agent: 'a-7',
        outcome: 'answered',
        brief: '举报',
      },
    ],
  ] as const)
    expect((await request('POST', `/v1/${path}`, body, 'admin')).status).toBe(201);
  await ledger.settled();
});
afterAll(async () => {
  await app.close();
  await ledger.close();
  rmSync(folder, { recursive: true });
});

describe('what is told to do harm', () => {
  it.each([
    '/v1/cases/C1/forms/handling-form?purpose=print',
    '/v1/cases/C1/forms/work-order?purpose=print&lang=en',
    '/v1/call-log/2026-03-23?format=html&purpose=review',
    '/v1/key-customers?format=html&purpose=review',
  ])('is text on a page: %s', async (url) => {
    const { status, text } = await request('GET', url);
    expect(status).toBe(200);
    expect(text).toMatch(/&lt;|vip|K1|C1/);
    expect(text).not.toContain('\u202E');
    expect(text).not.toMatch(/<(script|img|i|u|x|y)\b|"onload="/);
  });

  it.each(['handling-form', 'work-order'])('REP-4: is printed as a PDF: %s', async (form) => {
    const { status, bytes } = await request('GET', `/v1/cases/C1/forms/${form}?purpose=print&format=pdf`);
    expect([status, bytes.subarray(0, 5).toString('latin1')]).toEqual([200, '%PDF-']);
  });

  it.each(['/v1/call-log/2026-03-23?format=csv&purpose=review', '/v1/key-customers?format=csv&purpose=review'])(
    'is no formula in a table: %s',
    async (url) => {
      const { text } = await request('GET', url);
      expect(text).toMatch(/,'[=+]/);
      expect(text).not.toMatch(/(^|[,\n])"?[=+@]/);
    },
  );
});

describe('a time that nobody can have meant', () => {
  it.each([
    ['cases/C2/promises', { until: FAR }, 'until'],
    ['cases/C2/investigations', { findings: 'x', until: FAR }, 'until'],
    ['cases/C2/extensions', { deadline: 'answer', until: FAR, reason: 'x' }, 'until'],
    ['cases/C2/contacts', { reached: true, occurredAt: '0000-01-01T00:00:00+14:00' }, 'occurredAt'],
    ['callers/blocks', { phone: '13900000000', until: FAR, reason: 'x' }, 'until'],
    ['calls', { ...told, callId: 'K9', callBackBy: FAR }, 'data.callBackBy'],
  ])('is refused by POST /v1/%s and nothing of it is kept', async (path, body, field) => {
    const before = await ledger.store.head();
    const answer = await request('POST', `/v1/${path}`, body, path === 'calls' ? 'admin' : 'manager');
    expect([answer.status, answer.json()]).toMatchObject([422, { path: field }]);
    expect(await ledger.store.head()).toBe(before);
    expect((await request('GET', '/v1/cases/C2/forms/work-order')).status).toBe(200);
  });
});

describe('a call that only some may see', () => {
  it('FILE-1: cannot be marked by others, in the words of a call that is not there', async () => {
    const mark = async (call: string, who: string) =>
      request('POST', `/v1/calls/${call}/nuisance-marks?source=${encodeURIComponent(told.source)}`, {}, who);
    const [hidden, missing] = [await mark('KW', 'agent'), await mark('NONE', 'agent')];
    const words = (answer: { json: () => object }) => ({ ...answer.json(), instance: '' });
    expect(hidden.status).toBe(404);
    expect(words(hidden)).toEqual(words(missing));
    expect((await mark('KW', 'admin')).status).toBe(200);
  });

  it('FILE-1, REP-5: is in nobody else’s drill, neither of the company nor of its agent', async () => {
    for (const figure of ['figure=calls.byKind.whistleblowing', 'figure=calls.total&agent=a-7']) {
      const drill = `/v1/reports/weekly/2026-W13/drill?${figure}`;
      expect((await request('GET', drill)).json()).toMatchObject({ value: 1, total: 0, events: [] });
      expect((await request('GET', drill, undefined, 'admin')).json()).toMatchObject({ events: [{ case: 'KW' }] });
    }
  });
});
