import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type SealedBlob } from '@complaint-ledger/contracts';
import { scratchDatabase, type ScratchDatabase } from '@complaint-ledger/mongodb/testing';
import { keyEncryptionKey } from '../keys/key-encryption-key.ts';
import { vaultContract, vaultKeyContract } from '../testing/index.ts';
import type { KeyedVault } from '../vault.ts';
import type { LinkDocument, PersonDocument, RootDocument } from './documents.ts';
import { openMongoVault } from './mongo-vault.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'vault-'));
const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

vaultContract('MongoDB', async () => {
  const scratch = scratchDatabase();
  const folder = newFolder();
  return {
    open: () => openMongoVault({ ...scratch, keyFile: join(folder, 'keys', 'vault.key') }),
    dispose: async () => {
      await scratch.dispose();
      remove(folder);
    },
  };
});

vaultKeyContract('MongoDB', async () => {
  const scratch = scratchDatabase();
  return {
    open: (key) => openMongoVault({ ...scratch, ...key }),
    place: [scratch.url, scratch.database],
    dispose: scratch.dispose,
  };
});

describe('MongoDB vault', () => {
  const key = keyEncryptionKey(randomBytes(32));
  let scratch: ScratchDatabase;
  let vaults: KeyedVault[];

  beforeEach(() => {
    scratch = scratchDatabase();
    vaults = [];
  });
  afterEach(async () => {
    for (const vault of vaults) await vault.close();
    await scratch.dispose();
  });

  const open = async (): Promise<KeyedVault> => {
    const vault = await openMongoVault({ ...scratch, key, now: () => new Date('2026-11-22T08:00:00Z') });
    vaults.push(vault);
    return vault;
  };
  const openMany = (count: number) => Promise.all(Array.from({ length: count }, open));
  const persons = () => scratch.look((db) => db.collection<PersonDocument>('vault_persons').find().toArray());
  const links = () => scratch.look((db) => db.collection<LinkDocument>('vault_links').find().toArray());
  const phone = (n: number): string => `138${10_000_000 + n}`;

  describe('refuses', () => {
    it('to make a new root for persons whose root is gone', async () => {
      const vault = await open();
      await vault.personFor({ phone: phone(1), fallback: 'x' });
      await vault.close();
      await scratch.look((db) => db.collection('vault_root').drop());
      await expect(open()).rejects.toMatchObject({
        code: 'corrupt',
        details: { hint: expect.stringContaining('Restore') },
      });
      expect(await scratch.look((db) => db.collection('vault_root').countDocuments())).toBe(0);
    });

    it('a wrapped root that was changed', async () => {
      await open();
      await scratch.look((db) =>
        db
          .collection<RootDocument>('vault_root')
          .updateOne({ _id: 'root' }, { $set: { 'wraps.0.wrapped': Buffer.alloc(60) } }),
      );
      await expect(open()).rejects.toMatchObject({ code: 'corrupt' });
    });

    it('to call a person erased whose key somebody removed past the vault', async () => {
      const vault = await open();
      const [person, eventId] = [await vault.personFor({ phone: phone(1), fallback: 'x' }), newId()];
      const [blob] = (await vault.seal([{ person, eventId, fields: {} }])) as [SealedBlob];
      await scratch.look((db) => db.collection('vault_persons').updateMany({}, { $unset: { salt: '' } }));
      await expect(vault.unseal(eventId, blob, 'clear')).rejects.toMatchObject({ code: 'corrupt' });
    });

    it('with unavailable, and erases nothing, when no server answers', async () => {
      const nobody = 'mongodb://127.0.0.1:9/ledger?serverSelectionTimeoutMS=200';
      await expect(openMongoVault({ url: nobody, key })).rejects.toMatchObject({ code: 'unavailable' });
    });
  });

  it('makes one person of a phone, however many processes ask for it together', async () => {
    const many = await openMany(4);
    for (let round = 0; round < 5; round++) {
      const asked = await Promise.all(
        many.flatMap((vault) =>
          Array.from({ length: 10 }, (_, n) =>
            vault.personFor({ phone: phone(100 * round + (n % 5)), fallback: 'x', subject: `case-${round}-${n}` }),
          ),
        ),
      );
      expect(new Set(asked).size).toBe(5);
    }
    expect(await persons()).toHaveLength(25);
    expect(await links()).toHaveLength(50);
  });

  it('makes one key for a person whom several processes were told of', async () => {
    const many = await openMany(4);
    const [person, eventId] = [newId(), newId()];
    const blobs = await Promise.all(many.map((vault) => vault.seal([{ person, eventId, fields: { a: 1 } }])));
    for (const blob of blobs) expect(blob).toEqual(blobs[0]);
  });

  it('leaves no link to whom one process erases while others give them matters', async () => {
    const many = await openMany(4);
    const [eraser, ...others] = many as [KeyedVault, ...KeyedVault[]];
    for (let round = 0; round < 10; round++) {
      const identifiers = { phone: phone(round), fallback: 'x' };
      const person = await eraser.personFor(identifiers);
      await Promise.all([
        eraser.erase(person),
        ...others.flatMap((vault, n) => [
          vault.personFor({ ...identifiers, subject: `call-${round}-${n}` }),
          vault.link(`case-${round}-${n}`, person).catch((error: unknown) => {
            expect(error).toMatchObject({ code: 'not-found' });
          }),
        ]),
      ]);
      expect((await links()).filter((link) => link.person === person)).toEqual([]);
      expect(await eraser.subjectsOf(person)).toEqual([]);
    }
  });

  it('takes back links that it was still writing when another process erased their person', async () => {
    const [eraser, linker] = (await openMany(2)) as [KeyedVault, KeyedVault];
    const person = await eraser.personFor({ phone: phone(1), fallback: 'x' });
    const many = Array.from({ length: 300 }, (_, n) => ({ subject: `case-${n}`, person }));
    const linking: Promise<unknown> = linker.linkMany(many).catch((error: unknown) => error);
    await scratch.look(async (db) => {
      while ((await db.collection('vault_links').findOne({})) === null);
    });
    await eraser.erase(person);
    expect(await linking).toMatchObject({ code: 'not-found' });
    expect(await links()).toEqual([]);
  });

  it('holds nothing of an erased person but the id and the time', async () => {
    const vault = await open();
    const person = await vault.personFor({ phone: phone(1), fallback: 'x', subject: 'case-1' });
    await vault.erase(person);
    expect(await persons()).toEqual([{ _id: person, erasedAt: '2026-11-22T08:00:00.000Z' }]);
    expect(await links()).toEqual([]);
  });

  describe('an erasure that was cut off after the key was gone', () => {
    const cutOff = async (vault: KeyedVault): Promise<string> => {
      const person = await vault.personFor({ phone: phone(1), fallback: 'x', subject: 'case-1' });
      await scratch.look((db) =>
        db
          .collection<PersonDocument>('vault_persons')
          .updateOne(
            { _id: person },
            { $unset: { salt: '', identifier: '' }, $set: { erasedAt: 'then', linksLeft: true } },
          ),
      );
      return person;
    };

    it('shows nothing of the person in the meantime', async () => {
      const vault = await open();
      const person = await cutOff(vault);
      expect(await links()).toHaveLength(1);
      expect(await vault.personOf('case-1')).toBeUndefined();
      expect(await vault.subjectsOf(person)).toEqual([]);
      expect(await vault.findByPhone(phone(1))).toEqual([]);
      expect(await vault.personFor({ phone: phone(1), fallback: 'x', subject: 'case-1' })).not.toBe(person);
    });

    it('comes to its end when it is asked for again', async () => {
      const vault = await open();
      const person = await cutOff(vault);
      expect(await vault.erase(person)).toEqual({ erased: true });
      expect(await links()).toEqual([]);
      expect(await vault.erase(person)).toEqual({ erased: false });
    });

    it('comes to its end when any process starts', async () => {
      const person = await cutOff(await open());
      await open();
      expect(await links()).toEqual([]);
      expect(await persons()).toEqual([{ _id: person, erasedAt: 'then' }]);
    });
  });

  it('shows no name, phone or key that was sealed or looked up', async () => {
    const vault = await open();
    const person = await vault.personFor({ phone: phone(1), account: '6222000100020003', fallback: 'x' });
    await vault.seal([{ person, eventId: newId(), fields: { name: '张三' } }]);
    const [all] = await persons();
    for (const word of [phone(1), '6222000100020003', '张三']) {
      expect(JSON.stringify(all)).not.toContain(word);
      for (const bytes of [all?.salt, all?.identifier]) expect(Buffer.from(bytes ?? '').includes(word)).toBe(false);
    }
  });

  it('writes what still waits when it is closed', async () => {
    const vault = await open();
    const waiting = vault.personFor({ phone: phone(1), fallback: 'x' });
    await vault.close();
    const person = await waiting;
    expect(await (await open()).findByPhone(phone(1))).toEqual([person]);
  });

  it('reads all that two processes answered for after kill -9', async () => {
    const folder = newFolder();
    const keyFile = join(folder, 'vault.key');
    const program = fileURLToPath(new URL('../testing/seal-in-mongodb.child.ts', import.meta.url));
    const sealUntilKilled = async (first: number) => {
      const child = spawn(
        process.execPath,
        [
          '--conditions=@complaint-ledger/source',
          '--disable-warning=ExperimentalWarning',
          program,
          scratch.url,
          scratch.database,
          keyFile,
          String(first),
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const answered: { n: number; phone: string; eventId: string; blob: SealedBlob }[] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        // The kill may cut the last line; what was not read whole was not answered.
        if (!line.endsWith('}')) break;
        answered.push(JSON.parse(line) as (typeof answered)[number]);
        if (answered.length === 25) child.kill('SIGKILL');
      }
      return answered;
    };
    // They start together without a key file: one makes it, with the root; and half of their persons are the same.
    const answered = (await Promise.all([sealUntilKilled(0), sealUntilKilled(12)])).flat();
    expect(answered.length).toBeGreaterThanOrEqual(50);

    const vault = await openMongoVault({ ...scratch, keyFile });
    vaults.push(vault);
    for (const { n, phone, eventId, blob } of answered) {
      expect(await vault.unseal(eventId, blob, 'clear')).toEqual({ state: 'clear', fields: { phone } });
      expect(await vault.findByPhone(phone)).toEqual([blob.person]);
      expect(await vault.personOf(`complaint-${n}`)).toBe(blob.person);
    }
    remove(folder);
  });
});
