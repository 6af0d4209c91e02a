import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LedgerError } from '@complaint-ledger/contracts';
import { type EventStore, openSqliteEventStore } from '@complaint-ledger/event-store';
import { sampleEvents } from '@complaint-ledger/event-store/testing';
import { type ProjectionStore, openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import type { EventFeed, Stall } from '../event-feed.ts';
import { until } from '../kafka/testing/until.ts';
import { type FeedUnderTest, eventFeedContract } from '../testing/index.ts';
import { openLeasedFeed } from './leased-feed.ts';

const backoff = { first: 1, longest: 2 };

eventFeedContract('leased', async (): Promise<FeedUnderTest> => {
  const folder = await mkdtemp(join(tmpdir(), 'leased-feed-'));
  const store = openSqliteEventStore({ path: join(folder, 'ledger.db') });
  const documents = openSqliteProjectionStore({ path: join(folder, 'documents.db') });
  const dispose = async (): Promise<void> => {
    await store.close();
    await documents.close();
    await rm(folder, { recursive: true });
  };
  return { store, feed: openLeasedFeed({ log: store, documents, backoff, ttl: 300, lookEvery: 2 }), dispose };
});

describe('leased feeds of two processes', () => {
  let folder = '';
  let store: EventStore;
  let documents: ProjectionStore;
  let feeds: readonly [EventFeed, EventFeed];
  const handled: [string, number][] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leased-feed-'));
    store = openSqliteEventStore({ path: join(folder, 'ledger.db') });
    documents = openSqliteProjectionStore({ path: join(folder, 'documents.db') });
    const open = (holder: string) => openLeasedFeed({ log: store, documents, holder, ttl: 300, lookEvery: 2, backoff });
    feeds = [open('a'), open('b')];
    handled.length = 0;
  });
  afterEach(async () => {
    await Promise.all(feeds.map((feed) => feed.close()));
    await store.close();
    await documents.close();
    await rm(folder, { recursive: true });
  });

  const run = (who: 0 | 1) =>
    feeds[who].run({
      name: 'linker@1',
      handle: (page) => void handled.push(...page.map(({ position }): [string, number] => [`${who}`, position])),
      loadCheckpoint: () => documents.checkpoint('linker@1'),
      saveCheckpoint: (position) => documents.saveCheckpoint('linker@1', position),
    });

  it('hand nothing to who only watches, and tell it how far the other is', async () => {
    const watching = openLeasedFeed({ log: store, documents, watchOnly: true, lookEvery: 2 });
    const handed: unknown[] = [];
    const watcher = watching.run({
      name: 'linker@1',
      handle: (page) => void handed.push(...page),
      loadCheckpoint: async () => 0,
      saveCheckpoint: async () => undefined,
    });
    const { position } = await store.append('case-1', 'any', sampleEvents(3));
    const caughtUp = watcher.caughtUp(position);
    await run(0).caughtUp(position);
    await caughtUp;
    expect(await watcher.lag()).toBe(0);
    await watching.close();
    await expect(watcher.caughtUp(position + 1)).rejects.toMatchObject({ code: 'closed' });
    expect(handed).toEqual([]);
  });

  it('hands every event to one of them, and both know how far that one is', async () => {
    const [first, second] = [run(0), run(1)];
    const { position } = await store.append('case-1', 'any', sampleEvents(20));
    await Promise.all([first.caughtUp(position), second.caughtUp(position)]);
    expect(handled.map(([, each]) => each)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(new Set(handled.map(([who]) => who)).size).toBe(1);
    expect([first.has(0), second.has(0)].filter(Boolean)).toHaveLength(1);
  });

  it('goes over to the other when the first one stops, from where it stood', async () => {
    const first = run(0);
    await store.append('case-1', 'any', sampleEvents(3));
    await first.caughtUp(3);
    const second = run(1);
    await first.stop();
    await store.append('case-2', 'any', sampleEvents(3));
    await second.caughtUp(6);
    expect(handled).toEqual([1, 2, 3, 4, 5, 6].map((position) => [position < 4 ? '0' : '1', position]));
  });

  it('stands while the place of the lease is away, and no more once it is back, leading or not', async () => {
    let away = true;
    const flaky: Pick<ProjectionStore, 'ensure' | 'get' | 'write'> = {
      ensure: (collection, fields) => documents.ensure(collection, fields),
      get: async (collection, ids) => {
        if (away) throw new LedgerError('unavailable', 'The database is away');
        return documents.get(collection, ids);
      },
      write: (collection, writes, checkpoint) => documents.write(collection, writes, checkpoint),
    };
    const open = (holder: string) =>
      openLeasedFeed({ log: store, documents: flaky, holder, ttl: 300, lookEvery: 2, backoff });
    const both = [open('c'), open('d')];
    const subscriptions = both.map((feed) =>
      feed.run({
        name: 'flaky',
        handle: () => undefined,
        loadCheckpoint: async () => 0,
        saveCheckpoint: async () => undefined,
      }),
    );
    await until(() => subscriptions.every((each) => each.stalled()?.error !== undefined));
    expect(subscriptions.map((each) => each.stalled())).toMatchObject([
      { error: { code: 'unavailable' } },
      { error: { code: 'unavailable' } },
    ]);
    away = false;
    await until(() => subscriptions.some((each) => each.has(0)));
    await until(() => subscriptions.every((each) => each.stalled() === undefined));
    await Promise.all(both.map((feed) => feed.close()));
  });

  it('says of a consumer that ended why it did', async () => {
    const told: unknown[] = [];
    const subscription = feeds[0].run({
      name: 'ahead',
      handle: () => undefined,
      loadCheckpoint: async () => 99,
      saveCheckpoint: async () => undefined,
      onStall: ({ error }) => told.push(error),
    });
    await expect(subscription.done).rejects.toMatchObject({ code: 'config' });
    expect(subscription.stalled()).toMatchObject({ consumer: 'ahead', error: { code: 'config' } });
    expect(told).toMatchObject([{ code: 'config' }]);
  });

  it('leaves no timer behind when a consumer ended by itself', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
    const before = timers();
    const feed = openLeasedFeed({ log: store, documents, ttl: 60_000, lookEvery: 60_000 });
    const { done } = feed.run({
      name: 'ahead',
      handle: () => undefined,
      loadCheckpoint: async () => 99,
      saveCheckpoint: async () => undefined,
    });
    await expect(done).rejects.toMatchObject({ code: 'config' });
    expect(timers()).toBe(before);
  });

  it('parks nothing because a store was away: refusals of the event itself are counted from its return', async () => {
    const refusals = [...Array<string>(9).fill('unavailable'), 'not-found', 'not-found'] as const;
    const stalls: Stall[] = [];
    const feed = openLeasedFeed({
      log: store,
      documents,
      lookEvery: 2,
      backoff: { first: 1, longest: 64 },
      parkAfter: 3,
    });
    const subscription = feed.run({
      name: 'returned',
      handle: () => {
        const code = refusals[stalls.length];
        if (code !== undefined) throw new LedgerError(code === 'unavailable' ? code : 'not-found', 'Not now');
      },
      loadCheckpoint: async () => 0,
      saveCheckpoint: async () => undefined,
      onStall: (stall) => void stalls.push(stall),
    });
    const { position } = await store.append('case-1', 'any', sampleEvents(1));
    await subscription.caughtUp(position);
    await feed.close();
    expect(stalls.map(({ parked }) => parked ?? false)).toEqual(refusals.map(() => false));
    expect(stalls.slice(9).map(({ retryIn }) => retryIn)).toEqual([1, 2]);
  });
});
