import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type SqliteVault, openSqliteVault } from '@complaint-ledger/vault';
import type { Held, Quarantine } from './quarantine.ts';
import { openSqliteQuarantine } from './sqlite-quarantine.ts';

const problem = { code: 'invalid-input', path: 'data.level', message: 'no such level', hint: 'use another' } as const;

const rejected = (id: string, json: unknown = { phone: '13800000001' }, more: Partial<Held> = {}): Held => ({
  state: 'rejected',
  problem,
  body: { json },
  id,
  source: 'crm://a',
  caller: 'desk',
  ...more,
});

const parked = (id: string, stream: string): Held =>
  rejected(id, { id }, { state: 'parked', waiting: { eventId: `event-${id}`, stream } });

describe('SQLite quarantine', () => {
  let folder: string;
  let path: string;
  let vault: SqliteVault;
  let quarantine: Quarantine;
  let clock = 0;

  const open = (): Promise<Quarantine> => openSqliteQuarantine({ path, sealer: vault, now: () => ++clock });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quarantine-'));
    path = join(folder, 'q', 'quarantine.sqlite');
    vault = openSqliteVault({ path: join(folder, 'vault.sqlite'), keyFile: join(folder, 'vault.key') });
    quarantine = await open();
  });
  afterEach(async () => {
    await quarantine.close();
    await vault.close();
    await rm(folder, { recursive: true, force: true });
  });

  const one = async (held: Held): Promise<string> => {
    const [id] = await quarantine.keep([held]);
    return id ?? '';
  };

  it('keeps nothing readable of a body, in a file for this user only', async () => {
    await one(rejected('a', { phone: '13800000001', name: '张三' }));
    for (const file of await readdir(join(folder, 'q'))) {
      const bytes = await readFile(join(folder, 'q', file));
      expect(bytes.includes('13800000001')).toBe(false);
      expect(bytes.includes('张三')).toBe(false);
      expect((await stat(join(folder, 'q', file))).mode & 0o077).toBe(0);
    }
  });

  it('gives back what it was given, after a restart too', async () => {
    const json = await one(rejected('a', { deep: [1, '二', null] }));
    const bytes = await one({ ...rejected('b'), body: { bytes: Uint8Array.from([0xff, 0x00]) } });
    await quarantine.close();
    quarantine = await open();
    expect(await quarantine.get(json)).toMatchObject({
      ...problem,
      body: { json: { deep: [1, '二', null] } },
      caller: 'desk',
    });
    const kept = await quarantine.get(bytes);
    expect(kept.body).toEqual({ bytes: expect.anything() });
    expect(kept.body !== undefined && 'bytes' in kept.body && [...kept.body.bytes]).toEqual([0xff, 0x00]);
  });

  it('counts a message that comes again; another content or source is another message', async () => {
    const first = await one(rejected('a'));
    expect(await one(rejected('a'))).toBe(first);
    expect(await one(rejected('a', { other: 1 }))).not.toBe(first);
    expect(await one({ ...rejected('a'), source: 'crm://b' })).not.toBe(first);
    expect(await quarantine.get(first)).toMatchObject({ deliveries: 2, history: [] });
  });

  it('remembers what waits for a stream, in order, after a restart too', async () => {
    await quarantine.keep([parked('b', 's'), parked('a', 's'), parked('c', 't')]);
    await quarantine.close();
    quarantine = await open();
    expect(quarantine.hasParked('s')).toBe(true);
    expect(quarantine.hasParked('u')).toBe(false);
    expect([...quarantine.parkedStreams()].sort()).toEqual(['s', 't']);
    const waiting = await quarantine.parkedOn('s');
    expect(waiting.map(({ raw }) => raw)).toEqual([{ id: 'b' }, { id: 'a' }]);
  });

  it('forgets that something waits once it is settled or given up', async () => {
    const [b = '', a = ''] = await quarantine.keep([parked('b', 's'), parked('a', 's')]);
    await quarantine.settle([{ quarantineId: b, state: 'resent', eventId: 'e' }]);
    expect(quarantine.hasParked('s')).toBe(true);
    await quarantine.discard(a, 'a test');
    expect(quarantine.hasParked('s')).toBe(false);
    expect(quarantine.counts()).toEqual({ parked: 0, rejected: 0, resent: 1, discarded: 1 });
    expect(await quarantine.get(b)).toMatchObject({ state: 'resent', eventId: 'e', history: [{ state: 'parked' }] });
  });

  it('parks a given-up message anew when it comes again, but leaves a rejected one given up', async () => {
    const a = await one(parked('a', 's'));
    const b = await one(rejected('b'));
    await quarantine.discard(a, 'x');
    await quarantine.discard(b, 'x');
    await quarantine.keep([parked('a', 's'), rejected('b')]);
    expect(quarantine.hasParked('s')).toBe(true);
    expect(await quarantine.get(a)).toMatchObject({ state: 'parked', deliveries: 2 });
    expect(await quarantine.get(b)).toMatchObject({ state: 'discarded', deliveries: 2 });
  });

  it('keeps no body of what the log has, nor of its earlier tries', async () => {
    const id = await one(rejected('a'));
    await quarantine.keep([rejected('a', { mended: true }, { entry: id })]);
    await quarantine.settle([{ quarantineId: id, state: 'resent', eventId: 'e' }]);
    expect(await quarantine.get(id)).not.toHaveProperty('body');
    const { DatabaseSync } = await import('node:sqlite');
    const db = new DatabaseSync(path, { readOnly: true });
    const left = db.prepare('SELECT body FROM entry UNION ALL SELECT body FROM attempt').all();
    db.close();
    expect(left.map(({ body }) => body)).toEqual([null, null, null]);
  });

  it('does not give up what the log has', async () => {
    const id = await one(rejected('a'));
    await quarantine.settle([{ quarantineId: id, state: 'resent', eventId: 'e' }]);
    await expect(quarantine.discard(id, 'x')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('keeps all of a call or nothing', async () => {
    await expect(quarantine.keep([rejected('a'), rejected('b', {}, { entry: 'nothing' })])).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(quarantine.counts().rejected).toBe(0);
  });

  it('refuses bytes that were changed, a file that is none, and work after closing', async () => {
    const id = await one(rejected('a'));
    await quarantine.close();
    await expect(quarantine.keep([rejected('b')])).rejects.toMatchObject({ code: 'closed' });
    const { DatabaseSync } = await import('node:sqlite');
    const db = new DatabaseSync(path);
    db.exec("UPDATE entry SET body = x'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'");
    db.close();
    quarantine = await open();
    await expect(quarantine.get(id)).rejects.toMatchObject({ code: 'corrupt' });
    const other = join(folder, 'other');
    await writeFile(other, 'no database at all, '.repeat(100));
    await expect(openSqliteQuarantine({ path: other, sealer: vault })).rejects.toMatchObject({ code: 'corrupt' });
  });
});
