import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type IntakePlace, NOW, openIntakePlace } from '../testing/intake-place.ts';
import { serveIntake } from '../testing/intake-server.ts';
import type { Delivery, WebhookSettings } from './preset.ts';
import { Webhooks } from './webhooks.ts';

const SECRET = 'spec-secret';

describe('Webhooks', () => {
  let place: IntakePlace;

  beforeEach(async () => {
    place = await openIntakePlace();
  });
  afterEach(() => place.dispose());

  const open = (settings: Readonly<Record<string, WebhookSettings>>): Webhooks =>
    new Webhooks({ receiver: place.receiver, policies: place.policies, settings });

  type Sent = Omit<Delivery, 'receivedAt'>;
  const bytesOf = (payload: unknown): Buffer =>
    Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  const zendesk = (payload: unknown, age = 0): Sent => {
    const bytes = bytesOf(payload);
    const timestamp = new Date(NOW - age).toISOString();
    const signature = createHmac('sha256', SECRET).update(timestamp).update(bytes).digest('base64');
    const headers = {
      'x-zendesk-webhook-signature': signature,
      'x-zendesk-webhook-signature-timestamp': timestamp,
    };
    return { bytes, headers, query: {} };
  };
  const intercom = (payload: unknown): Sent => {
    const bytes = bytesOf(payload);
    const headers = { 'x-hub-signature': `sha1=${createHmac('sha1', SECRET).update(bytes).digest('hex')}` };
    return { bytes, headers, query: {} };
  };
  const withToken = (payload: unknown, token = SECRET): Sent => ({
    bytes: bytesOf(payload),
    headers: { 'x-webhook-token': token },
    query: {},
  });
  const types = async () => (await place.log()).map(({ type }) => type);

  const ticketEvent = (type: string, id: string, event: object = {}, detail: object = {}) => ({
    account_id: 7,
    id,
    time: '2026-03-23T01:00:00.123456789Z',
    type: `zen:event-type:ticket.${type}`,
    detail: { id: 5158, actor_id: '1', ...detail },
    event,
  });

  describe('takes a delivery only from who knows the secret', () => {
    it('Zendesk: a signature over timestamp and body, not too old', async () => {
      const webhooks = open({ zendesk: { secret: SECRET, maxAgeSeconds: 60 } });
      const good = zendesk(ticketEvent('created', 'd-1'));
      await expect(webhooks.receive('zendesk', { ...good, headers: {} })).rejects.toMatchObject({
        code: 'unauthenticated',
      });
      const changed = { ...good, bytes: Buffer.concat([good.bytes, Buffer.from(' ')]) };
      await expect(webhooks.receive('zendesk', changed)).rejects.toMatchObject({ code: 'unauthenticated' });
      const old = zendesk(ticketEvent('created', 'd-1'), 61_000);
      await expect(webhooks.receive('zendesk', old)).rejects.toMatchObject({ message: expect.stringContaining('old') });
      expect(await place.store.head()).toBe(0);
      await webhooks.receive('zendesk', good);
      expect(await place.store.head()).toBe(1);
    });

    it('Intercom: a signature over the body', async () => {
      const webhooks = open({ intercom: { secret: SECRET } });
      const good = intercom({ topic: 'ping', app_id: 'a' });
      await expect(webhooks.receive('intercom', { ...good, bytes: bytesOf('{}') })).rejects.toMatchObject({
        code: 'unauthenticated',
      });
      await expect(webhooks.receive('intercom', { ...good, headers: {} })).rejects.toMatchObject({
        code: 'unauthenticated',
      });
      expect(await webhooks.receive('intercom', good)).toMatchObject({ receipts: [] });
    });

    it('Freshdesk and Tencent: the token as header, password, bearer or parameter', async () => {
      const webhooks = open({ freshdesk: { secret: SECRET }, 'tencent-ccc': { secret: SECRET } });
      const bytes = bytesOf({ freshdesk_webhook: { ticket_id: '1' } });
      const ways: readonly Omit<Sent, 'bytes'>[] = [
        { headers: { 'x-webhook-token': SECRET }, query: {} },
        { headers: { authorization: `Basic ${Buffer.from(`u:${SECRET}`).toString('base64')}` }, query: {} },
        { headers: { authorization: `Bearer ${SECRET}` }, query: {} },
        { headers: {}, query: { token: SECRET } },
      ];
      for (const way of ways)
        expect(await webhooks.receive('freshdesk', { bytes, ...way })).toMatchObject({ receipts: [] });
      for (const wrong of [
        { headers: {}, query: {} },
        { headers: { 'x-webhook-token': 'x' }, query: {} },
      ]) {
        await expect(webhooks.receive('freshdesk', { bytes, ...wrong })).rejects.toMatchObject({
          code: 'unauthenticated',
        });
      }
    });

    it('and refuses a preset without a secret, or that is none', async () => {
      const webhooks = open({});
      await expect(webhooks.receive('zendesk', zendesk({}))).rejects.toMatchObject({
        code: 'not-found',
        details: { hint: expect.stringContaining('webhooks.zendesk.secret') },
      });
      await expect(webhooks.receive('jira', zendesk({}))).rejects.toMatchObject({
        details: { hint: expect.stringContaining('tencent-ccc') },
      });
      expect(() => open({ zendesk: { secret: '' } })).toThrow('empty');
      expect(() => open({ jira: { secret: 'x' } })).toThrow('jira');
      expect(() => open({ zendesk: { secret: 'x', levels: { URGENT: 'angry' } } })).toThrow('angry');
      expect(() => open({ zendesk: { secret: 'x', departments: { '1': 'moon' } } })).toThrow('moon');
    });
  });

  it('keeps what it cannot read, and says so', async () => {
    const webhooks = open({ zendesk: { secret: SECRET } });
    await expect(webhooks.receive('zendesk', zendesk('{"a"'))).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(webhooks.receive('zendesk', zendesk({ hello: 1 }))).rejects.toMatchObject({
      details: { path: 'type' },
    });
    expect((await place.quarantine.counts()).rejected).toBe(2);
  });

  describe('Zendesk', () => {
    it('a ticket from first holder to closing', async () => {
      const webhooks = open({
        zendesk: { secret: SECRET, policy: 'standard', departments: { '20': 'sales', '21': 'finance' } },
      });
      const steps = [
        ticketEvent(
          'created',
          'd-1',
          {},
          { priority: 'URGENT', group_id: 20, via: { channel: 'email' }, requester_id: 9 },
        ),
        ticketEvent('agent_assignment_changed', 'd-2', { previous: null, current: 31 }),
        ticketEvent('group_assignment_changed', 'd-3', { previous: '20', current: 21 }),
        ticketEvent('agent_assignment_changed', 'd-4', { previous: 31, current: null }),
        ticketEvent('comment_added', 'd-5', {
          comment: { id: 1, body: '已联系', is_public: true, author: { id: 31, is_staff: true } },
        }),
        ticketEvent('comment_added', 'd-6', {
          comment: { id: 2, body: '内部', is_public: false, author: { id: 31, is_staff: true } },
        }),
        ticketEvent('priority_changed', 'd-7', { previous: 'URGENT', current: 'LOW' }),
        ticketEvent('status_changed', 'd-8', { previous: 'OPEN', current: 'PENDING' }),
        ticketEvent('status_changed', 'd-9', { previous: 'PENDING', current: 'SOLVED' }),
        ticketEvent('status_changed', 'd-10', { previous: 'SOLVED', current: 'OPEN' }),
        ticketEvent('status_changed', 'd-11', { previous: 'OPEN', current: 'CLOSED' }),
        ticketEvent('tags_changed', 'd-12'),
      ];
      const rejected: unknown[] = [];
      for (const step of steps) {
        const { receipts } = await webhooks.receive('zendesk', zendesk(step));
        rejected.push(...receipts.filter(({ status }) => status === 'rejected'));
      }
      expect(rejected).toEqual([]);
      expect(await types()).toEqual([
        'ComplaintFiled',
        'AssignmentReported',
        'AssignmentReported',
        'TransferReported',
        'ContactReported',
        'LevelChangeReported',
        'ResolutionReported',
        'ReopeningReported',
        'ClosureReported',
      ]);
      expect(await place.log()).toMatchObject([
        { data: { policy: 'standard', level: 'major', externalId: '5158' } },
        { data: { department: 'sales', group: '20' } },
        { data: { person: '31' } },
        { data: { from: { department: 'sales', group: '20' }, to: { department: 'finance', group: '21' } } },
        { data: { by: '31', reached: true }, actor: { kind: 'person', id: '31' } },
        { data: { level: 'dissatisfied' } },
        {},
        {},
        {},
      ]);
    });
  });

  describe('Freshdesk', () => {
    const delivery = (triggered: string, fields: object = {}) =>
      withToken({
        freshdesk_webhook: {
          triggered_event: triggered,
          ticket_id: 11,
          ticket_url: 'http://a.freshdesk.com/tickets/11',
          ...fields,
        },
      });

    it('reads what looks like JSON and is none', async () => {
      const webhooks = open({ freshdesk: { secret: SECRET } });
      for (const triggered of [
        '{ticket_action:created}',
        '{group_id:{from:,to:5000}}',
        '{group_id:{from:5000,to:5001},responder_id:{from:null,to:77}}',
        '{priority:{from:1,to:4},status:{from:2,to:4}}',
        '{status:{from:4,to:2}}',
        '{status:{from:2,to:5}}',
        '{reply_sent:public}',
      ]) {
        const { receipts } = await webhooks.receive('freshdesk', delivery(triggered));
        expect(receipts.filter(({ status }) => status !== 'accepted')).toEqual([]);
      }
      expect(await types()).toEqual([
        'ComplaintFiled',
        'AssignmentReported',
        'TransferReported',
        'AssignmentReported',
        'LevelChangeReported',
        'ResolutionReported',
        'ReopeningReported',
        'ClosureReported',
      ]);
      expect((await place.log())[2]?.data).toMatchObject({ from: { group: '5000' }, to: { group: '5001' } });
    });
  });

  describe('Intercom', () => {
    const part = (id: number, part_type: string, more: object = {}) => ({
      id: String(id),
      part_type,
      created_at: 1_768_114_000 + id,
      author: { id: '1', type: 'admin' },
      ...more,
    });
    const to = (type: string, id: string | null) => ({ assigned_to: { type, id } });
    const notification = (topic: string, parts: readonly object[], n: number) => ({
      topic,
      id: `notif_${n}`,
      app_id: 'a',
      created_at: 1_768_120_000 + n,
      data: { item: { id: '9007199254740993', created_at: 1_768_114_000, ticket_parts: { ticket_parts: parts } } },
    });

    it('gives every step its own message, however the deliveries overlap', async () => {
      const parts = [
        part(1, 'assignment', to('nobody_admin', null)),
        part(2, 'assignment', to('admin', '1')),
        part(3, 'assignment', to('admin', '0')),
        part(4, 'assignment', to('team', '8')),
        part(5, 'comment', { body: '<p>您好</p>' }),
        part(6, 'close'),
        part(6.5, 'ticket_state_updated_by_admin', { ticket_state: 'resolved' }),
        part(7, 'ticket_state_updated_by_admin', { ticket_state: 'in_progress' }),
      ];
      const webhooks = open({ intercom: { secret: SECRET } });
      for (const upTo of [3, 2, 8, 5]) {
        const sent = intercom(notification('ticket.state.updated', parts.slice(0, upTo), upTo));
        const { receipts } = await webhooks.receive('intercom', sent);
        expect(receipts.filter(({ status }) => status === 'rejected' || status === 'parked')).toEqual([]);
      }
      expect(await types()).toEqual([
        'ComplaintFiled',
        'AssignmentReported',
        'TransferReported',
        'ContactReported',
        'ClosureReported',
        'ResolutionReported',
        'ReopeningReported',
      ]);
      expect((await place.log())[0]?.data.externalId).toBe('9007199254740993');
    });

    it('keeps an id beyond 2^53 that comes as a number', async () => {
      const webhooks = open({ intercom: { secret: SECRET } });
      const body = JSON.stringify(notification('ticket.created', [], 1)).replace(
        '"9007199254740993"',
        '9007199254740993',
      );
      await webhooks.receive('intercom', intercom(body));
      expect((await place.log())[0]?.data.externalId).toBe('9007199254740993');
      expect(await types()).toEqual(['ComplaintFiled', 'ComplaintAmended']);
    });
  });

  describe('Tencent', () => {
    const record = (session: string, more: object = {}) => ({
      SessionId: session,
      Caller: '008613800000001',
      Callee: '0086075500000',
      Direction: 0,
      StartTimestamp: 1_729_756_291,
      EndedTimestamp: 1_729_756_315,
      EndStatusString: 'ok',
      ...more,
    });

    it('one pushed record, several in one answer, and what became of each', async () => {
      const webhooks = open({ 'tencent-ccc': { secret: SECRET } });
      await webhooks.receive('tencent-ccc', withToken(record('s-1', { AcceptTimestamp: 1_729_756_300 })));
      const list = [
        record('s-2', { EndStatusString: 'ivrGiveUp', AcceptTimestamp: 0 }),
        record('s-3', { EndStatusString: 'notInWorkTime' }),
        record('s-4', { Direction: 1 }),
        record('s-5', { AcceptTimestamp: 1_729_756_300, PostIVRKeyPressed: [{ Key: '2', Label: '非常不满意' }] }),
      ];
      await webhooks.receive('tencent-ccc', withToken({ Response: { TelCdrList: list } }));
      const calls = (await place.log()).filter(({ type }) => type === 'CallReceived');
      expect(calls.map(({ data }) => [data.externalId, data.outcome, data.level])).toEqual([
        ['s-1', 'answered', undefined],
        ['s-2', 'abandoned', undefined],
        ['s-3', 'missed', undefined],
        ['s-5', 'answered', 'very-dissatisfied'],
      ]);
    });

    it('leaves out a level that the pack does not have', async () => {
      const webhooks = open({ 'tencent-ccc': { secret: SECRET, levels: { 满意: 'major' } } });
      await webhooks.receive('tencent-ccc', withToken(record('s-1', { PostIVRKeyPressed: [{ Label: '一般' }] })));
      expect((await place.log())[0]?.data).not.toHaveProperty('level');
    });
  });

  it('answers over HTTP without a key, with what the sender expects, 401 without the token', async () => {
    const { app } = await serveIntake(place, { 'tencent-ccc': { secret: SECRET } });
    const url = '/v1/webhooks/tencent-ccc?action=cdr&version=1';
    const headers = { 'content-type': 'application/json;charset=utf8' };
    const payload = { SessionId: 's-1', Caller: '1', Direction: 0, StartTimestamp: 1_729_756_291 };
    const refused = await app.inject({ method: 'POST', url, headers, payload });
    expect(refused.statusCode).toBe(401);
    const answer = await app.inject({ method: 'POST', url: `${url}&token=${SECRET}`, headers, payload });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ ErrCode: 0, accepted: 1 });
    expect((await app.inject({ method: 'POST', url: '/v1/webhooks/zendesk', headers, payload })).statusCode).toBe(404);
    await app.close();
  });
});
