import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { type ProjectionStore, openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import type { Stall } from './event-feed.ts';
import { parkedIn } from './parked.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');

const stall = (position: number, error: unknown, attempt = 6): Stall => ({
  consumer: 'routing@1',
  position,
  events: 1,
  attempt,
  error,
  retryIn: 30_000,
});

describe('what is parked', () => {
  let folder = '';
  let store: ProjectionStore;
  const open = (): ProjectionStore => openSqliteProjectionStore({ path: join(folder, 'documents.db') });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parked-'));
    store = open();
  });

  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('is told with place, reason and times, by any process and after a restart', async () => {
    const place = parkedIn(store, { now: () => NOON }).place('routing@1', 7);
    const reason = new LedgerError('calendar', said('There is no calendar of 2031.', '没有 2031 年的日历。'), {
      hint: said('Add it with --calendar.', '请用 --calendar 添加。'),
    });
    await place.park(stall(41, reason));
    await store.close();
    store = open();
    const later = parkedIn(store, { now: () => NOON + 60_000 });
    await later.place('routing@1', 7).park(stall(41, reason, 9));
    expect(await later.list()).toEqual([
      {
        consumer: 'routing@1',
        bucket: 7,
        position: 41,
        reason: {
          code: 'calendar',
          message: 'There is no calendar of 2031.',
          hint: 'Add it with --calendar.',
          zh: { message: '没有 2031 年的日历。', hint: '请用 --calendar 添加。' },
        },
        since: '2026-11-20T12:00:00.000Z',
        tried: '2026-11-20T12:01:00.000Z',
        attempts: 9,
      },
    ]);
  });

  it('is no more once it is over, and begins anew with another event', async () => {
    let now = NOON;
    const parked = parkedIn(store, { now: () => now });
    const place = parked.place('reporting', 3);
    await place.over();
    await place.park(stall(1, new TypeError('no such thing')));
    await place.over();
    expect(await parked.list()).toEqual([]);
    expect(await place.found()).toBeUndefined();
    now += 1_000;
    await place.park(stall(2, 'text'));
    expect(await place.found()).toMatchObject({ position: 2, since: '2026-11-20T12:00:01.000Z' });
    expect(await parked.list()).toMatchObject([{ reason: { code: 'Error', message: 'text' } }]);
  });

  it('is chosen by consumer and bucket; a consumer of the whole log has none', async () => {
    const parked = parkedIn(store);
    await parked.place('routing@1', 7).park(stall(1, 'a'));
    await parked.place('routing@1', 3).park(stall(2, 'b'));
    await parked.place('repeats@1', undefined).park(stall(3, 'c'));
    const positions = async (choice = {}): Promise<readonly number[]> =>
      (await parked.list(choice)).map(({ position }) => position);
    expect(await positions()).toEqual([3, 2, 1]);
    expect(await positions({ consumer: 'routing@1' })).toEqual([2, 1]);
    expect(await positions({ consumer: 'routing@1', bucket: 3 })).toEqual([2]);
    expect((await parked.list({ consumer: 'repeats@1' }))[0]).not.toHaveProperty('bucket');
  });

  it('is nothing of another ledger in the same database', async () => {
    await parkedIn(store, { prefix: 'a.' }).place('routing@1', 7).park(stall(1, 'a'));
    const other = parkedIn(store, { prefix: 'b.' });
    expect(await other.list()).toEqual([]);
    expect(await other.retry()).toEqual([]);
    expect(await other.place('routing@1', 7).found()).toBeUndefined();
  });

  it('is tried again when somebody asks: each wish once, in whichever process', async () => {
    const parked = parkedIn(store);
    const place = parked.place('routing@1', 7);
    await place.park(stall(1, 'a'));
    expect(await place.wished()).toBe(false);
    expect(await parkedIn(store).retry({ consumer: 'routing@1' })).toMatchObject([{ bucket: 7 }]);
    expect(await place.wished()).toBe(true);
    expect(await place.wished()).toBe(false);
    await place.park(stall(1, 'a', 7));
    expect(await place.wished()).toBe(false);
    const elsewhere = parked.place('routing@1', 7);
    await elsewhere.found();
    expect(await elsewhere.wished()).toBe(false);
    await place.over();
    expect(await parked.retry()).toEqual([]);
  });

  it('is noted by two processes at once without one undoing the other', async () => {
    const parked = parkedIn(store, { now: () => NOON });
    const places = Array.from({ length: 8 }, () => parked.place('routing@1', 7));
    await Promise.all(places.map((place, attempt) => place.park(stall(1, 'a', attempt + 1))));
    await Promise.all([
      parked.retry(),
      parked.retry(),
      ...places.slice(0, 2).map((place) => place.park(stall(1, 'a'))),
    ]);
    expect(await parked.list()).toHaveLength(1);
    expect(await places[0]?.wished()).toBe(true);
  });

  it('keeps no more of a long message than a screen', async () => {
    const parked = parkedIn(store);
    await parked.place('routing@1', 7).park(stall(1, new Error('x'.repeat(9_000))));
    expect((await parked.list())[0]?.reason.message).toHaveLength(500);
  });
});
