import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type SealedBlob } from '@complaint-ledger/contracts';
import { keyEncryptionKey, keysFromEnvironment } from '../keys/key-encryption-key.ts';
import { createNextKeyFile } from '../keys/key-file.ts';
import type { VaultKeyOptions } from '../keys/key-source.ts';
import type { KeyedVault } from '../vault.ts';

/** A fresh, empty vault that has no key yet. */
export interface KeyedVaultUnderTest {
  /** Opens the same vault each time, with what is given as its key. */
  open(key: VaultKeyOptions): Promise<KeyedVault>;
  /** Where it is, for another process: a path, or a server's address and a database. */
  readonly place: readonly [url: string, database?: string];
  dispose(): Promise<void>;
}

/** What every vault does with its key, and with whole messages. An adapter's spec calls this beside `vaultContract`. */
export const vaultKeyContract = (name: string, make: () => Promise<KeyedVaultUnderTest>): void => {
  describe(`vault key contract: ${name}`, () => {
    let place: KeyedVaultUnderTest;
    let folder: string;
    let keyFile: string;

    beforeEach(async () => {
      place = await make();
      folder = mkdtempSync(join(tmpdir(), 'vault-key-'));
      keyFile = join(folder, 'vault.key');
    });

    afterEach(async () => {
      await place.dispose();
      rmSync(folder, { recursive: true, force: true });
    });

    const open = (): Promise<KeyedVault> => place.open({ keyFile });
    const opens = async (options: VaultKeyOptions): Promise<void> => (await place.open(options)).close();
    const newKey = () => keyEncryptionKey(randomBytes(32));

    /** Seals something and answers how to read it. */
    const fill = async (vault: KeyedVault): Promise<(vault: KeyedVault) => Promise<unknown>> => {
      const person = await vault.personFor({ phone: '13800000001', fallback: 'x' });
      const eventId = newId();
      const [blob] = (await vault.seal([{ person, eventId, fields: { name: '张三' } }])) as [SealedBlob];
      return (vault) => vault.unseal(eventId, blob, 'clear');
    };
    const filled = async () => {
      const vault = await open();
      const read = await fill(vault);
      await vault.close();
      return read;
    };
    const clear = { state: 'clear', fields: { name: '张三' } };

    it('is made for no vault that must be there and is not; nothing is left behind', async () => {
      const [wrong, right] = [newKey(), newKey()];
      await expect(place.open({ key: wrong, mustExist: true })).rejects.toMatchObject({
        code: 'not-found',
        message: expect.stringContaining(place.place[1] ?? place.place[0]),
        details: { hint: expect.stringContaining('backup'), zh: { hint: expect.anything() } },
      });
      await opens({ key: right });
      await opens({ key: right, mustExist: true });
      await expect(opens({ key: wrong, mustExist: true })).rejects.toMatchObject({ code: 'unavailable' });
    });

    it('is never made anew for a vault that holds data', async () => {
      await filled();
      rmSync(keyFile);
      await expect(open()).rejects.toMatchObject({
        code: 'unavailable',
        details: { path: keyFile, hint: expect.stringContaining('Restore') },
      });
      expect(existsSync(keyFile)).toBe(false);
    });

    it('opens no other vault', async () => {
      await filled();
      writeFileSync(keyFile, randomBytes(32).toString('base64'));
      await expect(open()).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('not its key'),
      });
    });

    it.each(['', 'secret', randomBytes(31).toString('base64'), randomBytes(33).toString('base64'), 'x'.repeat(44)])(
      'is not %j',
      async (text) => {
        writeFileSync(keyFile, text, { mode: 0o600 });
        await expect(open()).rejects.toMatchObject({ code: 'unavailable', details: { path: keyFile } });
      },
    );

    it.each([0o640, 0o604, 0o644, 0o660])('may not be readable by others (mode %p)', async (mode) => {
      const read = await filled();
      chmodSync(keyFile, mode);
      await expect(open()).rejects.toMatchObject({ code: 'config', details: { hint: `Run: chmod 600 ${keyFile}` } });
      chmodSync(keyFile, 0o400);
      const vault = await open();
      expect(await read(vault)).toEqual(clear);
      await vault.close();
    });

    it('has to come from somewhere', async () => {
      await expect(place.open({})).rejects.toMatchObject({ code: 'config' });
    });

    it('is 32 random bytes in base64, for this user only, and nothing else is left beside it', async () => {
      await opens({ keyFile });
      expect(Buffer.from(readFileSync(keyFile, 'utf8'), 'base64')).toHaveLength(32);
      expect(statSync(keyFile).mode & 0o777).toBe(0o600);
      expect(readdirSync(folder)).toEqual(['vault.key']);
    });

    it('is kept when it was there before the vault', async () => {
      const text = randomBytes(32).toString('base64');
      writeFileSync(keyFile, text, { mode: 0o600 });
      const read = await filled();
      expect(readFileSync(keyFile, 'utf8')).toBe(text);
      const vault = await place.open({ key: keyEncryptionKey(Buffer.from(text, 'base64')) });
      expect(await read(vault)).toEqual(clear);
      await vault.close();
    });

    it('may come from the environment', async () => {
      expect(keysFromEnvironment({})).toEqual({});
      expect(keysFromEnvironment({ LEDGER_VAULT_KEY: '' })).toEqual({});
      const text = randomBytes(32).toString('base64');
      expect(() => keysFromEnvironment({ LEDGER_VAULT_KEY: 'secret' })).toThrow(
        expect.objectContaining({ code: 'unavailable' }),
      );
      expect(() => keysFromEnvironment({ LEDGER_VAULT_KEY_PREVIOUS: text })).toThrow(
        expect.objectContaining({ code: 'config' }),
      );
      const vault = await place.open(keysFromEnvironment({ LEDGER_VAULT_KEY: text }));
      await vault.personFor({ fallback: 'x' });
      await vault.close();
      expect(existsSync(keyFile)).toBe(false);
      await expect(open()).rejects.toMatchObject({ code: 'unavailable' });
    });

    it('and the root are one for all who start together', async () => {
      const vaults = await Promise.all(Array.from({ length: 6 }, open));
      const [first, ...others] = vaults as [KeyedVault, ...KeyedVault[]];
      const read = await fill(first);
      for (const other of others) expect(await read(other)).toEqual(clear);
      for (const vault of vaults) await vault.close();
      const again = await open();
      expect(await read(again)).toEqual(clear);
      await again.close();
    });

    it('of one of those who start together wins when each brings its own', async () => {
      const started = await Promise.allSettled(Array.from({ length: 4 }, () => place.open({ key: newKey() })));
      const opened = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      expect(opened).toHaveLength(1);
      for (const each of started)
        if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'unavailable' });
      for (const vault of opened) await vault.close();
    });

    describe('can be replaced', () => {
      it('so that the old one opens nothing, and every blob stays as it is', async () => {
        const read = await filled();
        const old = readFileSync(keyFile, 'utf8');
        const vault = await open();
        await vault.rotateKey();
        expect(await read(vault)).toEqual(clear);
        await vault.close();

        expect(readFileSync(keyFile, 'utf8')).not.toBe(old);
        expect(statSync(keyFile).mode & 0o777).toBe(0o600);
        const again = await open();
        expect(await read(again)).toEqual(clear);
        await again.close();
        writeFileSync(keyFile, old);
        await expect(open()).rejects.toMatchObject({ code: 'unavailable' });
      });

      it('anew after a replacement that was cut off before the vault knew of it', async () => {
        const read = await filled();
        createNextKeyFile(keyFile);
        const vault = await open();
        expect(await read(vault)).toEqual(clear);
        await vault.rotateKey();
        await vault.close();
        const again = await open();
        expect(await read(again)).toEqual(clear);
        await again.close();
        expect(readdirSync(folder)).toEqual(['vault.key']);
      });

      it('anew after a replacement that was cut off before its file was in place: both open until then', async () => {
        const read = await filled();
        const old = readFileSync(keyFile, 'utf8');
        const vault = await open();
        // A folder stands where the file has to go: the vault knows both keys by now.
        rmSync(keyFile);
        mkdirSync(keyFile);
        await expect(vault.rotateKey()).rejects.toBeDefined();
        await vault.close();
        rmdirSync(keyFile);
        const next = readFileSync(`${keyFile}.next`, 'utf8');
        for (const text of [next, old]) {
          writeFileSync(keyFile, text, { mode: 0o600 });
          const either = await open();
          expect(await read(either)).toEqual(clear);
          await either.close();
        }
        const again = await open();
        await again.rotateKey();
        await again.close();
        for (const text of [next, old]) {
          const key = keyEncryptionKey(Buffer.from(text, 'base64'));
          await expect(place.open({ key })).rejects.toMatchObject({ code: 'unavailable' });
        }
        await opens({ keyFile });
      });

      it('by a given one, but not by itself when it was given', async () => {
        const [first, second] = [newKey(), newKey()];
        const vault = await place.open({ key: first });
        await expect(vault.rotateKey()).rejects.toMatchObject({ code: 'config' });
        await vault.rotateKey(second);
        await vault.rotateKey(second);
        await vault.close();
        await opens({ key: second });
        await expect(place.open({ key: first })).rejects.toMatchObject({ code: 'unavailable' });
      });

      it('by two processes at once: one of the new keys opens the vault, the old one does not', async () => {
        const [first, second, third] = [newKey(), newKey(), newKey()];
        const [one, other] = [await place.open({ key: first }), await place.open({ key: first })];
        const read = await fill(one);
        await Promise.all([one.rotateKey(second), other.rotateKey(third)]);
        await one.close();
        await other.close();
        const opened = await Promise.allSettled([second, third, first].map((key) => place.open({ key })));
        expect(opened.slice(0, 2).map(({ status }) => status)).toContain('fulfilled');
        expect(opened[2]).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
        for (const each of opened) {
          if (each.status === 'rejected') continue;
          expect(await read(each.value)).toEqual(clear);
          await each.value.close();
        }
      });
    });

    describe('when old and new are given', () => {
      const [from, to] = [randomBytes(32), randomBytes(32)];
      const [old, next] = [keyEncryptionKey(from), keyEncryptionKey(to)];
      const both = { key: next, previous: old };

      /** Persons of a vault that the old key opens, each with a blob; answers how to read them all. */
      const fillMany = async (vault: KeyedVault) => {
        const phones = Array.from({ length: 40 }, (_, n) => `138${10_000_000 + n}`);
        const persons = await vault.personsFor(phones.map((phone) => ({ phone, fallback: phone })));
        const eventId = newId();
        const blobs = await vault.seal(
          persons.map((person, n) => ({ person, eventId, fields: { name: phones[n] ?? '' } })),
        );
        return async (reader: KeyedVault): Promise<void> => {
          for (const [n, phone] of phones.entries()) {
            expect(await reader.findByPhone(phone)).toEqual([persons[n]]);
            const read = await reader.unseal(eventId, blobs[n] as SealedBlob, 'clear');
            expect(read).toEqual({ state: 'clear', fields: { name: phone } });
          }
        };
      };
      const ofOld = async () => {
        const vault = await place.open({ key: old });
        return { vault, readAll: await fillMany(vault) };
      };

      it('opens no vault of a third, and leaves it as it is', async () => {
        const third = newKey();
        await opens({ key: third });
        await expect(place.open(both)).rejects.toMatchObject({
          code: 'unavailable',
          details: { hint: expect.stringContaining('LEDGER_VAULT_KEY_PREVIOUS') },
        });
        await opens({ key: third });
      });

      it('opens with either; then with the new one only, while what is open goes on', async () => {
        const { vault: running, readAll } = await ofOld();
        await expect(running.rotateKey()).rejects.toMatchObject({ code: 'config' });
        const changing = await place.open(both);
        await changing.rotateKey();
        await readAll(changing);
        await changing.close();

        await readAll(running);
        const since = await fill(running);
        await running.close();
        await expect(place.open({ key: old })).rejects.toMatchObject({ code: 'unavailable' });
        for (const keys of [both, { key: next }]) {
          const vault = await place.open(keys);
          await readAll(vault);
          expect(await since(vault)).toEqual(clear);
          await vault.close();
        }
      });

      it('is killed in between and done again: either opens everybody until then', async () => {
        const { vault, readAll } = await ofOld();
        await vault.close();
        const [url, database = ''] = place.place;
        const child = spawn(
          process.execPath,
          [
            '--conditions=@complaint-ledger/source',
            '--disable-warning=ExperimentalWarning',
            fileURLToPath(new URL('rotate-and-die.child.ts', import.meta.url)),
            url,
            database,
            from.toString('base64'),
            to.toString('base64'),
          ],
          { stdio: ['ignore', 'ignore', 'inherit'] },
        );
        expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
        for (const keys of [{ key: old }, { key: next }, both]) {
          const either = await place.open(keys);
          await readAll(either);
          await either.close();
        }
        const again = await place.open(both);
        await again.rotateKey();
        await again.rotateKey();
        await again.close();
        await expect(place.open({ key: old })).rejects.toMatchObject({ code: 'unavailable' });
        const vaultOfNext = await place.open({ key: next });
        await readAll(vaultOfNext);
        await vaultOfNext.close();
      });
    });

    it('opens whole messages for their own purpose only, unchanged', async () => {
      const vault = await open();
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
      await expect(vault.rotateKey()).rejects.toMatchObject({ code: 'closed' });
      const again = await open();
      expect(Buffer.from(await again.openBytes('quarantine', sealed))).toEqual(bytes);
      const nothing = await again.sealBytes('quarantine', Buffer.alloc(0));
      expect(Buffer.from(await again.openBytes('quarantine', nothing))).toHaveLength(0);
      await again.close();
    });
  });
};
