import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RecordedSpans, recordSpans } from '@complaint-ledger/telemetry/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { type Ledger, openLedger } from '../open/open-ledger.ts';
import { ledgerApp } from '../server/ledger-server.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const log = pino({ level: 'silent' });

/** What one person's matter says of the person, and what others call the matter. */
const secrets = ['王小明', '13800000001', '维修人员态度差', '要求道歉', 'C-7001', 'K-7001', '王经理', 'zhang-san'];

describe('one process, traced', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-traces-'));
  let recorded: RecordedSpans;
  let ledger: Ledger;
  let app: NestFastifyApplication;
  let key = '';

  const post = async (url: string, body: object, headers: Record<string, string> = {}): Promise<number> => {
    const answer = await app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      payload: JSON.stringify(body),
    });
    return answer.statusCode;
  };

  beforeAll(async () => {
    recorded = recordSpans();
    ledger = await openLedger({ configuration: { data: folder, policy: 'standard', packs: [] }, environment: {}, log });
    key = (await ledger.keyRing.create({ role: 'agent', label: 'desk' })).secret;
    app = await ledgerApp(ledger, log);
    const complaint = {
      complaintId: 'C-7001',
      channel: 'phone',
      level: 'major',
      category: 'service-quality',
      complainant: { name: '王小明', phone: '13800000001' },
      detail: '维修人员态度差',
      demand: '要求道歉',
    };
    expect(await post('/v1/complaints', complaint, { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` })).toBe(201);
    await ledger.settled();
  });
  afterAll(async () => {
    await app.close();
    await ledger.close();
    recorded.stop();
    rmSync(folder, { recursive: true });
  });

  it('goes in one trace from the request through the log to the case and the figures', () => {
    const spans = recorded.spans.filter((span) => span.spanContext().traceId === TRACE);
    const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
    const pathTo = (name: string): readonly string[] => {
      const path: string[] = [];
      for (let span = spans.find((each) => each.name === name); span !== undefined;) {
        path.unshift(span.name);
        span = byId.get(span.parentSpanContext?.spanId ?? '');
      }
      return path;
    };
    expect(pathTo('append case')).toEqual([
      'POST /v1/complaints',
      'append complaint',
      'process routing@1',
      'decide case',
      'append case',
    ]);
    const projected = spans.filter(({ name }) => name.startsWith('project tallies'));
    const parents = projected.map((span) => {
      const page = byId.get(span.parentSpanContext?.spanId ?? '');
      return [page?.name, byId.get(page?.parentSpanContext?.spanId ?? '')?.name];
    });
    expect(parents).toContainEqual(['process reporting', 'append complaint']);
    expect(parents).toContainEqual(['process reporting', 'append case']);
  });

  it('says nothing of a person, and nothing of what others call their matters', async () => {
    const call = { callId: 'K-7001', source: 'pbx://main', caller: { name: '王小明', phone: '13800000001' } };
    const contact = { reached: true, by: 'zhang-san', summary: '维修人员态度差' };
    const statuses = [
      await post('/v1/calls', { ...call, line: '400', kind: 'inquiry', branch: '总部' }),
      await post('/v1/cases/C-7001/contacts', contact),
      await post('/v1/cases/C-7001/transfers', { to: { department: '王经理' }, reason: '要求道歉' }),
      await post('/v1/complaints', { complaintId: 'C-7001', detail: '13800000001' }),
      await post('/v1/events', { specversion: '1.0', id: 'zhang-san', type: '王小明' }),
    ];
    expect(statuses).toEqual([201, 200, expect.any(Number), 422, expect.any(Number)]);
    await app.inject({ url: '/v1/cases/C-7001?phone=13800000001', headers: { authorization: `Bearer ${key}` } });
    await ledger.settled();
    const told = JSON.stringify(
      recorded.spans.map(({ name, attributes, events, links, status, resource }) => [
        name,
        attributes,
        events,
        links,
        status,
        resource.attributes,
      ]),
    );
    for (const secret of secrets) expect(told).not.toContain(secret);
    const decided = recorded.only('POST /v1/cases/:id/contacts').spanContext().spanId;
    expect(recorded.named('append case').map((span) => span.parentSpanContext?.spanId)).toContain(decided);
    for (const route of ['/v1/calls', '/v1/cases/:id/contacts', '/v1/cases/:id/transfers', '/v1/events'])
      expect(recorded.only(`POST ${route}`).attributes['http.route']).toBe(route);
  });
});
