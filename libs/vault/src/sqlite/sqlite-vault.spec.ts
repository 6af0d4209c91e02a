import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type SealedBlob } from '@complaint-ledger/contracts';
import { vaultContract, vaultKeyContract } from '../testing/index.ts';
import { openSqliteVault, type SqliteVault } from './sqlite-vault.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'vault-'));
const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

vaultContract('SQLite', async () => {
  const folder = newFolder();
  return {
    open: async () =>
      openSqliteVault({ path: join(folder, 'deep', 'vault.db'), keyFile: join(folder, 'keys', 'vault.key') }),
    dispose: async () => remove(folder),
  };
});

vaultKeyContract('SQLite', async () => {
  const folder = newFolder();
  return {
    open: async (key) => openSqliteVault({ path: join(folder, 'vault.db'), ...key }),
    place: [join(folder, 'vault.db')],
    dispose: async () => remove(folder),
  };
});

describe('SQLite vault', () => {
  let folder: string;
  let path: string;
  let keyFile: string;
  const open = (): SqliteVault => openSqliteVault({ path, keyFile });

  beforeEach(() => {
    folder = newFolder();
    path = join(folder, 'vault.db');
    keyFile = join(folder, 'vault.key');
  });
  afterEach(() => remove(folder));

  const filled = async (): Promise<void> => {
    const vault = open();
    const person = await vault.personFor({ phone: '13800000001', fallback: 'x' });
    await vault.seal([{ person, eventId: newId(), fields: { name: '张三' } }]);
    await vault.close();
  };

  describe('its file', () => {
    it('and its key are for this user only', async () => {
      const vault = open();
      await vault.personFor({ phone: '13800000001', fallback: 'x' });
      for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
      await vault.close();
    });

    it('is called corrupt when it is no database', () => {
      writeFileSync(path, 'name,phone\n'.repeat(1_000));
      expect(open).toThrow(expect.objectContaining({ code: 'corrupt' }));
    });

    it('is called corrupt when the wrapped root was changed', async () => {
      await filled();
      const db = new DatabaseSync(path);
      db.exec('UPDATE root SET wrapped = zeroblob(60)');
      db.close();
      expect(open).toThrow(expect.objectContaining({ code: 'corrupt' }));
    });

    it('is called unavailable when it cannot be opened', () => {
      path = folder;
      expect(open).toThrow(
        expect.objectContaining({ code: 'unavailable', details: expect.objectContaining({ path: folder }) }),
      );
    });

    it('stalls, and loses nothing, while another process keeps it', async () => {
      const vault = openSqliteVault({ path, keyFile, busyTimeout: 20 });
      const other = new DatabaseSync(path);
      other.exec('BEGIN IMMEDIATE');
      await expect(vault.personFor({ phone: '13800000001', fallback: 'x' })).rejects.toMatchObject({
        code: 'unavailable',
      });
      other.exec('ROLLBACK');
      other.close();
      expect(await vault.personFor({ phone: '13800000001', fallback: 'x' })).toMatch(/^[0-9a-f-]{36}$/);
      await vault.close();
    });

    it('shows no name, phone or matter that was sealed or looked up', async () => {
      await filled();
      const bytes = readFileSync(path).toString('latin1');
      for (const word of ['13800000001', Buffer.from('张三').toString('latin1')])
        expect(bytes.includes(word)).toBe(false);
    });

    it('holds nothing of an erased person but the id and the time', async () => {
      const vault = openSqliteVault({ path, keyFile, now: () => new Date('2026-11-21T08:00:00Z') });
      const people = await vault.personsFor(
        Array.from({ length: 300 }, (_, i) => ({ phone: `138${10_000_000 + i}`, fallback: 'x' })),
      );
      const person = people[150] as string;
      await vault.link('complaint-of-150', person);
      const id = Buffer.from(person.replaceAll('-', ''), 'hex');
      const db = new DatabaseSync(path);
      const before = db.prepare('SELECT salt, identifier FROM person WHERE id = ?').get(id);
      const secrets = [before?.['salt'], before?.['identifier']].map((bytes) =>
        Buffer.from(bytes as Uint8Array).toString('latin1'),
      );
      const places = (): string =>
        readdirSync(folder)
          .map((file) => readFileSync(join(folder, file), 'latin1'))
          .join('');
      for (const secret of [...secrets, 'complaint-of-150']) expect(places()).toContain(secret);

      await vault.erase(person);

      for (const secret of [...secrets, 'complaint-of-150']) expect(places().includes(secret)).toBe(false);
      expect(db.prepare('SELECT salt, identifier, erased_at FROM person WHERE id = ?').get(id)).toEqual({
        salt: null,
        identifier: null,
        erased_at: '2026-11-21T08:00:00.000Z',
      });
      db.close();
      await vault.close();
    });

    it('says when a reader keeps pages with an erased key alive, and lets go of them when asked again', async () => {
      const vault = openSqliteVault({ path, keyFile, busyTimeout: 20 });
      const person = await vault.personFor({ phone: '13800000001', fallback: 'x' });
      const reader = new DatabaseSync(path);
      reader.exec('BEGIN');
      const salt = Buffer.from(reader.prepare('SELECT salt FROM person').get()?.['salt'] as Uint8Array);
      const hasSalt = (): boolean =>
        readdirSync(folder).some((file) => readFileSync(join(folder, file)).includes(salt));

      await expect(vault.erase(person)).rejects.toMatchObject({ code: 'unavailable', details: { path } });
      expect(await vault.findByPhone('13800000001')).toEqual([]);
      expect(hasSalt()).toBe(true);

      reader.exec('COMMIT');
      reader.close();
      expect(await vault.erase(person)).toEqual({ erased: false });
      expect(hasSalt()).toBe(false);
      await vault.close();
    });

    it('makes all persons of one tick in one transaction', async () => {
      const vault = open();
      const db = new DatabaseSync(path);
      const version = (): unknown => db.prepare('PRAGMA data_version').get()?.['data_version'];
      const before = Number(version());
      let seen = 0;
      const watching = Promise.all(
        Array.from({ length: 50 }, async (_, i) => {
          const person = await vault.personFor({ phone: `138${10_000_000 + i}`, fallback: 'x' });
          if (Number(version()) !== before) seen++;
          return person;
        }),
      );
      expect(new Set(await watching).size).toBe(50);
      expect(seen).toBe(50);
      expect(db.prepare('SELECT count(*) AS persons FROM person').get()).toEqual({ persons: 50 });
      expect(Number(version())).toBe(before + 1);
      db.close();
      await vault.close();
    });

    it('writes what still waits when it is closed', async () => {
      const vault = open();
      const waiting = vault.personFor({ phone: '13800000001', fallback: 'x' });
      await vault.close();
      const person = await waiting;
      const again = open();
      expect(await again.findByPhone('13800000001')).toEqual([person]);
      await again.close();
    });

    it('forgets keys over the bound and still reads everything', async () => {
      const vault = openSqliteVault({ path, keyFile, rememberedPersons: 2 });
      const people = await vault.personsFor(Array.from({ length: 9 }, (_, i) => ({ fallback: `complaint-${i}` })));
      const requests = people.map((person, n) => ({ person, eventId: newId(), fields: { n } }));
      const blobs = await vault.seal(requests);
      for (const [n, { eventId }] of requests.entries())
        expect(await vault.unseal(eventId, blobs[n] as SealedBlob, 'clear')).toEqual({ state: 'clear', fields: { n } });
      await vault.close();
    });
  });

  it('reads all that it answered for after kill -9', async () => {
    const program = fileURLToPath(new URL('../testing/seal-and-wait.child.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      ['--conditions=@complaint-ledger/source', '--disable-warning=ExperimentalWarning', program, path, keyFile],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const answered: { n: number; phone: string; eventId: string; blob: SealedBlob }[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      // The kill may cut the last line; what was not read whole was not answered.
      if (!line.endsWith('}')) break;
      answered.push(JSON.parse(line) as (typeof answered)[number]);
      if (answered.length === 25) child.kill('SIGKILL');
    }
    expect(child.signalCode ?? 'SIGKILL').toBe('SIGKILL');
    expect(answered.length).toBeGreaterThanOrEqual(25);

    const vault = open();
    for (const { n, phone, eventId, blob } of answered) {
      expect(await vault.unseal(eventId, blob, 'clear')).toEqual({ state: 'clear', fields: { phone } });
      expect(await vault.findByPhone(phone)).toEqual([blob.person]);
      expect(await vault.personOf(`complaint-${n}`)).toBe(blob.person);
    }
    await vault.close();
  });
});
