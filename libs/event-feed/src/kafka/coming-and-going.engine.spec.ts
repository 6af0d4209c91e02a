import { describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaFeed } from './kafka-feed.ts';
import { BucketDiary } from './testing/bucket-diary.ts';
import { appendRounds, byBucket, readLog } from './testing/events-of-cases.ts';
import { kafkaGround } from './testing/kafka-ground.ts';
import type { Relay } from './relay.ts';

/** A small linear congruential generator: the same seed is the same story. */
const dice = (seed: number): ((sides: number) => number) => {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
};

describe('relays and members that come and go while handlers fail', () => {
  it.each([1, 2, 3])(
    'lose, double and reorder nothing (seed %d)',
    async (seed) => {
      const roll = dice(seed);
      const ground = await kafkaGround({ partitions: 8 });
      const open = (): Promise<BucketDiary> =>
        BucketDiary.open(ground.documents, {
          name: 'chaos',
          before: async () => {
            if (roll(12) === 0) throw new Error('failed');
            if (roll(8) === 0) await delay(roll(20));
          },
        });
      const members: KafkaFeed[] = [];
      const relays: Relay[] = [ground.relay({ ttl: 300 })];
      let appended = Promise.resolve(0);
      for (let step = 0; step < 40; step++) {
        switch (roll(5)) {
          case 0: {
            if (members.length >= 3) break;
            const feed = ground.feed();
            feed.run(await open());
            members.push(feed);
            break;
          }
          case 1:
            await members.splice(roll(members.length), 1)[0]?.close();
            break;
          case 2:
            relays.push(ground.relay({ ttl: 300 }));
            await relays.shift()?.stop();
            break;
          default:
            appended = appendRounds(ground.store, { cases: 100, rounds: 1 + roll(3) });
            await appended;
        }
        await delay(roll(120));
      }
      const last = await open();
      const subscription = ground.feed().run(last);
      await subscription.caughtUp(await ground.store.head());
      expect(await subscription.lag()).toBe(0);
      const written = [...(await last.written())].map(
        ([bucket, all]) => [bucket, all.map(({ position }) => position)] as const,
      );
      expect(new Map(written)).toEqual(byBucket(await readLog(ground.store)));
      await ground.dispose();
    },
    90_000,
  );
});
