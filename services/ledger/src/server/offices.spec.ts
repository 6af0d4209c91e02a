import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { type Ledger, openLedger } from '../open/open-ledger.ts';
import { filedEvent } from '../testing/events.ts';
import { ledgerApp } from './ledger-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'offices-'));
const log = pino({ level: 'silent' });
let ledger: Ledger;
let app: NestFastifyApplication;
const keys: Record<string, string> = {};

const post = async (key: string, url: string, body: object) => {
  const answer = await app.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${keys[key]}`, 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  });
  return { status: answer.statusCode, json: answer.json<Record<string, unknown>>() };
};

beforeAll(async () => {
  ledger = await openLedger({ configuration: { data: folder, policy: 'standard', packs: [] }, environment: {}, log });
  const { keyRing } = ledger;
  keys['agent'] = (await keyRing.create({ role: 'agent', label: 'a' })).secret;
  keys['manager'] = (await keyRing.create({ role: 'manager', label: 'm' })).secret;
  keys['wang'] = (await keyRing.create({ role: 'agent', label: 'w', actorId: 'wang' })).secret;
  keys['li'] = (await keyRing.create({ role: 'manager', label: 'l', actorId: 'li' })).secret;
  keys['boss'] = (await keyRing.create({ role: 'agent', label: 'b', offices: ['general-manager'] })).secret;
  app = await ledgerApp(ledger, log);
  await ledger.receiver.receive(
    [filedEvent('C1', { level: 'dissatisfied' }), filedEvent('C2', { level: 'dissatisfied' })],
    { caller: 'spec' },
  );
  await ledger.settled();
});
afterAll(async () => {
  await app.close();
  await ledger.close();
  rmSync(folder, { recursive: true });
});

describe('an office on an API key', () => {
  it('RES-7: decides what the pack gives to that office, which a manager without it does not', async () => {
    const body = { outcome: 'unreasonable-demands', reason: '要求超出法律规定' };
    for (const key of ['agent', 'manager'])
      expect(await post(key, '/v1/cases/C1/closures', body)).toMatchObject({ status: 409, json: { rule: 'RES-7' } });
    expect(await post('boss', '/v1/cases/C1/closures', { outcome: body.outcome })).toMatchObject({ status: 409 });
    expect(await post('boss', '/v1/cases/C1/closures', body)).toMatchObject({
      status: 200,
      json: { events: [{ type: 'CaseClosed' }] },
    });
  });

  it('FIRST-1: a person’s own key acts for that person alone; a manager’s may enter what others did, and says so', async () => {
    const call = { reached: true, by: 'head-of-sales' };
    expect(await post('wang', '/v1/cases/C2/contacts', call)).toMatchObject({ status: 403 });
    expect(await post('wang', '/v1/cases/C2/contacts', { reached: true, by: 'wang' })).toMatchObject({ status: 200 });
    expect(await post('li', '/v1/cases/C2/contacts', call)).toMatchObject({ status: 200 });
    await ledger.settled();
    const contacts = (await ledger.store.readAll({ after: 0 })).filter(({ type }) => type === 'CustomerContacted');
    expect(contacts.map(({ actor, data }) => [actor.id, data['by']])).toEqual([
      ['wang', 'wang'],
      ['li', 'head-of-sales'],
    ]);
  });

  it('RES-5: gives as much as the office may', async () => {
    const body = { compensation: 'refund', amountFen: 600_000 };
    for (const key of ['agent', 'manager'])
      expect(await post(key, '/v1/cases/C2/compensations', body)).toMatchObject({
        status: 409,
        json: { rule: 'RES-5', detail: expect.stringContaining('general-manager') },
      });
    expect(await post('boss', '/v1/cases/C2/compensations', body)).toMatchObject({ status: 200 });
  });

  it('opens no route that its role does not', async () => {
    expect(
      await post('boss', '/v1/penalties/0b0c8f6e-2f3e-4d53-9f2b-1f0f4c4c8a11/waivers', { reason: 'x' }),
    ).toMatchObject({
      status: 403,
    });
  });
});
