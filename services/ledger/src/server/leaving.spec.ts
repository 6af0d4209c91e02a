import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { type Ledger, openLedger } from '../open/open-ledger.ts';
import { type LedgerServer, serveLedger } from './ledger-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledger-leaving-'));
const log = pino({ level: 'silent' });
let ledger: Ledger;
let server: LedgerServer;
beforeAll(async () => {
  ledger = await openLedger({ configuration: { data: folder, policy: 'standard', packs: [] }, environment: {}, log });
  server = await serveLedger(ledger, { host: '127.0.0.1', port: 0, log });
});
afterAll(async () => {
  await server.close();
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

const statusOf = async (path: string): Promise<number> => (await fetch(new URL(path, server.url))).status;

describe('a process that was told to stop behind a gateway', () => {
  it('says that it is not ready, and takes requests until the gateway has seen it', async () => {
    expect(await statusOf('/health/ready')).toBe(200);
    server.leave();
    const answer = await fetch(new URL('/health/ready', server.url));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      parts: expect.arrayContaining([{ name: 'process', ok: false, detail: 'it was told to stop' }]),
    });
    expect(await statusOf('/health/live')).toBe(200);
    expect(await statusOf('/openapi.json')).toBe(200);
  });
});
