import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sampleEvent, sampleEvents } from '../testing/index.ts';
import { openSqliteEventStore, type SqliteEventStore } from './sqlite-event-store.ts';
import { verifyLog } from './verify-log.ts';

const LARGE = 'x'.repeat(20_000);
const largeEvents = (count: number) => sampleEvents(count).map((event) => ({ ...event, data: { text: LARGE } }));

describe('a full disk', () => {
  let folder: string;
  let store: SqliteEventStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'event-store-'));
    store = openSqliteEventStore({ path: join(folder, 'ledger.db') });
  });

  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('fails every append of that transaction with storage, keeps what was there, and takes the same events later', async () => {
    await store.append('case-1', 'no-stream', sampleEvents(3));
    const rootBefore = store.root();
    store.limitSize(400_000);
    const batches = Array.from({ length: 40 }, (_, i) => ({ stream: `case-${i % 4}`, events: largeEvents(1) }));

    const failed = await Promise.allSettled(batches.map(({ stream, events }) => store.append(stream, 'any', events)));
    expect(failed.map((result) => (result.status === 'rejected' ? result.reason.code : 'stored'))).toEqual(
      batches.map(() => 'storage'),
    );
    expect(await store.head()).toBe(3);
    expect(store.root()).toEqual(rootBefore);
    expect(await store.readStream('case-2')).toEqual([]);

    const small = await store.append('case-1', 2, sampleEvents(1));
    expect(small).toEqual({ appended: true, revision: 3, position: 4 });

    store.limitSize(100_000_000);
    const retried = await Promise.all(batches.map(({ stream, events }) => store.append(stream, 'any', events)));
    expect(retried.map(({ position, appended }) => [position, appended])).toEqual(batches.map((_, i) => [i + 5, true]));
    expect(await verifyLog(store)).toMatchObject({ ok: true, size: 44, root: store.root().root });
  });

  it('does not make an append forget a stream, a type or a revision', async () => {
    store.limitSize(400_000);
    const tooMuch = [sampleEvent({ type: 'FirstOfItsType' }), ...largeEvents(40)];
    await expect(store.append('case-new', 'no-stream', tooMuch)).rejects.toMatchObject({ code: 'storage' });
    store.limitSize(100_000_000);
    await expect(store.append('case-new', 'stream-exists', sampleEvents(1))).rejects.toMatchObject({
      code: 'stream-not-found',
    });
    expect(await store.append('case-other', 'no-stream', sampleEvents(1))).toMatchObject({ position: 1 });
    expect(await store.append('case-new', 'no-stream', tooMuch)).toMatchObject({ revision: 40, position: 42 });
    expect(await verifyLog(store)).toMatchObject({ ok: true, size: 42 });
  });

  it('says what to do', async () => {
    store.limitSize(1);
    await expect(store.append('case-1', 'any', largeEvents(5))).rejects.toMatchObject({
      message: expect.stringContaining('full'),
      details: { hint: expect.stringContaining('disk space') },
    });
  });

  it('ends no subscription', async () => {
    const seen: number[] = [];
    const subscription = store.subscribe(0, (events) => void seen.push(...events.map(({ position }) => position)));
    await store.append('case-1', 'any', sampleEvents(1));
    store.limitSize(1);
    await expect(store.append('case-1', 'any', largeEvents(5))).rejects.toMatchObject({ code: 'storage' });
    store.limitSize(100_000_000);
    await store.append('case-1', 'any', sampleEvents(1));
    await subscription.caughtUp(2);
    await subscription.stop();
    expect(seen).toEqual([1, 2]);
  });
});
