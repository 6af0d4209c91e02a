import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@complaint-ledger/contracts';
import type { KeyRing, NewKey } from '../key-ring.ts';
import { roles } from '../permissions.ts';

/** A fresh, empty key ring. */
export interface KeyRingUnderTest {
  /** Opens the same ring each time, as another process would. */
  open(): Promise<KeyRing>;
  dispose(): Promise<void>;
}

/** What every key ring does. An adapter's spec calls this and adds what only it can do. */
export const keyRingContract = (name: string, make: () => Promise<KeyRingUnderTest>): void => {
  describe(`key ring contract: ${name}`, () => {
    let place: KeyRingUnderTest;
    let ring: KeyRing;

    beforeEach(async () => {
      place = await make();
      ring = await place.open();
    });

    afterEach(async () => {
      await ring.close();
      await place.dispose();
    });

    describe('refuses', () => {
      it('every secret while there is no key', async () => {
        expect(await ring.hasKeys()).toBe(false);
        expect(await ring.authenticate(`cl_a_${'A'.repeat(43)}`)).toBeUndefined();
      });

      it('what is not exactly a secret of the ring', async () => {
        const { secret, keyId } = await ring.create({ role: 'admin', label: 'a' });
        const other = secret.endsWith('A') ? 'B' : 'A';
        const wrong = [
          '',
          'cl_',
          keyId,
          ` ${secret}`,
          `${secret}\n`,
          secret.slice(0, -1),
          `${secret}A`,
          secret.toUpperCase(),
        ];
        for (const text of [
          ...wrong,
          `${secret.slice(0, -1)}${other}`,
          secret.replace('cl_a', 'cl_p'),
          'x'.repeat(1e6),
        ])
          expect(await ring.authenticate(text)).toBeUndefined();
      });

      it('a revoked key, also when it is revoked twice, and no other key', async () => {
        const [gone, kept] = [
          await ring.create({ role: 'agent', label: 'a' }),
          await ring.create({ role: 'agent', label: 'a' }),
        ];
        expect(await ring.revoke(gone.keyId)).toEqual({ revoked: true });
        expect(await ring.authenticate(gone.secret)).toBeUndefined();
        expect(await ring.revoke(gone.keyId)).toEqual({ revoked: false });
        expect(await ring.authenticate(kept.secret)).toMatchObject({ keyId: kept.keyId });
      });

      it('to revoke a key that is not there, or by its secret', async () => {
        const { secret } = await ring.create({ role: 'agent', label: 'a' });
        for (const id of [newId(), '', secret])
          await expect(ring.revoke(id)).rejects.toMatchObject({ code: 'not-found', details: { path: 'keyId' } });
        expect(await ring.authenticate(secret)).toBeDefined();
      });

      it.each([
        ['role', { role: 'root' }],
        ['role', { role: 'toString' }],
        ['label', { label: '' }],
        ['label', { label: '  ' }],
        ['label', { label: 'a\nb' }],
        ['label', { label: 'x'.repeat(201) }],
        ['actorId', { actorId: '' }],
        ['offices', { offices: [''] }],
        ['offices', { offices: ['general-manager', '*'] }],
        ['offices', { offices: ['a b'] }],
        ['offices', { offices: ['admin'] }],
        ['offices', { offices: ['manager'] }],
      ])('a key with a wrong %s: %j', async (path, over) => {
        const key = { role: 'agent', label: 'a', ...over } as NewKey;
        await expect(ring.create(key)).rejects.toMatchObject({ code: 'invalid-input', details: { path } });
        expect(await ring.list()).toEqual([]);
      });

      it('everything once it is closed, but not a second close', async () => {
        const { keyId, secret } = await ring.create({ role: 'admin', label: 'a' });
        await ring.close();
        await ring.close();
        const closed = { code: 'closed' };
        await expect(ring.create({ role: 'admin', label: 'a' })).rejects.toMatchObject(closed);
        await expect(ring.list()).rejects.toMatchObject(closed);
        await expect(ring.revoke(keyId)).rejects.toMatchObject(closed);
        await expect(ring.authenticate(secret)).rejects.toMatchObject(closed);
        await expect(ring.hasKeys()).rejects.toMatchObject(closed);
        await expect(ring.ensureFirstAdminKey()).rejects.toMatchObject(closed);
      });
    });

    it.each(roles)('makes a key of 32 random bytes for the role %s, known again after a restart', async (role) => {
      const { keyId, secret } = await ring.create({ role, label: 'CRM 北' });
      expect(secret).toMatch(/^cl_[a-z]_[A-Za-z0-9_-]{43}$/);
      await ring.close();
      ring = await place.open();
      expect(await ring.authenticate(secret)).toEqual({ keyId, role, label: 'CRM 北' });
    });

    it('knows the actor of a key', async () => {
      const key = { role: 'agent', label: 'a', actorId: 'agent-7' } as const;
      const { keyId, secret } = await ring.create(key);
      expect(await ring.authenticate(secret)).toEqual({ keyId, ...key });
    });

    it('knows the offices of a key, each once, also after a restart and in the list', async () => {
      const key = { role: 'manager', label: 'a' } as const;
      const { keyId, secret } = await ring.create({
        ...key,
        offices: ['general-manager', '分管领导', 'general-manager'],
      });
      const { secret: none } = await ring.create({ ...key, offices: [] });
      await ring.close();
      ring = await place.open();
      const holder = { keyId, ...key, offices: ['general-manager', '分管领导'] };
      expect(await ring.authenticate(secret)).toEqual(holder);
      expect(await ring.authenticate(none)).not.toHaveProperty('offices');
      expect((await ring.list())[0]).toMatchObject(holder);
    });

    it('never makes the same secret twice', async () => {
      const made = await Promise.all(Array.from({ length: 20 }, () => ring.create({ role: 'agent', label: 'a' })));
      expect(new Set(made.map(({ secret }) => secret)).size).toBe(20);
      expect(new Set(made.map(({ keyId }) => keyId)).size).toBe(20);
    });

    it('lists every key there was, oldest first, without its secret', async () => {
      const first = await ring.create({ role: 'admin', label: 'a' });
      const second = await ring.create({ role: 'agent', label: 'b' });
      await ring.revoke(first.keyId);
      const listed = await ring.list();
      expect(listed).toEqual([
        { keyId: first.keyId, role: 'admin', label: 'a', createdAt: expect.any(String), revokedAt: expect.any(String) },
        { keyId: second.keyId, role: 'agent', label: 'b', createdAt: expect.any(String) },
      ]);
      for (const { secret } of [first, second]) expect(JSON.stringify(listed)).not.toContain(secret.slice(5));
    });

    it('has keys as long as one is not revoked', async () => {
      const { keyId } = await ring.create({ role: 'publisher', label: 'a' });
      expect(await ring.hasKeys()).toBe(true);
      await ring.revoke(keyId);
      expect(await ring.hasKeys()).toBe(false);
    });

    describe('the first admin key', () => {
      it('is made once in the life of the ring, also when it was revoked since', async () => {
        await ring.create({ role: 'publisher', label: 'CRM' });
        const first = await ring.ensureFirstAdminKey();
        expect(await ring.authenticate(first?.secret ?? '')).toMatchObject({ role: 'admin', keyId: first?.keyId });
        expect(await ring.ensureFirstAdminKey()).toBeUndefined();
        await ring.revoke(first?.keyId ?? '');
        await ring.close();
        ring = await place.open();
        expect(await ring.ensureFirstAdminKey()).toBeUndefined();
      });

      it('is not made when somebody made an admin key before', async () => {
        await ring.create({ role: 'admin', label: 'by hand' });
        expect(await ring.ensureFirstAdminKey()).toBeUndefined();
      });

      it('is given to one of two processes that start together', async () => {
        const other = await place.open();
        const made = await Promise.all([ring.ensureFirstAdminKey(), other.ensureFirstAdminKey()]);
        await other.close();
        expect(made.filter((each) => each !== undefined)).toHaveLength(1);
        expect(await ring.list()).toHaveLength(1);
      });
    });

    it('sees at once what another process creates and revokes', async () => {
      const other = await place.open();
      try {
        const { keyId, secret } = await other.create({ role: 'agent', label: 'a' });
        expect(await ring.authenticate(secret)).toMatchObject({ keyId });
        await other.revoke(keyId);
        expect(await ring.authenticate(secret)).toBeUndefined();
      } finally {
        await other.close();
      }
    });
  });
};
