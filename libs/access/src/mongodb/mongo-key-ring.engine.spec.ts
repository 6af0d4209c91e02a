import { describe, expect, it } from '@jest/globals';
import { scratchDatabase } from '@complaint-ledger/mongodb/testing';
import { keyRingContract } from '../testing/index.ts';
import { openMongoKeyRing } from './mongo-key-ring.ts';

keyRingContract('MongoDB', async () => {
  const scratch = scratchDatabase();
  return { open: () => openMongoKeyRing(scratch), dispose: scratch.dispose };
});

describe('MongoDB key ring', () => {
  it('says unavailable when no server answers', async () => {
    const nobody = 'mongodb://127.0.0.1:9/ledger?serverSelectionTimeoutMS=200';
    await expect(openMongoKeyRing({ url: nobody })).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('holds no secret', async () => {
    const scratch = scratchDatabase();
    const ring = await openMongoKeyRing(scratch);
    const { secret } = await ring.create({ role: 'admin', label: 'a' });
    const kept = await scratch.look((db) => db.collection('access_keys').find().toArray());
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(secret.slice(5));
    await ring.close();
    await scratch.dispose();
  });

  it('gives the first admin key to one of many that start together', async () => {
    const scratch = scratchDatabase();
    const rings = await Promise.all(Array.from({ length: 8 }, () => openMongoKeyRing(scratch)));
    const made = await Promise.all(rings.map((ring) => ring.ensureFirstAdminKey()));
    const [key, ...others] = made.filter((each) => each !== undefined);
    expect(others).toEqual([]);
    for (const ring of rings) expect(await ring.authenticate(key?.secret ?? '')).toMatchObject({ role: 'admin' });
    expect(await rings[0]?.list()).toHaveLength(1);
    for (const ring of rings) await ring.close();
    await scratch.dispose();
  });

  it('revokes a key once, however many processes do it together, and says when', async () => {
    const scratch = scratchDatabase();
    let day = 21;
    const now = () => new Date(Date.UTC(2026, 10, day, 8));
    const rings = await Promise.all(Array.from({ length: 4 }, () => openMongoKeyRing({ ...scratch, now })));
    const [first] = rings;
    const { keyId, secret } = (await first?.create({ role: 'agent', label: 'a' })) ?? { keyId: '', secret: '' };
    day = 22;
    const answers = await Promise.all(rings.map((ring) => ring.revoke(keyId)));
    expect(answers.filter(({ revoked }) => revoked)).toHaveLength(1);
    for (const ring of rings) expect(await ring.authenticate(secret)).toBeUndefined();
    expect(await first?.list()).toMatchObject([
      { createdAt: '2026-11-21T08:00:00.000Z', revokedAt: '2026-11-22T08:00:00.000Z' },
    ]);
    for (const ring of rings) await ring.close();
    await scratch.dispose();
  });
});
