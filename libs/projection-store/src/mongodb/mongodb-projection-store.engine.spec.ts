import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { projectionStoreContract } from '../testing/index.ts';
import { openMongoProjectionStore } from './mongodb-projection-store.ts';

const url = process.env['LEDGER_MONGODB'] ?? '';

const newPlace = async () => {
  const database = `ledger_spec_${randomUUID().replaceAll('-', '')}`;
  return {
    database,
    open: () => openMongoProjectionStore({ url, database }),
    wholeBatches: false,
    dispose: async () => {
      const client = await MongoClient.connect(url);
      await client.db(database).dropDatabase();
      await client.close();
    },
  };
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

  it('declares indexes for what queries name', async () => {
    const place = await newPlace();
    const store = await place.open();
    await store.ensure('tallies@1', ['week']);
    const client = await MongoClient.connect(url);
    const indexes = await client.db(place.database).collection('tallies@1').indexes();
    expect(indexes.map(({ key }) => key)).toContainEqual({ 'fields.week': 1, _id: 1 });
    await client.close();
    await store.close();
    await place.dispose();
  });

  it('says what to mend in a connection string without repeating it', async () => {
    await expect(openMongoProjectionStore({ url: 'mysql://root:secret@localhost/x' })).rejects.toMatchObject({
      code: 'config',
      message: expect.not.stringContaining('secret'),
    });
  });

  it('says unavailable when no server answers', async () => {
    const nobody = 'mongodb://127.0.0.1:9/ledger?serverSelectionTimeoutMS=200';
    await expect(openMongoProjectionStore({ url: nobody })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
