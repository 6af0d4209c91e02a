import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RouteName, type RouteShape, derivedId, routeShapes } from '@complaint-ledger/contracts';
import { Compile } from 'typebox/compile';
import { type IntakePlace, openIntakePlace } from '../testing/intake-place.ts';
import { type IntakeServer, serveIntake } from '../testing/intake-server.ts';
import { SOURCE, contacted, filed } from '../testing/messages.ts';

describe('intake over HTTP', () => {
  let place: IntakePlace;
  let server: IntakeServer;

  beforeEach(async () => {
    place = await openIntakePlace();
    server = await serveIntake(place);
  });
  afterEach(async () => {
    await server.app.close();
    await place.dispose();
  });

  const request = (method: 'DELETE' | 'GET' | 'POST', url: string, payload?: unknown, headers: object = {}) =>
    server.app.inject({
      method,
      url,
      headers: { authorization: 'Bearer cl_admin', ...headers },
      ...(payload === undefined
        ? {}
        : { payload: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload) }),
    });
  const post = (payload: unknown, type = 'application/cloudevents+json', headers: object = {}) =>
    request('POST', '/v1/events', payload, { 'content-type': type, ...headers });

  describe('one event', () => {
    it('is answered 202, 200 again, 202 when it waits', async () => {
      const first = await post(filed('C1'));
      expect(first.statusCode).toBe(202);
      expect(first.json()).toMatchObject({ accepted: 1, results: [{ status: 'accepted', position: 1 }] });
      const again = await post(filed('C1'), 'application/json');
      expect(again.statusCode).toBe(200);
      expect(again.json()).toMatchObject({ duplicate: 1 });
      const waiting = await post(contacted('C9'));
      expect(waiting.statusCode).toBe(202);
      expect(waiting.json()).toMatchObject({ parked: 1, results: [{ status: 'parked' }] });
    });

    it('is answered 422 when it is rejected, with place, way out and quarantine entry', async () => {
      const answer = await post(filed('C1', { level: 'angry' }));
      expect(answer.statusCode).toBe(422);
      const { entries } = await place.quarantine.list({ limit: 1 });
      expect(answer.json()).toMatchObject({
        path: 'data.level',
        hint: expect.stringContaining(entries[0]?.quarantineId ?? 'nothing kept'),
      });
    });

    it('is taken in binary mode', async () => {
      const event = filed('C1');
      const headers = {
        'ce-specversion': '1.0',
        'ce-id': encodeURIComponent('编号-1'),
        'ce-source': SOURCE,
        'ce-type': 'complaint.filed',
        'ce-time': '2026-03-23T09:00:00+08:00',
      };
      const answer = await post(event.data, 'application/json', headers);
      expect(answer.statusCode).toBe(202);
      expect(answer.json()).toMatchObject({ results: [{ id: '编号-1', source: SOURCE }] });
    });

    it('is answered 400 when it is no JSON, and kept as the bytes it is', async () => {
      const bytes = Buffer.from([0x7b, 0x22, 0xd6, 0xd0, 0xce, 0xc4]);
      const answer = await post(bytes);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ detail: expect.stringContaining('byte 2') });
      const [entry] = (await place.quarantine.list({ limit: 1 })).entries;
      const kept = await request('GET', `/v1/quarantine/${entry?.quarantineId}`);
      expect(kept.json()).toMatchObject({ state: 'rejected', bodyBase64: bytes.toString('base64') });
    });

    it('is answered 400 naming line and column for a duplicate key', async () => {
      const answer = await post('{"specversion": "1.0",\n "id": "a", "id": "b"}');
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ path: 'id', detail: expect.stringContaining('line 2, column 13') });
    });

    it('is answered 413 beyond 1 MB', async () => {
      const answer = await post(filed('C1', { note: 'x'.repeat(1024 * 1024) }));
      expect(answer.statusCode).toBe(413);
      expect(answer.json()).toMatchObject({ detail: expect.stringContaining('1 MB') });
    });

    it('is answered 415 in another format', async () => {
      const answer = await post('<event/>', 'text/xml');
      expect(answer.statusCode).toBe(415);
      expect(answer.json()).toMatchObject({ hint: expect.stringContaining('cloudevents-batch+json') });
    });
  });

  describe('a batch', () => {
    it('is answered 200 with one receipt an event, the good ones taken', async () => {
      const events = [filed('C1'), filed('C2', { level: 'angry' }), contacted('C1'), contacted('C9'), filed('C1')];
      for (const type of ['application/cloudevents-batch+json', 'application/json']) {
        const answer = await post(events, type);
        expect(answer.statusCode).toBe(200);
        const { results, ...counts } = answer.json<{ results: { index: number; status: string }[] }>();
        expect(results.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
        expect(counts).toEqual(
          type === 'application/json'
            ? { accepted: 0, duplicate: 3, rejected: 1, parked: 1 }
            : { accepted: 2, duplicate: 1, rejected: 1, parked: 1 },
        );
      }
      expect(await place.store.head()).toBe(2);
    });

    it('of lines goes on after a line that cannot be read', async () => {
      const lines = [JSON.stringify(filed('C1')), '{"cut', '', JSON.stringify(filed('C2'))].join('\r\n');
      const answer = await post(lines, 'application/x-ndjson');
      expect(answer.json()).toMatchObject({
        accepted: 2,
        rejected: 1,
        results: [{ status: 'accepted' }, { status: 'rejected', message: expect.stringContaining('Line 2') }, {}],
      });
    });

    it('keeps out one event beyond 1 MB', async () => {
      const answer = await post([filed('C1', { note: 'x'.repeat(1024 * 1024) }), filed('C2')], 'application/json');
      expect(answer.json()).toMatchObject({ rejected: 1, accepted: 1, results: [{ code: 'payload-too-large' }, {}] });
    });

    it('that is no array is refused', async () => {
      const answer = await post(filed('C1'), 'application/cloudevents-batch+json');
      expect(answer.statusCode).toBe(400);
    });

    it('keeps numbers beyond 2^53 exact', async () => {
      const text = JSON.stringify([filed('C1')]).replace('"detail"', '"order":12345678901234567890,"detail"');
      await post(text, 'application/json');
      const [event] = await place.log();
      expect(event && (await place.told(event))).toMatchObject({ order: '12345678901234567890' });
    });
  });

  it('needs a key that may write', async () => {
    const none = await server.app.inject({ method: 'POST', url: '/v1/events', payload: '{}' });
    expect(none.statusCode).toBe(401);
    const publisher = await request('GET', '/v1/quarantine', undefined, { authorization: 'Bearer cl_publisher' });
    expect(publisher.statusCode).toBe(403);
  });

  describe('forms', () => {
    const form = (url: string, body: unknown, headers: object = {}) =>
      request('POST', url, body, { 'content-type': 'application/json', ...headers });
    const complaint = { level: 'major', complainant: { name: '张三', phone: '13800000001' }, detail: '漏水' };

    it('file a complaint and say where its case is', async () => {
      const answer = await form('/v1/complaints', {
        ...complaint,
        complaintId: 'F-1',
        time: '2026-03-23T09:00:00+08:00',
      });
      const caseId = derivedId('matter', 'ledger://desk%207', 'F-1');
      expect(answer.statusCode).toBe(201);
      expect(answer.headers.location).toBe(`/v1/cases/${caseId}`);
      expect(answer.json()).toMatchObject({ externalId: 'F-1', caseId, accepted: 1 });
      expect((await place.log())[0]).toMatchObject({
        source: 'ledger://desk%207',
        occurredAt: '2026-03-23T09:00:00+08:00',
      });
    });

    it('CALL-3: name the desk that a kind of call is passed on to, and its direct contact', async () => {
      const { department, contact } = place.policies.policy('standard').pack.calls?.desks?.['purchase'] ?? {};
      const purchase = await form('/v1/calls', { kind: 'purchase', agent: 'a-7' });
      expect(purchase.statusCode).toBe(201);
      expect(purchase.json()).toMatchObject({ desk: { department, contact } });
      expect(contact).toMatch(/\d/);
      expect((await form('/v1/calls', { kind: 'inquiry' })).json()).not.toHaveProperty('desk');
      expect((await form('/v1/complaints', { kind: 'purchase', channel: 'phone' })).json()).not.toHaveProperty('desk');
    });

    it('know a repetition by the key of the request, whatever the time is by then', async () => {
      const key = { 'idempotency-key': 'k-1' };
      const first = await form('/v1/calls', { rings: 2 }, key);
      const second = await form('/v1/calls', { rings: 2 }, key);
      expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
      expect(second.json<{ externalId: string }>().externalId).toBe(first.json<{ externalId: string }>().externalId);
      expect((await form('/v1/calls', { rings: 3 }, key)).statusCode).toBe(422);
      expect((await form('/v1/calls', { rings: 2 })).statusCode).toBe(201);
      expect(await place.store.head()).toBe(2);
    });

    it('are refused with the place that is wrong', async () => {
      expect((await form('/v1/complaints', { ...complaint, level: 'angry' })).json()).toMatchObject({
        status: 422,
        path: 'data.level',
      });
      expect((await form('/v1/complaints', [complaint])).statusCode).toBe(422);
      expect((await form('/v1/complaints', '{')).statusCode).toBe(400);
    });
  });

  describe('quarantine', () => {
    const reject = async (): Promise<string> => {
      await post([filed('C1', { level: 'angry' })], 'application/json');
      const [entry] = (await place.quarantine.list({ limit: 1 })).entries;
      return entry?.quarantineId ?? '';
    };

    it('is listed by state, page by page, newest first', async () => {
      await post([filed('C1', { level: 'a' }), filed('C2', { level: 'b' }), contacted('C3')], 'application/json');
      const page = (query: string) => request('GET', `/v1/quarantine?${query}`);
      const first = (await page('state=rejected&limit=1')).json<{ entries: { id: string }[]; next: string }>();
      expect(first.entries.map(({ id }) => id)).toEqual(['C2-filed']);
      const second = (await page(`state=rejected&limit=1&after=${first.next}`)).json<{ entries: { id: string }[] }>();
      expect(second.entries.map(({ id }) => id)).toEqual(['C1-filed']);
      expect(second).not.toHaveProperty('next');
      expect((await page('state=lost')).statusCode).toBe(422);
    });

    it('sends a mended message into the log and keeps what was wrong', async () => {
      const id = await reject();
      const answer = await request('POST', `/v1/quarantine/${id}/resend`, filed('C1'), {
        'content-type': 'application/json',
      });
      expect(answer.json()).toMatchObject({ accepted: 1 });
      expect((await request('GET', `/v1/quarantine/${id}`)).json()).toMatchObject({
        state: 'resent',
        history: [{ state: 'rejected', path: 'data.level' }],
      });
      expect((await request('POST', `/v1/quarantine/${id}/resend`)).statusCode).toBe(409);
    });

    it('keeps the history of a mended message that is rejected again', async () => {
      const id = await reject();
      const worse = filed('C1', { channel: 'smoke' });
      const answer = await request('POST', `/v1/quarantine/${id}/resend`, worse, {
        'content-type': 'application/json',
      });
      expect(answer.json()).toMatchObject({ rejected: 1, results: [{ quarantineId: id, path: 'data.channel' }] });
      expect((await request('GET', `/v1/quarantine/${id}`)).json()).toMatchObject({
        path: 'data.channel',
        body: worse,
        history: [{ path: 'data.level' }],
      });
    });

    it('sends a message again as it came', async () => {
      const id = await reject();
      expect((await request('POST', `/v1/quarantine/${id}/resend`)).json()).toMatchObject({ rejected: 1 });
      expect(await place.quarantine.counts()).toMatchObject({ rejected: 1 });
    });

    it('gives a message up, with a reason', async () => {
      const id = await reject();
      const url = `/v1/quarantine/${id}`;
      expect((await request('DELETE', url)).statusCode).toBe(422);
      const answer = await request('DELETE', url, { reason: '测试数据' }, { 'content-type': 'application/json' });
      expect(answer.json()).toMatchObject({ state: 'discarded', discardReason: '测试数据' });
    });

    it('answers 404 to an unknown entry', async () => {
      expect((await request('GET', '/v1/quarantine/nothing')).statusCode).toBe(404);
    });
  });

  it('answers as its document says', async () => {
    const json = { 'content-type': 'application/json' };
    const documented = (name: RouteName, answer: { statusCode: number; json: () => unknown }): void => {
      const { answer: usual, otherAnswers }: RouteShape = routeShapes[name];
      const content = answer.statusCode === 200 ? usual : otherAnswers?.[answer.statusCode]?.content;
      const schema = content?.['application/json'];
      if (schema === undefined) throw new Error(`${name} has no answer ${answer.statusCode}`);
      expect([name, Compile(schema).Errors(answer.json())]).toEqual([name, []]);
    };
    documented('postEvents', await post(filed('C1')));
    documented('postEvents', await post(filed('C1')));
    documented('postEvents', await post([filed('C2', { level: 'angry' }), contacted('C9'), 7], 'application/json'));
    documented('postComplaint', await request('POST', '/v1/complaints', { complaintId: 'F' }, json));
    documented('postComplaint', await request('POST', '/v1/complaints', { complaintId: 'F' }, json));
    documented('postCall', await request('POST', '/v1/calls', {}, json));
    await post(Buffer.from([0xff]));
    documented('listQuarantine', await request('GET', '/v1/quarantine?limit=2'));
    const { entries } = await place.quarantine.list({ limit: 10 });
    expect(entries).toHaveLength(4);
    for (const { quarantineId: id } of entries)
      documented('getQuarantined', await request('GET', `/v1/quarantine/${id}`));
    const [, odd, , angry] = entries.map(({ quarantineId }) => `/v1/quarantine/${quarantineId}`);
    documented('discardQuarantined', await request('DELETE', odd ?? '', { reason: 'x' }, json));
    documented('resendQuarantined', await request('POST', `${angry}/resend`, filed('C2'), json));
    documented('getQuarantined', await request('GET', angry ?? ''));
  });
});
