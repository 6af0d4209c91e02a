import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Receipt } from '../receive/receipt.ts';
import { type IntakePlace, openIntakePlace } from '../testing/intake-place.ts';
import type { Delivery, WebhookSettings } from './preset.ts';
import { Webhooks } from './webhooks.ts';

const folder = join(process.env.SHARED_DATA ?? '', 'webhooks');
const payload = (file: string): Buffer => readFileSync(join(folder, file));
const SECRET = 'spec-secret';

const settings: Readonly<Record<string, WebhookSettings>> = {
  zendesk: { secret: SECRET },
  freshdesk: { secret: SECRET },
  intercom: { secret: SECRET },
  'tencent-ccc': { secret: SECRET },
};

describe('payloads as the senders make them', () => {
  let place: IntakePlace;
  let webhooks: Webhooks;

  beforeEach(async () => {
    place = await openIntakePlace();
    webhooks = new Webhooks({ receiver: place.receiver, policies: place.policies, settings });
  });
  afterEach(() => place.dispose());

  const signed: Readonly<Record<string, (bytes: Buffer) => Delivery['headers']>> = {
    zendesk: (bytes) => {
      const timestamp = new Date(place.receiver.now()).toISOString();
      const signature = createHmac('sha256', SECRET).update(timestamp).update(bytes).digest('base64');
      return { 'x-zendesk-webhook-signature': signature, 'x-zendesk-webhook-signature-timestamp': timestamp };
    },
    intercom: (bytes) => ({ 'x-hub-signature': `sha1=${createHmac('sha1', SECRET).update(bytes).digest('hex')}` }),
    freshdesk: () => ({ 'x-webhook-token': SECRET }),
    'tencent-ccc': () => ({ authorization: `Basic ${Buffer.from(`ledger:${SECRET}`).toString('base64')}` }),
  };

  const deliver = async (preset: string, ...files: readonly string[]): Promise<readonly Receipt[]> => {
    const receipts: Receipt[] = [];
    for (const file of files) {
      const bytes = payload(file);
      const headers = signed[preset]?.(bytes) ?? {};
      receipts.push(...(await webhooks.receive(preset, { bytes, headers, query: {} })).receipts);
    }
    return receipts;
  };

  const told = async () =>
    Promise.all((await place.log()).map(async (event) => ({ ...event, told: await place.told(event) })));

  const zendeskFiles = [
    'zendesk_ticket_created.json',
    'zendesk_ticket_agent_assignment_changed.json',
    'zendesk_ticket_status_changed.json',
  ];

  it('Zendesk: nanoseconds kept, ids equal as number and text, one transfer', async () => {
    const receipts = await deliver('zendesk', ...zendeskFiles);
    expect(receipts.map(({ status }) => status)).toEqual(Array(4).fill('accepted'));
    const log = await told();
    expect(log).toMatchObject([
      {
        type: 'ComplaintFiled',
        source: 'zendesk://22129848',
        occurredAt: '2025-01-08T10:12:07.672717030Z',
        data: { externalId: '5158', level: 'very-dissatisfied', channel: 'web' },
        told: { complainant: { account: '8447388090494' }, title: 'Cannot login to mobile app' },
      },
      { type: 'AssignmentReported', data: { group: '8447320466430', person: '8447388090494' } },
      {
        type: 'TransferReported',
        occurredAt: '2025-01-08T12:15:45.789012345Z',
        data: { from: { person: '8447388090494' }, to: { person: '8447388090496' } },
      },
      { type: 'ResolutionReported', occurredAt: '2025-01-08T16:45:20.987654321Z' },
    ]);
    expect(new Set(log.map(({ stream }) => stream)).size).toBe(1);
  });

  it('Zendesk: in another order, the steps wait for the ticket', async () => {
    const [created = '', ...later] = zendeskFiles;
    expect((await deliver('zendesk', ...later)).map(({ status }) => status)).toEqual(['parked', 'parked']);
    await deliver('zendesk', created);
    expect((await place.log()).map(({ type }) => type)).toEqual([
      'ComplaintFiled',
      'TransferReported',
      'ResolutionReported',
      'AssignmentReported',
    ]);
  });

  it('Freshdesk: no time and no delivery id, yet a retry is a duplicate', async () => {
    const files = ['freshdesk_ticket_created.json', 'freshdesk_status_changed.json'];
    expect((await deliver('freshdesk', ...files)).map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    expect((await deliver('freshdesk', ...files)).map(({ status }) => status)).toEqual(['duplicate', 'duplicate']);
    expect(await told()).toMatchObject([
      {
        type: 'ComplaintFiled',
        source: 'freshdesk://test1234zzz.freshdesk.com',
        data: { externalId: '11', level: 'very-dissatisfied' },
        told: { title: 'Test ticket subject ☃', complainant: { email: 'requester-bob@example.com' } },
      },
      { type: 'ReopeningReported' },
    ]);
  });

  const intercomFiles = [
    'intercom_1_ticket_created.json',
    'intercom_2_ticket_admin_assigned.json',
    'intercom_3_ticket_team_assigned.json',
    'intercom_4_ticket_closed.json',
  ];
  const steps = async () =>
    (await place.log())
      .filter(({ type }) => type !== 'ComplaintAmended')
      .map(({ type, occurredAt }) => `${occurredAt} ${type}`);
  const whole = [
    '2026-01-11T06:44:28Z ComplaintFiled',
    '2026-01-11T06:53:09Z AssignmentReported',
    '2026-01-11T06:53:52Z TransferReported',
    '2026-01-11T06:54:54Z TransferReported',
    '2026-01-11T07:41:06Z ResolutionReported',
    '2026-01-11T07:41:06Z ClosureReported',
  ];

  it('Intercom: the time of the event, not of its delivery; nobody is no holder', async () => {
    const receipts = await deliver('intercom', ...intercomFiles);
    expect(receipts.filter(({ status }) => status === 'rejected' || status === 'parked')).toEqual([]);
    expect(await steps()).toEqual(whole);
    const transfers = (await place.log()).filter(({ type }) => type === 'TransferReported');
    expect(transfers).toMatchObject([
      { data: { from: { group: 'admin-9608799', person: '9608799' }, to: { group: '9680998' } } },
      { data: { from: { group: '9680998' }, to: { group: 'admin-9608799', person: '9608799' } } },
    ]);
  });

  it('Intercom: the last delivery alone makes up for all that got lost, and what comes late is a duplicate', async () => {
    await deliver('intercom', 'intercom_4_ticket_closed.json');
    expect(await steps()).toEqual(whole);
    const late = await deliver('intercom', ...intercomFiles);
    expect(late.filter(({ status }) => status === 'rejected' || status === 'parked')).toEqual([]);
    expect(await steps()).toEqual(whole);
  });

  it('Tencent: seconds and milliseconds, 不满意 is level and satisfaction, chat beside calls', async () => {
    const files = ['tencent_ccc_DescribeTelCdr.json', 'tencent_ccc_DescribeIMCdrList.json'];
    expect((await deliver('tencent-ccc', ...files)).map(({ status }) => status)).toEqual(Array(4).fill('accepted'));
    expect((await deliver('tencent-ccc', ...files)).map(({ status }) => status)).toEqual(Array(4).fill('duplicate'));
    expect(await told()).toMatchObject([
      {
        type: 'CallReceived',
        occurredAt: '2024-10-24T07:51:31Z',
        data: {
          externalId: '0955de87-c86d-4457-aac2-bee3d0a0b67a',
          level: 'dissatisfied',
          outcome: 'answered',
          group: '2522',
          agent: 'xxxxxxx@tencent.com',
          line: '00860200000000',
        },
        told: { caller: { phone: '0086075500000', address: '广东深圳固话' } },
      },
      { type: 'CallEnded', data: { satisfaction: 'dissatisfied', durationMs: 8000 } },
      { type: 'CallReceived', data: { channel: 'chat', outcome: 'answered' }, told: { caller: { name: 'bar' } } },
      { type: 'CallEnded', data: { satisfaction: 'satisfied', durationMs: 100_000 } },
    ]);
  });

  it('Tencent: the detail of an outbound call is no call to the company', async () => {
    expect(await deliver('tencent-ccc', 'tencent_ccc_DescribeSessionDetail.json')).toEqual([]);
  });
});
