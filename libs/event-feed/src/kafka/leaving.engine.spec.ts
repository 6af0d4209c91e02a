import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Admin } from 'kafkajs';
import type { FeedPlace, PartedConsumer } from '../event-feed.ts';
import { kafkaOf } from './settings.ts';
import { BucketDiary } from './testing/bucket-diary.ts';
import { appendRounds, byBucket, readLog } from './testing/events-of-cases.ts';
import { type KafkaGround, kafkaGround } from './testing/kafka-ground.ts';
import { until } from './testing/until.ts';

describe('a member that leaves its group', () => {
  let ground: KafkaGround;
  let admin: Admin;

  beforeEach(async () => {
    ground = await kafkaGround();
    admin = kafkaOf(ground.kafka).admin();
    await admin.connect();
  });

  afterEach(async () => {
    await admin.disconnect();
    await ground.dispose();
  });

  const membersOf = async (name: string): Promise<number | undefined> => {
    const { groups } = await admin.describeGroups([`${ground.prefix}${name}`]);
    return groups[0]?.state === 'PreparingRebalance' ? undefined : groups[0]?.members.length;
  };

  /** The diary, and how often a place of it was taken up. */
  const counted = (diary: BucketDiary): { readonly consumer: PartedConsumer; readonly opened: () => number } => {
    let opened = 0;
    const open = (bucket?: number): FeedPlace => {
      opened++;
      return diary.open(bucket);
    };
    return { consumer: { name: diary.name, onStall: (stall) => diary.onStall(stall), open }, opened: () => opened };
  };

  it('takes up no bucket any more, also when another leaves before it and its buckets are offered to it', async () => {
    ground.relay();
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let busy = false;
    const slow = counted(
      await BucketDiary.open(ground.documents, {
        name: 'leaving',
        before: async () => {
          busy = true;
          await released;
        },
      }),
    );
    const quick = counted(await BucketDiary.open(ground.documents, { name: 'leaving' }));
    const one = ground.feed().run(slow.consumer);
    const two = ground.feed().run(quick.consumer);
    await until(async () => (await membersOf('leaving')) === 2);
    await until(async () => [one, two].every((each) => [...Array(64).keys()].some((bucket) => each.has(bucket))));
    await appendRounds(ground.store, { cases: 64, rounds: 1 });
    await until(() => busy);
    const stopping = one.stop();
    const before = slow.opened();
    await two.stop();
    await until(async () => (await membersOf('leaving')) === 1);
    release();
    await stopping;
    expect(slow.opened()).toBe(before);
    expect(await membersOf('leaving')).toBe(0);
  });

  it('is gone from it at once: who comes next has every partition long before a session would time out', async () => {
    ground.relay();
    const sessionTimeout = 30_000;
    const first = await BucketDiary.open(ground.documents, { name: 'next' });
    const one = ground.feed({ sessionTimeout }).run(first);
    const head = await appendRounds(ground.store, { cases: 64, rounds: 20 });
    await until(() => first.pages.length > 0);
    await one.stop();
    expect(await membersOf('next')).toBe(0);
    const began = performance.now();
    const second = await BucketDiary.open(ground.documents, { name: 'next' });
    await ground.feed({ sessionTimeout }).run(second).caughtUp(head);
    expect(performance.now() - began).toBeLessThan(sessionTimeout / 3);
    const written = [...(await second.written())].map(
      ([bucket, all]) => [bucket, all.map(({ position }) => position)] as const,
    );
    expect(new Map(written)).toEqual(byBucket(await readLog(ground.store)));
  });
});
