import { describe, expect, it } from '@jest/globals';
import { LedgerError } from '@complaint-ledger/contracts';
import { insertOnce } from './insert-once.ts';
import { isDuplicateKey } from './mongo-failure.ts';
import { lookAtMongo } from './look-at-mongo.ts';
import { openMongo } from './open-mongo.ts';
import { scratchDatabase } from './testing/index.ts';

const reading = { what: 'The shelf' };

describe('a connection to MongoDB', () => {
  it('says what to mend in a connection string without repeating it', async () => {
    await expect(openMongo({ url: 'mysql://root:secret@localhost/x' }, reading)).rejects.toMatchObject({
      code: 'config',
      message: expect.not.stringContaining('secret'),
    });
  });

  it('says unavailable when no server answers', async () => {
    const nobody = 'mongodb://127.0.0.1:9/ledger?serverSelectionTimeoutMS=200';
    await expect(openMongo({ url: nobody }, reading)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('waits 10 s for a server that is away, unless the connection string says otherwise', async () => {
    const { url } = scratchDatabase();
    const waits = async (more: string): Promise<readonly number[]> => {
      const mongo = await openMongo({ url: `${url}${url.includes('?') ? '&' : '?'}${more}` }, reading);
      const { serverSelectionTimeoutMS, connectTimeoutMS } = mongo.db.client.options;
      await mongo.close();
      return [serverSelectionTimeoutMS, connectTimeoutMS];
    };
    expect(await waits('maxPoolSize=9')).toEqual([10_000, 10_000]);
    expect(await waits('serverselectiontimeoutms=15000')).toEqual([15_000, 10_000]);
    expect(await waits('connectTimeoutMS=700&serverSelectionTimeoutMS=800')).toEqual([800, 700]);
  });

  it('is closed once, does nothing afterwards, and says so of what was under way', async () => {
    const mongo = await openMongo(scratchDatabase(), reading);
    const underWay = mongo.run(async () => {
      await mongo.close();
      return mongo.db.command({ ping: 1 });
    });
    await expect(underWay).rejects.toMatchObject({ code: 'closed' });
    await mongo.close();
    await expect(mongo.run(async () => 1)).rejects.toMatchObject({ code: 'closed', message: 'The shelf is closed' });
  });

  it('tells a key that was there from every other error, and passes what is not of MongoDB', async () => {
    const scratch = scratchDatabase();
    const mongo = await openMongo(scratch, reading);
    const insert = () => mongo.db.collection<{ _id: string }>('thing').insertOne({ _id: 'a' });
    await insert();
    const again: unknown = await insert().catch((error: unknown) => error);
    expect(isDuplicateKey(again)).toBe(true);
    expect(isDuplicateKey(new Error('E11000 duplicate key'))).toBe(false);
    await expect(mongo.run(insert)).rejects.toMatchObject({ code: 'storage' });
    await expect(mongo.run(() => mongo.db.command({ nothing: 1 }))).rejects.toMatchObject({ code: 'storage' });
    const own = new LedgerError('conflict', 'our own');
    await expect(mongo.run(() => Promise.reject(own))).rejects.toBe(own);
    const foreign = new TypeError('not of MongoDB');
    await expect(mongo.run(() => Promise.reject(foreign))).rejects.toBe(foreign);
    await mongo.close();
    await scratch.dispose();
  });

  it('goes to the given database, else to that of the connection string, else to the one of the ledger; so does whoever looks', async () => {
    const { url, database } = scratchDatabase();
    const [before, options = ''] = url.split('?');
    const server = before?.replace(/\/[^/]*$/, '') ?? '';
    const named = async (place: { url: string; database?: string }): Promise<string> => {
      const mongo = await openMongo(place, reading);
      await mongo.close();
      if (place.database === undefined)
        expect((await lookAtMongo(place.url, { within: 5_000 })).database).toBe(mongo.db.databaseName);
      return mongo.db.databaseName;
    };
    expect(await named({ url: `${server}/other?${options}`, database })).toBe(database);
    expect(await named({ url: `${server}/other?${options}` })).toBe('other');
    expect(await named({ url: `${server}/?${options}` })).toBe('complaint_ledger');
  });

  it('inserts once what several insert together, and all read the same', async () => {
    const scratch = scratchDatabase();
    const mongos = await Promise.all(Array.from({ length: 4 }, () => openMongo(scratch, reading)));
    for (let round = 0; round < 10; round++) {
      const read = await Promise.all(
        mongos.map(async ({ db }, n) => {
          const things = db.collection<{ _id: string; n: number }>('thing');
          await insertOnce(things, { _id: `${round}` }, { n });
          return (await things.findOne({ _id: `${round}` }))?.n;
        }),
      );
      expect(new Set(read).size).toBe(1);
      expect(read).not.toContain(undefined);
    }
    for (const mongo of mongos) await mongo.close();
    await scratch.dispose();
  });
});
