import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Environment } from '../config/configuration.ts';
import { filedEvent } from '../testing/events.ts';
import { readiness } from '../server/health.ts';
import { ledgerHealth } from '../server/ledger-health.ts';
import { Closing } from './closing.ts';
import { dataFolder } from './data-folder.ts';
import { installPack, installedPacks } from './installed-packs.ts';
import { type Ledger, openLedger } from './open-ledger.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-ledger-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (data = join(folder, 'data'), environment: Environment = {}): Promise<Ledger> =>
  openLedger({
    configuration: { data, policy: 'standard', packs: [] },
    environment,
    log: pino({ level: 'silent' }),
  });

describe('one ledger, one writer', () => {
  it('refuses a second opening and leaves the first untouched', async () => {
    const first = await open();
    await expect(open()).rejects.toMatchObject({ code: 'locked', details: { hint: expect.stringContaining('--url') } });
    const [receipt] = await first.receiver.receive([filedEvent('C1')], { caller: 'spec' });
    expect(receipt?.status).toBe('accepted');
    await first.close();
    await (await open()).close();
  });

  it('gives the folder free when opening fails', async () => {
    const data = join(folder, 'data');
    const broken = openLedger({
      configuration: { data, policy: 'standrad', packs: [] },
      environment: {},
      log: pino({ level: 'silent' }),
    });
    await expect(broken).rejects.toMatchObject({ code: 'not-found' });
    await (await open()).close();
  });

  it('takes the key of the vault from LEDGER_VAULT_KEY_FILE and makes no file of its own', async () => {
    const [data, path] = [join(folder, 'data'), join(folder, 'held-elsewhere')];
    writeFileSync(path, `${Buffer.alloc(32, 7).toString('base64')}\n`);
    await (await open(data, { LEDGER_VAULT_KEY_FILE: path })).close();
    expect(existsSync(join(data, 'vault.key'))).toBe(false);
    await expect(open(data)).rejects.toMatchObject({ name: 'LedgerError' });
    await (await open(data, { LEDGER_VAULT_KEY: Buffer.alloc(32, 7).toString('base64') })).close();
  });

  it('refuses a vault whose key is another, and gives the folder free', async () => {
    await (await open()).close();
    writeFileSync(join(folder, 'data', 'vault.key'), `${Buffer.alloc(32, 7).toString('base64')}\n`);
    await expect(open()).rejects.toMatchObject({ name: 'LedgerError' });
  });
});

it('says the same after a restart, and after the projections were deleted', async () => {
  const first = await open();
  await first.receiver.receive([filedEvent('C1'), filedEvent('C2')], { caller: 'spec' });
  await first.settled();
  const digests = await first.reporting.digests();
  await first.close();

  const second = await open();
  await second.settled();
  const head = await second.store.head();
  expect(await second.reporting.digests()).toEqual(digests);
  await second.close();

  for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, 'data', `projections.db${suffix}`), { force: true });
  const third = await open();
  await third.settled();
  expect(await third.store.head()).toBe(head);
  expect(await third.reporting.digests()).toEqual(digests);
  await third.close();
});

describe('a year that the working calendar does not have', () => {
  const LATE = Date.parse('2034-03-23T09:00:10+08:00');
  const openAt = (calendars: readonly string[]): Promise<Ledger> =>
    openLedger({
      configuration: { data: join(folder, 'data'), policy: 'standard', packs: [], calendars },
      environment: {},
      log: pino({ level: 'silent' }),
      now: () => LATE,
    });

  it('is told by settling and by health, loses nothing, and goes on with the calendar', async () => {
    const first = await openAt([]);
    const [receipt] = await first.receiver.receive([filedEvent('C1', { time: '2034-03-23T09:00:00+08:00' })], {
      caller: 'spec',
    });
    expect(receipt).toMatchObject({ status: 'accepted' });
    await expect(first.settled()).rejects.toMatchObject({ code: 'calendar' });
    await expect(first.settled()).rejects.toMatchObject({ code: 'calendar' });
    expect(await readiness(ledgerHealth(first))).toMatchObject({
      status: 'not-ready',
      parts: expect.arrayContaining([
        expect.objectContaining({ name: 'routing', ok: false, detail: expect.stringContaining('no data for 2034') }),
      ]),
    });
    await first.close();

    const file = join(folder, 'cn-2034.yaml');
    writeFileSync(file, "id: CN\nextends: CN\nversion: '2034.1'\nyears:\n  2034:\n    closed: {}\n    open: []\n");
    const second = await openAt([file]);
    await second.settled();
    expect(await readiness(ledgerHealth(second))).toMatchObject({ status: 'ready' });
    const { sum } = await second.reporting.drill({ kind: 'annual', period: '2034', figure: 'filed.total' });
    expect(sum).toBe(1);
    await second.close();
  });
});

describe('installed packs', () => {
  const pack = (version: number): string => {
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, `id: mine\nversion: ${version}\nextends: standard\nname: { zh-CN: 自定, en: Mine }\n`);
    return file;
  };

  it('stay with the ledger and are in force when it opens', async () => {
    const files = dataFolder(join(folder, 'data'));
    installPack(files, 'mine', pack(1));
    expect(installedPacks(files)).toHaveLength(1);
    const ledger = await open();
    expect(ledger.policies.policy('mine').version).toBe(1);
    await ledger.close();
  });

  it('are not replaced by others of the same id', () => {
    const files = dataFolder(join(folder, 'data'));
    installPack(files, 'mine', pack(1));
    installPack(files, 'mine', pack(1));
    expect(() => installPack(files, 'mine', pack(2))).toThrow(/already has another policy pack/);
  });
});

describe('closing', () => {
  it('goes backwards through everything and tells the first failure', async () => {
    const order: string[] = [];
    const closing = new Closing();
    closing.step(() => void order.push('store'));
    closing.step(() => {
      order.push('vault');
      throw new Error('vault');
    });
    closing.step(() => {
      order.push('routing');
      throw new Error('routing');
    });
    await expect(closing.run()).rejects.toThrow('routing');
    expect(order).toEqual(['routing', 'vault', 'store']);
    await closing.run();
  });
});
