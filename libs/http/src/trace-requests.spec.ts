import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { inSpan, spanIds } from '@complaint-ledger/telemetry';
import { type RecordedSpans, recordSpans } from '@complaint-ledger/telemetry/testing';
import { Controller, Module, Param } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { type Caller, Endpoint, Raw, type RawRequest, createHttpApp, parseJsonBody } from './index.ts';

const TRACE = 'a'.repeat(32);
const PARENT = 'b'.repeat(16);
const TRANSFER = 'POST /v1/cases/:id/transfers';

const agent: Caller = { keyId: 'k1', role: 'agent', label: 'desk 7' };
const keyRing = { authenticate: async (key: string) => (key === 'cl_agent' ? agent : undefined) };

let entered = (): void => undefined;

@Controller()
class Desk {
  @Endpoint('transferCase')
  async transfer(@Param('id') id: string, @Raw() raw: RawRequest): Promise<unknown> {
    if (id === 'broken') throw new Error('Li Hua, 13800000001');
    if (id === 'slow') {
      entered();
      await new Promise(() => undefined);
    }
    return inSpan('work', {}, () => ({ body: parseJsonBody(raw) }));
  }

  @Endpoint('live')
  live(): unknown {
    return {};
  }
}

@Module({ controllers: [Desk] })
class DeskModule {}

const headers = { authorization: 'Bearer cl_agent', 'content-type': 'application/json' };
const url = '/v1/cases/13800000001/transfers?name=Li';

describe('with tracing on, a request', () => {
  let recorded: RecordedSpans;
  let app: NestFastifyApplication;
  const lines: string[] = [];

  beforeEach(async () => {
    recorded = recordSpans();
    const log = pino({ level: 'warn', mixin: spanIds }, { write: (line: string) => void lines.push(line) });
    app = await createHttpApp(DeskModule, { keyRing, log });
    await app.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(async () => {
    await app.close();
    recorded.stop();
    lines.length = 0;
  });

  const port = (): number => (app.getHttpServer().address() as AddressInfo).port;
  /** Over a real connection: the body comes in after the headers, in another context. */
  const post = (path: string, more: Record<string, string> = {}, body = '{"to":"d2"}') =>
    fetch(`http://127.0.0.1:${port()}${path}`, { method: 'POST', headers: { ...headers, ...more }, body });

  it('is a span named by its path template, which what it does is part of', async () => {
    const answer = await post(url);
    expect(await answer.json()).toEqual({ body: { to: 'd2' } });
    const span = await recorded.ended(TRANSFER);
    expect(span).toMatchObject({ kind: SpanKind.SERVER, status: { code: SpanStatusCode.UNSET } });
    expect(span.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/v1/cases/:id/transfers',
      'http.response.status_code': 200,
      'url.scheme': 'http',
      'ledger.request.id': answer.headers.get('x-request-id'),
    });
    expect(recorded.only('work').parentSpanContext?.spanId).toBe(span.spanContext().spanId);
  });

  it('continues the trace that its traceparent names', async () => {
    await post(url, { traceparent: `00-${TRACE}-${PARENT}-01` });
    const span = await recorded.ended(TRANSFER);
    expect(span.parentSpanContext).toMatchObject({ traceId: TRACE, spanId: PARENT, isRemote: true });
    expect(recorded.only('work').spanContext().traceId).toBe(TRACE);
  });

  it('that its caller does not want kept is not kept', async () => {
    await post(url, { traceparent: `00-${TRACE}-${PARENT}-00` });
    expect(recorded.spans).toEqual([]);
  });

  it('that nobody may make is a span, too', async () => {
    await post(url, { authorization: 'Bearer cl_no' });
    expect((await recorded.ended(TRANSFER)).attributes['http.response.status_code']).toBe(401);
  });

  it('that fails names the status and nothing of the error, and its log line names the span', async () => {
    await post('/v1/cases/broken/transfers');
    const span = await recorded.ended(TRANSFER);
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span.attributes['error.type']).toBe('500');
    expect(span.events).toEqual([]);
    const { traceId, spanId } = span.spanContext();
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({
      trace_id: traceId,
      span_id: spanId,
      requestId: expect.any(String),
    });
  });

  it('to nowhere has no route', async () => {
    await post('/v1/Li-Hua');
    expect((await recorded.ended('POST')).attributes).not.toHaveProperty('http.route');
  });

  it('of a probe is no span', async () => {
    await fetch(`http://127.0.0.1:${port()}/health/live`);
    expect(recorded.spans).toEqual([]);
  });

  it('whose caller goes away ends its span', async () => {
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const socket = connect(port(), '127.0.0.1');
    await once(socket, 'connect');
    const ended = new Promise<void>((resolve) => {
      app
        .getHttpServer()
        .once('request', (_: unknown, response: NodeJS.EventEmitter) => response.once('close', resolve));
    });
    socket.write(
      'POST /v1/cases/slow/transfers HTTP/1.1\r\nhost: x\r\nauthorization: Bearer cl_agent\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}',
    );
    await inside;
    socket.destroy();
    await ended;
    expect((await recorded.ended(TRANSFER)).attributes['error.type']).toBe('aborted');
  });
});
