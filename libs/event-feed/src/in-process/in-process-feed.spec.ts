import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { sampleEvents } from '@complaint-ledger/event-store/testing';
import { eventFeedContract, type FeedUnderTest, memoryConsumer } from '../testing/index.ts';
import { waitAfter } from '../backoff.ts';
import { openInProcessFeed } from './in-process-feed.ts';

const inProcess = async (): Promise<FeedUnderTest> => {
  const folder = await mkdtemp(join(tmpdir(), 'event-feed-'));
  const store = openSqliteEventStore({ path: join(folder, 'ledger.db') });
  const dispose = async (): Promise<void> => {
    await store.close();
    await rm(folder, { recursive: true });
  };
  return { store, feed: openInProcessFeed(store, { backoff: { first: 1, longest: 2 } }), dispose };
};

eventFeedContract('in process', inProcess);

describe('in-process feed', () => {
  it('runs a consumer that has one place for the whole log', async () => {
    const { store, feed, dispose } = await inProcess();
    await store.append('case-1', 'any', sampleEvents(3));
    const { open, ...follower } = memoryConsumer();
    const consumer = { ...follower, ...open() };
    await feed.run(consumer).caughtUp(3);
    expect(consumer.handled).toEqual([1, 2, 3]);
    await feed.close();
    await dispose();
  });

  it('waits the first wait, not a later one, after halving a long page down to the failing event', async () => {
    const { store, dispose } = await inProcess();
    const feed = openInProcessFeed(store, { backoff: { first: 1, longest: 60_000 } });
    await store.append('case-1', 'any', sampleEvents(1_000));
    const consumer = memoryConsumer({
      before: () => {
        throw new Error('not yet');
      },
    });
    feed.run(consumer);
    const alone = await consumer.stalledWith(({ events }) => events === 1);
    await consumer.stalledWith(({ attempt }) => attempt === alone.attempt + 2);
    const halved = consumer.stalls.filter(({ attempt }) => attempt < alone.attempt);
    expect(halved.map(({ retryIn }) => retryIn)).toEqual(halved.map(() => 0));
    expect(consumer.stalls.slice(halved.length).map(({ retryIn }) => retryIn)).toEqual([1, 2, 4]);
    await feed.close();
    await dispose();
  });
});

describe('backoff', () => {
  it('doubles with every wait in a row, up to the longest', () => {
    const waits = Array.from({ length: 10 }, (_, i) => waitAfter({ first: 100, longest: 30_000 }, i + 1));
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000]);
    expect(waitAfter({ first: 100, longest: 30_000 }, 5_000)).toBe(30_000);
  });
});
