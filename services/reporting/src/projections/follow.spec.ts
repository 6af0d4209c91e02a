import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openInProcessFeed } from '@complaint-ledger/event-feed';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { sampleEvents } from '@complaint-ledger/event-store/testing';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { followByBucket } from './follow.ts';
import type { AnyProjection, AnyProjector } from './projection.ts';

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
