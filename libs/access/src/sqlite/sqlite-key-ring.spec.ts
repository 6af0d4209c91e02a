import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keyRingContract } from '../testing/index.ts';
import { openSqliteKeyRing } from './sqlite-key-ring.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'key-ring-'));
const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

keyRingContract('SQLite', async () => {
  const folder = newFolder();
  return {
    open: async () => openSqliteKeyRing({ path: join(folder, 'deep', 'keys.db') }),
    dispose: async () => remove(folder),
  };
});

describe('SQLite key ring', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = newFolder();
    path = join(folder, 'keys.db');
  });
  afterEach(() => remove(folder));

  it('is readable by this user only and holds no secret', async () => {
    const ring = openSqliteKeyRing({ path });
    const { secret } = await ring.create({ role: 'admin', label: 'a' });
    for (const file of readdirSync(folder)) {
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(folder, file), 'latin1').includes(secret.slice(5, 20))).toBe(false);
    }
    await ring.close();
  });

  it('says when a key was made and revoked', async () => {
    let now = new Date('2026-11-21T08:00:00Z');
    const ring = openSqliteKeyRing({ path, now: () => now });
    const { keyId } = await ring.create({ role: 'admin', label: 'a' });
    now = new Date('2026-11-22T08:00:00Z');
    await ring.revoke(keyId);
    expect(await ring.list()).toMatchObject([
      { createdAt: '2026-11-21T08:00:00.000Z', revokedAt: '2026-11-22T08:00:00.000Z' },
    ]);
    await ring.close();
  });

  it('opens a ring from before keys held offices, and loses no key of it', async () => {
    const ring = openSqliteKeyRing({ path });
    const [admin, agent] = [
      await ring.create({ role: 'admin', label: 'a' }),
      await ring.create({ role: 'agent', label: 'b', actorId: 'agent-7' }),
    ];
    await ring.revoke(admin.keyId);
    const before = await ring.list();
    await ring.close();
    const old = new DatabaseSync(path);
    old.exec('ALTER TABLE key DROP COLUMN offices');
    old.close();

    const [one, other] = [openSqliteKeyRing({ path }), openSqliteKeyRing({ path })];
    expect(await one.list()).toEqual(before);
    expect(await one.authenticate(agent.secret)).toEqual({
      keyId: agent.keyId,
      role: 'agent',
      label: 'b',
      actorId: 'agent-7',
    });
    expect(await one.authenticate(admin.secret)).toBeUndefined();
    const { secret } = await other.create({ role: 'manager', label: 'c', offices: ['general-manager'] });
    expect(await one.authenticate(secret)).toMatchObject({ offices: ['general-manager'] });
    await one.close();
    await other.close();
  });

  it('says "locked" when another process keeps the file, and still authenticates', async () => {
    const ring = openSqliteKeyRing({ path, busyTimeout: 20 });
    const { secret } = await ring.create({ role: 'admin', label: 'a' });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await expect(ring.create({ role: 'admin', label: 'b' })).rejects.toMatchObject({
      code: 'locked',
      details: { path },
    });
    expect(await ring.authenticate(secret)).toBeDefined();
    other.exec('ROLLBACK');
    other.close();
    await ring.close();
  });

  it('calls a file that is no database corrupt, and a folder no file', () => {
    writeFileSync(path, 'role,label\n'.repeat(1_000));
    expect(() => openSqliteKeyRing({ path })).toThrow(expect.objectContaining({ code: 'corrupt' }));
    expect(() => openSqliteKeyRing({ path: folder })).toThrow(expect.objectContaining({ code: 'storage' }));
  });
});
