import { describe, expect, it } from '@jest/globals';
import { scratchDatabase } from '@complaint-ledger/mongodb/testing';
import { projectionStoreContract } from '../testing/index.ts';
import { openMongoProjectionStore } from './mongodb-projection-store.ts';

const newPlace = async () => {
  const scratch = scratchDatabase();
  return { ...scratch, open: () => openMongoProjectionStore(scratch), wholeBatches: false };
};

projectionStoreContract('MongoDB', newPlace);

describe('MongoDB projection store', () => {
  const write = (id: string, applied = 1, replaces = 0) => ({ id, body: {}, fields: { week: 1 }, applied, replaces });

  it('keeps what it wrote of a refused batch, never its checkpoint, so that folding again completes it', async () => {
    const place = await newPlace();
    const store = await place.open();
    await store.ensure('tallies@1', ['week']);
    await store.write('tallies@1', [write('b', 3)], { name: 'tallies@1', position: 3 });
    const batch = [write('a', 8), write('b', 8, 2)];
    await expect(store.write('tallies@1', batch, { name: 'tallies@1', position: 8 })).rejects.toMatchObject({
      code: 'conflict',
      details: { path: 'b' },
    });
    expect(await store.checkpoint('tallies@1')).toBe(3);
    expect(await store.get('tallies@1', ['a', 'b'])).toMatchObject([{ applied: 8 }, { applied: 3 }]);
    await store.write('tallies@1', [write('b', 8, 3)], { name: 'tallies@1', position: 8 });
    expect(await store.checkpoint('tallies@1')).toBe(8);
    await store.close();
    await place.dispose();
  });

  it('refuses of many batches at once those alone that met another version', async () => {
    const place = await newPlace();
    const [store, other] = [await place.open(), await place.open()];
    await store.ensure('tallies@1', ['week']);
    await other.write('tallies@1', [write('3', 1), write('7', 1)]);
    const batches = Array.from({ length: 10 }, (_, n) => [write(`${n}`, 1), write(`${n}+`, 1)]);
    const answers = await Promise.allSettled(batches.map((batch) => store.write('tallies@1', batch)));
    const refused = answers.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []));
    expect(refused).toEqual([3, 7]);
    expect(await store.count('tallies@1')).toBe(20);
    await Promise.all([store.close(), other.close()]);
    await place.dispose();
  });

  it('writes what comes beside two that write one document', async () => {
    const place = await newPlace();
    const store = await place.open();
    await store.ensure('tallies@1', ['week']);
    const batches = [[write('a', 1)], [write('a', 2)], [write('b', 1)], [write('a', 3, 1), write('c', 3)]];
    const answers = await Promise.allSettled(batches.map((batch) => store.write('tallies@1', batch)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await store.get('tallies@1', ['a', 'b', 'c'])).toMatchObject([
      { applied: 3 },
      { applied: 1 },
      { applied: 3 },
    ]);
    await store.close();
    await place.dispose();
  });

  it('writes what comes beside a document that MongoDB does not take', async () => {
    const place = await newPlace();
    const store = await place.open();
    await store.ensure('tallies@1', ['week']);
    const large = { ...write('large'), body: { text: 'x'.repeat(17 * 1024 * 1024) } };
    const [refused, written] = await Promise.allSettled([
      store.write('tallies@1', [large]),
      store.write('tallies@1', [write('a')]),
    ]);
    expect(refused).toMatchObject({
      status: 'rejected',
      reason: { code: 'payload-too-large', details: { path: 'large' } },
    });
    expect(written).toMatchObject({ status: 'fulfilled' });
    await store.close();
    await place.dispose();
  });

  it('saves the last of several checkpoints of a name at once', async () => {
    const place = await newPlace();
    const store = await place.open();
    await Promise.all([1, 2, 3].flatMap((n) => [store.saveCheckpoint('a', n), store.saveCheckpoint('b', 10 * n)]));
    expect([await store.checkpoint('a'), await store.checkpoint('b')]).toEqual([3, 30]);
    await store.close();
    await place.dispose();
  });

  it('declares indexes for what queries name', async () => {
    const place = await newPlace();
    const store = await place.open();
    await store.ensure('tallies@1', ['week']);
    const indexes = await place.look((db) => db.collection('tallies@1').indexes());
    expect(indexes.map(({ key }) => key)).toContainEqual({ 'fields.week': 1, _id: 1 });
    await store.close();
    await place.dispose();
  });
});
