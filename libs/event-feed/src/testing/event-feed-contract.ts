import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import type { EventStore } from '@complaint-ledger/event-store';
import { sampleEvent, sampleEvents } from '@complaint-ledger/event-store/testing';
import * as fc from 'fast-check';
import type { EventFeed } from '../event-feed.ts';
import { memoryConsumer } from './memory-consumer.ts';

/** A feed and the log it follows, both empty. Its failures are retried after a millisecond or two. */
export interface FeedUnderTest {
  readonly store: EventStore;
  readonly feed: EventFeed;
  dispose(): Promise<void>;
}

const upTo = (last: number, first = 1): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
const holds = (events: readonly RecordedEvent[], position: number): boolean =>
  events.some((event) => event.position === position);

/** What every event feed does, whatever carries the events. */
export const eventFeedContract = (name: string, makeFeed: () => Promise<FeedUnderTest>): void => {
  describe(`event feed contract: ${name}`, () => {
    let under: FeedUnderTest;
    let store: EventStore;
    let feed: EventFeed;

    beforeEach(async () => {
      under = await makeFeed();
      ({ store, feed } = under);
    });

    afterEach(async () => {
      await feed.close();
      await under.dispose();
    });

    const append = (count: number, type = 'CaseContacted'): Promise<unknown> =>
      store.append(
        'case-1',
        'any',
        Array.from({ length: count }, () => sampleEvent({ type })),
      );

    describe('when the handler fails', () => {
      it('stays before the failing event, says which, and goes on when it is mended', async () => {
        await append(40);
        let broken = true;
        const consumer = memoryConsumer({
          before: (events) => {
            if (broken && holds(events, 27)) throw new Error('cannot take 27');
          },
        });
        const subscription = feed.run(consumer);
        const stall = await consumer.stalledWith(({ events, attempt }) => events === 1 && attempt > 3);
        expect(stall).toMatchObject({ consumer: 'memory', position: 27, error: new Error('cannot take 27') });
        expect(subscription.stalled()).toMatchObject({ position: 27 });
        expect(consumer.handled).toEqual(upTo(26));
        expect(consumer.saved.at(-1)).toBe(26);
        expect(await subscription.lag()).toBe(14);
        broken = false;
        await subscription.caughtUp(40);
        expect(consumer.handled).toEqual(upTo(40));
        expect(consumer.saved.at(-1)).toBe(40);
        expect(subscription.stalled()).toBeUndefined();
      });

      it('can be stopped while it waits, and starts again at the same place', async () => {
        await append(3);
        const consumer = memoryConsumer({
          before: (events) => {
            if (holds(events, 2)) throw new Error('never');
          },
        });
        const subscription = feed.run(consumer);
        await consumer.stalledWith(({ position, attempt }) => position === 2 && attempt > 2);
        const [waiting] = await Promise.allSettled([subscription.caughtUp(3), subscription.stop()]);
        await subscription.done;
        expect(waiting).toMatchObject({ status: 'rejected', reason: { code: 'closed' } });
        const next = memoryConsumer({ from: consumer.reached() });
        await feed.run(next).caughtUp(3);
        expect(next.handled).toEqual([2, 3]);
      });

      it('holds up no other consumer', async () => {
        await append(2);
        const stuck = memoryConsumer({
          name: 'stuck',
          before: () => {
            throw new Error('never');
          },
        });
        feed.run(stuck);
        const free = memoryConsumer({ name: 'free' });
        await feed.run(free).caughtUp(2);
        expect(free.handled).toEqual([1, 2]);
        expect(stuck.handled).toEqual([]);
      });
    });

    it('tries again when the checkpoint cannot be saved: the page comes again, none is lost', async () => {
      await append(5);
      let failures = 3;
      const consumer = memoryConsumer({
        save: async () => {
          if (failures-- > 0) throw new Error('no disk');
        },
      });
      await feed.run(consumer).caughtUp(5);
      expect(new Set(consumer.handled)).toEqual(new Set(upTo(5)));
      expect(consumer.saved.at(-1)).toBe(5);
      expect(consumer.stalls[0]).toMatchObject({ position: 1, error: new Error('no disk') });
    });

    it('tries again when the checkpoint cannot be loaded, instead of starting from nowhere', async () => {
      await append(5);
      let failures = 3;
      const consumer = memoryConsumer({
        load: async () => {
          if (failures-- > 0) throw new Error('not reachable');
          return 3;
        },
      });
      await feed.run(consumer).caughtUp(5);
      expect(consumer.handled).toEqual([4, 5]);
      expect(consumer.stalls.map(({ position, attempt }) => [position, attempt])).toEqual([
        [0, 1],
        [0, 2],
        [0, 3],
      ]);
    });

    it('refuses a checkpoint beyond the end of the log', async () => {
      await append(5);
      const subscription = feed.run(memoryConsumer({ from: 6 }));
      await expect(subscription.done).rejects.toMatchObject({ code: 'config' });
      await expect(subscription.caughtUp(6)).rejects.toMatchObject({ code: 'config' });
    });

    it('refuses a second consumer of the same name until the first has stopped', async () => {
      const subscription = feed.run(memoryConsumer());
      expect(() => feed.run(memoryConsumer())).toThrow('runs already');
      await subscription.stop();
      await feed.run(memoryConsumer()).caughtUp(0);
    });

    it('ends with the log', async () => {
      const subscription = feed.run(memoryConsumer());
      await subscription.caughtUp(0);
      await store.close();
      await subscription.done;
      await expect(subscription.caughtUp(1)).rejects.toMatchObject({ code: 'closed' });
      await feed.run(memoryConsumer({ name: 'late' })).done;
    });

    it('hands out everything after the checkpoint, then what is appended, and saves each place', async () => {
      await append(4);
      const consumer = memoryConsumer({ from: 2 });
      const subscription = feed.run(consumer);
      await subscription.caughtUp(4);
      await append(2);
      await subscription.caughtUp(6);
      expect(consumer.handled).toEqual([3, 4, 5, 6]);
      expect(consumer.throughs).toEqual(consumer.saved);
      expect(await subscription.lag()).toBe(0);
    });

    it('hands out the wanted types only, and tells how far it has come beyond them', async () => {
      await append(3, 'CaseOpened');
      await append(2, 'CaseClosed');
      await append(1, 'CaseOpened');
      await append(2, 'CaseContacted');
      const consumer = memoryConsumer({ types: ['CaseClosed', 'NeverWritten'] });
      const subscription = feed.run(consumer);
      await subscription.caughtUp(8);
      expect(consumer.handled).toEqual([4, 5]);
      expect(consumer.throughs.at(-1)).toBeGreaterThanOrEqual(5);
      await subscription.stop();
      expect(consumer.saved.at(-1)).toBe(8);
    });

    it('saves a long way that it passed over', async () => {
      for (let i = 0; i < 11; i++) await store.append('case-1', 'any', sampleEvents(1_000));
      const consumer = memoryConsumer({ types: ['NeverWritten'] });
      const subscription = feed.run(consumer);
      await subscription.caughtUp(11_000);
      expect(consumer.handled).toEqual([]);
      expect(consumer.saved).toHaveLength(1);
      expect(consumer.saved[0]).toBeGreaterThanOrEqual(10_000);
    });

    it('loses nothing and keeps the order however appends, failures and restarts fall', async () => {
      const step = fc.oneof(
        fc.record({ append: fc.integer({ min: 1, max: 7 }) }),
        fc.constant('fail' as const),
        fc.constant('restart' as const),
        fc.constant('yield' as const),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (script) => {
          const start = await store.head();
          let failures = 0;
          const consumer = memoryConsumer({
            from: start,
            before: () => {
              if (failures === 0) return;
              failures--;
              throw new Error('failed');
            },
          });
          let subscription = feed.run(consumer);
          for (const what of script) {
            if (what === 'fail') failures++;
            else if (what === 'yield') await new Promise((resolve) => setImmediate(resolve));
            else if (what === 'restart') {
              await subscription.stop();
              subscription = feed.run(consumer);
            } else await append(what.append);
          }
          const head = await store.head();
          await subscription.caughtUp(head);
          await subscription.stop();
          expect(consumer.handled).toEqual(upTo(head, start + 1));
        }),
        { seed: 20_261_117, numRuns: 25 },
      );
    });
  });
};
