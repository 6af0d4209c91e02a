import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import {
  type FeedConsumer,
  type FeedPlace,
  type FeedSubscription,
  type PartedConsumer,
  openInProcessFeed,
} from '@complaint-ledger/event-feed';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { sampleEvents } from '@complaint-ledger/event-store/testing';
import { type ProjectionStore, openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { followByBucket } from './follow.ts';
import type { AnyProjection, AnyProjector } from './projection.ts';
import { anyProjection } from './projector.ts';

/** A projection of which only `project` matters. */
const projection = (name: string, project: AnyProjector['project']): AnyProjection => ({
  name,
  fields: [],
  types: [],
  projector: () => ({
    position: async () => 0,
    project,
    fold: async () => undefined,
    changed: 0,
    flush: async () => undefined,
  }),
});

describe('projections that follow the log together', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'follow-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('get a page that one of them failed at again only when none still writes it', async () => {
    const log = openSqliteEventStore({ path: join(folder, 'events.db') });
    const store = openSqliteProjectionStore({ path: ':memory:' });
    await log.append('case-1', 'any', sampleEvents(4));
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let writing = 0;
    let most = 0;
    let failures = 0;
    const slow = projection('slow@1', async () => {
      most = Math.max(most, ++writing);
      await released;
      writing--;
    });
    const failing = projection('failing@1', async () => {
      if (failures++ > 0) return;
      // Whoever fails is done long before who writes.
      setTimeout(release, 50);
      throw new Error('away');
    });
    const feed = openInProcessFeed(log, { backoff: { first: 1, longest: 1 } });
    const subscription = followByBucket(feed, { name: 'spec', store, projections: [slow, failing] });
    await subscription.caughtUp(4);
    expect(most).toBe(1);
    await feed.close();
    await log.close();
    await store.close();
  });
});

const counting = (name: string): AnyProjection =>
  anyProjection<number, undefined>({
    name,
    fields: [],
    types: [],
    updatesOf: (_, emit) => emit('events', undefined),
    initial: () => 0,
    apply: (count) => count + 1,
    fieldsOf: () => ({}),
    toBody: (count) => count,
    fromBody: (body) => Number(body),
  });

describe('a bucket whose projections keep one place', () => {
  let folder = '';
  let store: ProjectionStore;
  let events: readonly RecordedEvent[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'follow-'));
    store = openSqliteProjectionStore({ path: ':memory:' });
    for (const name of ['one@1', 'new@1']) await store.ensure(name, []);
    const log = openSqliteEventStore({ path: join(folder, 'events.db') });
    await log.append('case-1', 'any', sampleEvents(4));
    events = await log.readAll({ after: 0 });
    await log.close();
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** As a process opens it. */
  const open = async (...names: readonly string[]): Promise<FeedPlace & { readonly from: number }> => {
    let place: FeedPlace | undefined;
    const feed = {
      run: (consumer: FeedConsumer | PartedConsumer): FeedSubscription => {
        if ('open' in consumer) place = consumer.open(7);
        throw new Error('it is not run');
      },
      close: async () => undefined,
    };
    expect(() => followByBucket(feed, { name: 'spec', store, projections: names.map(counting) })).toThrow('not run');
    if (place === undefined) throw new Error('it was not opened by bucket');
    return { ...place, from: await place.loadCheckpoint() };
  };
  const take = async (place: FeedPlace, from: number, to: number): Promise<void> =>
    place.handle(
      events.filter(({ position }) => position >= from && position <= to),
      to,
    );
  const counted = async (name: string): Promise<number | undefined> =>
    (await store.get<number>(name, ['events']))[0]?.body;

  it('counts once what was written when the process ended before its place was saved', async () => {
    await take(await open('one@1'), 1, 2);
    const again = await open('one@1');
    expect(again.from).toBe(0);
    await take(again, 1, 3);
    await again.saveCheckpoint(3);
    expect(await counted('one@1')).toBe(3);
    expect((await open('one@1')).from).toBe(3);
  });

  it('begins again with all when one is added, and counts nothing twice', async () => {
    const before = await open('one@1');
    await take(before, 1, 3);
    await before.saveCheckpoint(3);
    const after = await open('new@1', 'one@1');
    expect(after.from).toBe(0);
    await take(after, 1, 2);
    await take(after, 3, 4);
    expect([await counted('one@1'), await counted('new@1')]).toEqual([4, 4]);
  });

  it('counts once what two processes take that both have it for a moment', async () => {
    const [one, other] = [await open('one@1'), await open('one@1')];
    await take(one, 1, 1);
    await Promise.all([take(one, 2, 3), take(other, 1, 2)]);
    await take(other, 3, 4);
    await take(one, 4, 4);
    expect(await counted('one@1')).toBe(4);
  });
});
