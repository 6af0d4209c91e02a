import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { scratchDatabase } from '@complaint-ledger/mongodb/testing';
import { keyEncryptionKey } from '@complaint-ledger/vault';
import { openMongoVault } from '@complaint-ledger/vault/mongodb';
import type { EntryDocument } from './entry-document.ts';
import { parked, problem, quarantineContract, rejected } from '../testing/quarantine-contract.ts';
import { openMongoQuarantine } from './mongo-quarantine.ts';

const newPlace = async () => {
  const scratch = scratchDatabase();
  const vault = await openMongoVault({ ...scratch, key: keyEncryptionKey(randomBytes(32)) });
  let clock = 0;
  return {
    ...scratch,
    open: () => openMongoQuarantine({ ...scratch, sealer: vault, now: () => ++clock }),
    spoilBodies: async () => {
      await scratch.look((db) =>
        db.collection('quarantine_entries').updateMany({}, { $set: { body: Buffer.alloc(48) } }),
      );
    },
    bodies: () =>
      scratch.look(async (db) => {
        const entries = await db.collection<EntryDocument>('quarantine_entries').find().toArray();
        return entries.flatMap(({ body, history }) => [body, ...history.map((each) => each.body)].filter(isBytes));
      }),
    dispose: async () => {
      await vault.close();
      await scratch.dispose();
    },
  };
};

const isBytes = (body: unknown): body is Uint8Array => body instanceof Uint8Array;

quarantineContract('MongoDB', newPlace);

describe('MongoDB quarantine', () => {
  const settled = (quarantineId: string) => ({ quarantineId, state: 'resent', eventId: 'e' }) as const;

  it('loses no change of an entry that several processes change together', async () => {
    const place = await newPlace();
    const quarantines = await Promise.all(Array.from({ length: 4 }, place.open));
    const [first] = quarantines;
    const [id = ''] = (await first?.keep([rejected('a')])) ?? [];
    await Promise.all(quarantines.flatMap((each) => Array.from({ length: 5 }, () => each.keep([rejected('a')]))));
    expect(await first?.get(id)).toMatchObject({ deliveries: 21, history: [] });
    for (const each of quarantines) await each.close();
    await place.dispose();
  });

  it('settles a message once that several processes settle together, whatever the others say', async () => {
    const place = await newPlace();
    const quarantines = await Promise.all(Array.from({ length: 4 }, place.open));
    const [first] = quarantines;
    const [id = ''] = (await first?.keep([parked('a', 's')])) ?? [];
    await Promise.all([
      ...quarantines.map((each) => each.settle([settled(id)])),
      ...quarantines.map((each) => each.settle([{ quarantineId: id, state: 'rejected', problem }])),
    ]);
    expect(await first?.get(id)).toMatchObject({ state: 'resent', eventId: 'e' });
    expect(await first?.get(id)).not.toHaveProperty('body');
    for (const each of quarantines) await each.close();
    await place.dispose();
  });

  it('sees at once what another process parks and settles', async () => {
    const place = await newPlace();
    const [one, other] = [await place.open(), await place.open()];
    const [id = ''] = await one.keep([parked('a', 's')]);
    expect(await other.parkedAmong(['s'])).toEqual(['s']);
    await other.settle([settled(id)]);
    expect(await one.parkedAmong(['s'])).toEqual([]);
    await one.close();
    await other.close();
    await place.dispose();
  });

  it('keeps the first and the newest bodies of an entry that is tried very often', async () => {
    const place = await newPlace();
    const quarantine = await place.open();
    const large = (n: number) => ({ n, text: 'x'.repeat(900_000) });
    const [id = ''] = await quarantine.keep([rejected('a', large(0))]);
    for (let n = 1; n <= 11; n++) await quarantine.keep([rejected('a', large(n), { entry: id })]);
    const entry = await quarantine.get(id);
    expect(entry).toMatchObject({ body: { json: { n: 11 } } });
    expect(entry.history).toHaveLength(11);
    const bodies = await place.bodies();
    // The present one, the first, and of the others as many as fit into 8 MB.
    expect(bodies).toHaveLength(10);
    await quarantine.close();
    await place.dispose();
  });
});
