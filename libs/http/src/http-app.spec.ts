import { request as rawRequest } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { LedgerError } from '@complaint-ledger/contracts';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Param } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { type Caller, CallerParam, Endpoint, Raw, parseJsonBody, type RawRequest, createHttpApp } from './index.ts';

const agent: Caller = { keyId: 'k1', role: 'agent', label: 'desk 7' };
const keyRing = { authenticate: async (key: string) => (key === 'cl_agent' ? agent : undefined) };

@Controller()
class Desk {
  @Endpoint('transferCase')
  transfer(@Param('id') id: string, @CallerParam() caller: Caller, @Raw() raw: RawRequest): unknown {
    const body = parseJsonBody(raw);
    if (id === 'locked') throw new LedgerError('locked', 'Another process has it.');
    if (id === 'broken') throw new Error('password=hunter2');
    if (id === 'twice') {
      throw new LedgerError('rule', 'This case was transferred before.', {
        rule: 'XFER-1',
        hint: 'Escalate it.',
        path: 'to',
      });
    }
    return { id, caller, body };
  }

  @Endpoint('postWebhook')
  webhook(@Raw() raw: RawRequest): unknown {
    return { text: raw.bytes.toString('latin1'), mediaType: raw.mediaType };
  }

  @Endpoint('waivePenalty')
  waive(): unknown {
    return {};
  }

  @Get('/v1/back-door')
  backDoor(): unknown {
    return { secret: true };
  }
}

@Module({ controllers: [Desk] })
class DeskModule {}

const open: NestFastifyApplication[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

const start = async (lines: string[] = []): Promise<NestFastifyApplication> => {
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const app = await createHttpApp(DeskModule, { keyRing, log, bodyLimitBytes: 1024 * 1024 });
  open.push(app);
  return app;
};

const json = { authorization: 'Bearer cl_agent', 'content-type': 'application/json' };
const transfers = '/v1/cases/c1/transfers';

describe('access is denied by default', () => {
  it('answers 401 with a problem document without a key', async () => {
    const app = await start();
    const answer = await app.inject({ method: 'POST', url: transfers, payload: '{}' });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ type: 'urn:complaint-ledger:problem:unauthenticated', status: 401 });
  });

  it('answers 401 to an unknown key', async () => {
    const app = await start();
    const answer = await app.inject({
      method: 'POST',
      url: transfers,
      headers: { ...json, authorization: 'Bearer cl_no' },
    });
    expect(answer.statusCode).toBe(401);
  });

  it('answers 403 to a role without the permission', async () => {
    const app = await start();
    const answer = await app.inject({ method: 'POST', url: '/v1/penalties/p1/waivers', headers: json, payload: '{}' });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ detail: expect.stringContaining('cases:approve') });
  });

  it('refuses a handler that is not in the route table, with any key', async () => {
    const app = await start();
    const answer = await app.inject({ method: 'GET', url: '/v1/back-door', headers: json });
    expect(answer.statusCode).toBe(403);
  });

  it('refuses before it reads the body', async () => {
    const app = await start();
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = rawRequest(
        { port, method: 'POST', path: transfers, headers: { 'content-length': 900_000 } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
          sent.destroy();
        },
      );
      sent.on('error', reject);
      sent.write('{');
    });
    expect(status).toBe(401);
  });

  it('hands the caller to the handler', async () => {
    const app = await start();
    const answer = await app.inject({ method: 'POST', url: transfers, headers: json, payload: '{"to":"sales"}' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ id: 'c1', caller: agent, body: { to: 'sales' } });
  });
});

describe('errors are problem documents (RFC 9457)', () => {
  it('names rule, place and way out of a refusal', async () => {
    const app = await start();
    const answer = await app.inject({ method: 'POST', url: '/v1/cases/twice/transfers', headers: json, payload: '{}' });
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toEqual({
      type: 'urn:complaint-ledger:problem:rule',
      title: 'A rule refuses this',
      status: 409,
      detail: 'This case was transferred before.',
      instance: `urn:uuid:${answer.headers['x-request-id'] as string}`,
      path: 'to',
      rule: 'XFER-1',
      ruleText: 'The same matter is transferred at most once.',
      hint: 'Escalate it.',
    });
  });

  it('says when to try again', async () => {
    const app = await start();
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/cases/locked/transfers',
      headers: json,
      payload: '{}',
    });
    expect(answer.statusCode).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('keeps an unknown error to the log, under the id that it answers', async () => {
    const lines: string[] = [];
    const app = await start(lines);
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/cases/broken/transfers',
      headers: json,
      payload: '{}',
    });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('hunter2');
    expect(answer.body).not.toContain('.ts');
    const id = answer.json<{ instance: string }>().instance.replace('urn:uuid:', '');
    expect(lines.join('')).toContain(id);
    expect(lines.join('')).toContain('hunter2');
  });

  it('answers 404 with a hint to an unknown path and 405 with the methods to a wrong one', async () => {
    const app = await start();
    const unknown = await app.inject({ method: 'GET', url: '/v2/nothing?phone=13800000001' });
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json()).toMatchObject({ hint: expect.stringContaining('/openapi.json') });
    expect(unknown.body).not.toContain('13800000001');
    const wrong = await app.inject({ method: 'GET', url: transfers });
    expect(wrong.statusCode).toBe(405);
    expect(wrong.headers['allow']).toBe('POST');
    const elsewhere = await app.inject({ method: 'POST', url: '/v1/callers/blocks' });
    expect(elsewhere.statusCode).toBe(404);
    expect(elsewhere.json()).toMatchObject({ hint: expect.stringContaining('gateway') });
    const slash = await app.inject({ method: 'POST', url: `${transfers}/` });
    expect(slash.statusCode).toBe(404);
  });

  it('answers a malformed path with 400', async () => {
    const app = await start();
    const answer = await app.inject({ method: 'GET', url: '/v1/cases/%E0%A4%A' });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('answers what is not HTTP with a problem document too', async () => {
    const app = await start();
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write('this is no HTTP\r\n\r\n'));
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
  });
});

describe('bodies', () => {
  it('answers 413 naming the limit', async () => {
    const app = await start();
    const answer = await app.inject({
      method: 'POST',
      url: transfers,
      headers: json,
      payload: ' '.repeat(1024 * 1024 + 1),
    });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ detail: expect.stringContaining('1 MB') });
  });

  it.each([
    ['no JSON', '{"a":'],
    ['nothing', ''],
    ['another encoding', Buffer.from([0x22, 0xcc, 0xec, 0x22])],
  ])('answers 400 to %s', async (_, payload) => {
    const app = await start();
    const answer = await app.inject({ method: 'POST', url: transfers, headers: json, payload });
    expect(answer.statusCode).toBe(400);
  });

  it('answers 415 to another content type, a missing one and a compressed body', async () => {
    const app = await start();
    const send = (headers: Record<string, string>): Promise<number> =>
      app
        .inject({
          method: 'POST',
          url: transfers,
          headers: { authorization: 'Bearer cl_agent', ...headers },
          payload: Buffer.from('{}'),
        })
        .then(({ statusCode }) => statusCode);
    expect(await send({ 'content-type': 'text/xml' })).toBe(415);
    expect(await send({})).toBe(415);
    expect(await send({ 'content-type': 'nonsense' })).toBe(415);
    expect(await send({ 'content-type': 'application/json', 'content-encoding': 'gzip' })).toBe(415);
  });

  it('reads JSON of UTF-8 only, and says so', async () => {
    const app = await start();
    const send = (type: string) =>
      app.inject({
        method: 'POST',
        url: transfers,
        headers: { authorization: 'Bearer cl_agent', 'content-type': type },
        payload: Buffer.from('{}'),
      });
    for (const charset of ['gb2312', '"GB18030"', 'utf-16', '']) {
      const answer = await send(`application/json; charset=${charset}`);
      expect({ charset, status: answer.statusCode }).toEqual({ charset, status: 415 });
      expect(answer.json<{ hint: string }>().hint).toContain('charset=utf-8');
    }
    for (const charset of ['utf-8', '"UTF-8"', 'utf8']) {
      const answer = await send(`application/json;charset=${charset}`);
      expect({ charset, status: answer.statusCode }).not.toEqual({ charset, status: 415 });
    }
  });

  it('hands a public webhook the bytes as they came', async () => {
    const app = await start();
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/webhooks/zendesk',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      payload: Buffer.from([0x7b, 0x20, 0xff, 0x7d]),
    });
    expect(answer.json()).toEqual({ text: '{ ÿ}', mediaType: 'application/json' });
  });
});

it('sends the security headers with every answer', async () => {
  const app = await start();
  const answer = await app.inject({ method: 'GET', url: '/nothing' });
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  expect(answer.headers['x-powered-by']).toBeUndefined();
});
