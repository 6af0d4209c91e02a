import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ProjectionStore, openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { RelayLease } from './relay-lease.ts';
import { type RelayPlace, relayPlaceIn } from './relay-place.ts';

describe('the lease of a relay', () => {
  let store: ProjectionStore;
  let place: RelayPlace;
  const abort = new AbortController();

  beforeEach(() => {
    store = openSqliteProjectionStore({ path: ':memory:' });
    place = relayPlaceIn(store, 'events');
  });

  afterEach(() => store.close());

  const take = async (holder: string, ttl = 30, from = place): Promise<RelayLease> => {
    const lease = await RelayLease.take(from, { holder, ttl, partitions: 2, signal: abort.signal });
    if (lease === undefined) throw new Error('stopped');
    return lease;
  };

  it('is one relay’s at a time, and the next one’s when that one is silent', async () => {
    const first = await take('a');
    await first.advance(5, [5, 4]);
    const second = await take('b');
    expect([second.epoch, second.position, second.last]).toEqual([2, 5, [5, 4]]);
    await expect(first.advance(9, [9, 4])).rejects.toMatchObject({ code: 'conflict' });
    await expect(first.renew()).rejects.toMatchObject({ code: 'conflict' });
    expect(await place.read()).toMatchObject({ holder: 'b', epoch: 2, position: 5 });
  });

  it('stays with a relay that says that it lives', async () => {
    const first = await take('a', 200);
    const waiting = new AbortController();
    let taken = false;
    const other = RelayLease.take(place, { holder: 'b', ttl: 200, partitions: 2, signal: waiting.signal });
    const watched = other.then((lease) => (taken = lease !== undefined));
    const end = performance.now() + 500;
    while (performance.now() < end) await first.renew();
    expect(taken).toBe(false);
    waiting.abort();
    expect(await watched).toBe(false);
  });

  it('is had at once when it was given back', async () => {
    const first = await take('a', 60_000);
    await first.advance(3, [3, 0]);
    await first.release();
    expect((await take('b', 60_000)).position).toBe(3);
  });

  it('goes to one of many that want it at the same time', async () => {
    const first = await take('a');
    await first.release();
    const stop = new AbortController();
    const wanting = ['b', 'c', 'd'].map((holder) =>
      RelayLease.take(place, { holder, ttl: 60_000, partitions: 2, signal: stop.signal }),
    );
    await Promise.race(wanting);
    stop.abort();
    expect((await Promise.all(wanting)).filter((lease) => lease !== undefined)).toHaveLength(1);
  });

  it('goes on when it was not known whether a write was done, done or not', async () => {
    for (const done of [true, false]) {
      let fails = false;
      const unsure: RelayPlace = {
        read: () => place.read(),
        swap: async (version, state) => {
          const swapped = !fails || done ? await place.swap(version, state) : false;
          if (!fails) return swapped;
          fails = false;
          throw new Error('connection reset');
        },
      };
      const lease = await take(`unsure-${done}`, 1, unsure);
      fails = true;
      await expect(lease.advance(7, [7, 0])).rejects.toThrow('connection reset');
      await lease.advance(8, [8, 0]);
      expect(await place.read()).toMatchObject({ position: 8, last: [8, 0] });
    }
  });
});
