import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type SealedBlob } from '@complaint-ledger/contracts';
import { keyEncryptionKey, keyFromEnvironment } from '../keys/key-encryption-key.ts';
import { createNextKeyFile } from '../keys/key-file.ts';
import { vaultContract } from '../testing/index.ts';
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

  /** Seals something, closes the vault, and answers how to read it. */
  const filled = async (): Promise<(vault: SqliteVault) => Promise<unknown>> => {
    const vault = open();
    const person = await vault.personFor({ phone: '13800000001', fallback: 'x' });
    const eventId = newId();
    const [blob] = (await vault.seal([{ person, eventId, fields: { name: '张三' } }])) as [SealedBlob];
    await vault.close();
    return (vault) => vault.unseal(eventId, blob, 'clear');
  };
  const clear = { state: 'clear', fields: { name: '张三' } };

  describe('its key', () => {
    it('is never made anew for a vault that holds data', async () => {
      await filled();
      rmSync(keyFile);
      expect(open).toThrow(
        expect.objectContaining({
          code: 'unavailable',
          details: expect.objectContaining({ path: keyFile, hint: expect.stringContaining('Restore') }),
        }),
      );
      expect(existsSync(keyFile)).toBe(false);
    });

    it('opens no other vault', async () => {
      await filled();
      writeFileSync(keyFile, randomBytes(32).toString('base64'));
      expect(open).toThrow(
        expect.objectContaining({ code: 'unavailable', message: expect.stringContaining('not its key') }),
      );
    });

    it.each(['', 'secret', randomBytes(31).toString('base64'), randomBytes(33).toString('base64'), 'x'.repeat(44)])(
      'is not %j',
      (text) => {
        writeFileSync(keyFile, text, { mode: 0o600 });
        expect(open).toThrow(
          expect.objectContaining({ code: 'unavailable', details: expect.objectContaining({ path: keyFile }) }),
        );
      },
    );

    it.each([0o640, 0o604, 0o644, 0o660])('may not be readable by others (mode %p)', async (mode) => {
      const read = await filled();
      chmodSync(keyFile, mode);
      expect(open).toThrow(
        expect.objectContaining({
          code: 'config',
          details: expect.objectContaining({ hint: `Run: chmod 600 ${keyFile}` }),
        }),
      );
      chmodSync(keyFile, 0o400);
      const vault = open();
      expect(await read(vault)).toEqual(clear);
      await vault.close();
    });

    it('is 32 random bytes in base64, and vault and key are for this user only', async () => {
      await open().close();
      expect(Buffer.from(readFileSync(keyFile, 'utf8'), 'base64')).toHaveLength(32);
      expect(statSync(keyFile).mode & 0o777).toBe(0o600);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const open2 = open();
      for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
      await open2.close();
    });

    it('is kept when it was there before the vault', async () => {
      const text = randomBytes(32).toString('base64');
      writeFileSync(keyFile, text, { mode: 0o600 });
      const read = await filled();
      expect(readFileSync(keyFile, 'utf8')).toBe(text);
      const vault = openSqliteVault({ path, key: keyEncryptionKey(Buffer.from(text, 'base64')) });
      expect(await read(vault)).toEqual(clear);
      await vault.close();
    });

    it('may come from the environment', async () => {
      expect(keyFromEnvironment({})).toBeUndefined();
      expect(keyFromEnvironment({ LEDGER_VAULT_KEY: '' })).toBeUndefined();
      expect(() => keyFromEnvironment({ LEDGER_VAULT_KEY: 'secret' })).toThrow(
        expect.objectContaining({ code: 'unavailable' }),
      );
      const key = keyFromEnvironment({ LEDGER_VAULT_KEY: randomBytes(32).toString('base64') });
      if (key === undefined) throw new Error('the key was not read');
      const vault = openSqliteVault({ path, key });
      await vault.personFor({ fallback: 'x' });
      await vault.close();
      expect(existsSync(keyFile)).toBe(false);
      expect(open).toThrow(expect.objectContaining({ code: 'unavailable' }));
    });

    it('has to come from somewhere', () => {
      expect(() => openSqliteVault({ path })).toThrow(expect.objectContaining({ code: 'config' }));
    });

    it('can be replaced: the old one opens nothing, every blob stays as it is', async () => {
      const read = await filled();
      const old = readFileSync(keyFile, 'utf8');
      const vault = open();
      await vault.rotateKey();
      expect(await read(vault)).toEqual(clear);
      await vault.close();

      expect(readFileSync(keyFile, 'utf8')).not.toBe(old);
      expect(statSync(keyFile).mode & 0o777).toBe(0o600);
      const again = open();
      expect(await read(again)).toEqual(clear);
      await again.close();
      writeFileSync(keyFile, old);
      expect(open).toThrow(expect.objectContaining({ code: 'unavailable' }));
    });

    it('survives a replacement that was cut off half-way', async () => {
      const read = await filled();
      createNextKeyFile(keyFile);
      const vault = open();
      expect(await read(vault)).toEqual(clear);
      await vault.rotateKey();
      await vault.close();
      const again = open();
      expect(await read(again)).toEqual(clear);
      await again.close();
      expect(readdirSync(folder).sort()).toEqual(['vault.db', 'vault.key']);
    });

    it('can be replaced by a given one, but not by itself when it was given', async () => {
      const [first, second] = [keyEncryptionKey(randomBytes(32)), keyEncryptionKey(randomBytes(32))];
      const vault = openSqliteVault({ path, key: first });
      await expect(vault.rotateKey()).rejects.toMatchObject({ code: 'config' });
      await vault.rotateKey(second);
      await vault.close();
      await openSqliteVault({ path, key: second }).close();
      expect(() => openSqliteVault({ path, key: first })).toThrow(expect.objectContaining({ code: 'unavailable' }));
    });
  });

  describe('its file', () => {
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

  describe('whole messages', () => {
    it('open for their own purpose only, unchanged', async () => {
      const vault = open();
      const bytes = Buffer.from('{"phone": "13800000001", 坏');
      const sealed = await vault.sealBytes('quarantine', bytes);
      await expect(vault.openBytes('backup', sealed)).rejects.toMatchObject({ code: 'corrupt' });
      await expect(vault.openBytes('quarantine', sealed.subarray(1))).rejects.toMatchObject({ code: 'corrupt' });
      await expect(vault.openBytes('quarantine', Buffer.alloc(0))).rejects.toMatchObject({ code: 'corrupt' });
      const changed = Buffer.from(sealed);
      changed[changed.length - 1] = (changed.at(-1) as number) ^ 1;
      await expect(vault.openBytes('quarantine', changed)).rejects.toMatchObject({ code: 'corrupt' });

      expect(Buffer.from(sealed).includes('13800000001')).toBe(false);
      expect(Buffer.from(await vault.openBytes('quarantine', sealed))).toEqual(bytes);
      await vault.close();
      await expect(vault.sealBytes('quarantine', bytes)).rejects.toMatchObject({ code: 'closed' });
      const again = open();
      expect(Buffer.from(await again.openBytes('quarantine', sealed))).toEqual(bytes);
      expect(
        Buffer.from(await again.openBytes('quarantine', await again.sealBytes('quarantine', Buffer.alloc(0)))),
      ).toHaveLength(0);
      await again.close();
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
