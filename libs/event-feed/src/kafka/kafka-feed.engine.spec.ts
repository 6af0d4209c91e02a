import { describe, expect, it } from '@jest/globals';
import { eventFeedContract } from '../testing/index.ts';
import { BucketDiary } from './testing/bucket-diary.ts';
import { appendRounds } from './testing/events-of-cases.ts';
import { kafkaGround } from './testing/kafka-ground.ts';

eventFeedContract('Kafka', async () => {
  const ground = await kafkaGround();
  ground.relay();
  return { store: ground.store, feed: ground.feed(), dispose: () => ground.dispose() };
});

describe('who only watches a group on Kafka', () => {
  it('is handed nothing, takes no share from anybody, and knows how far the others are', async () => {
    const ground = await kafkaGround();
    try {
      ground.relay();
      const [handling, watching] = (await Promise.all(
        [1, 2].map(() => BucketDiary.open(ground.documents, { name: 'group' })),
      )) as [BucketDiary, BucketDiary];
      const head = await appendRounds(ground.store, { cases: 10, rounds: 3 });
      const watcher = ground.feed({ watchOnly: true }).run(watching);
      const reached = watcher.caughtUp(head);
      expect(await Promise.race([reached.then(() => 'reached'), watcher.lag()])).not.toBe('reached');
      const handler = ground.feed().run(handling);
      await handler.caughtUp(head);
      await reached;
      expect(await watcher.lag()).toBe(0);
      expect((await watcher.partitions()).map(({ mine }) => mine)).toEqual([false, false, false, false]);
      expect(watching.pages).toEqual([]);
      expect((await handler.partitions()).every(({ mine }) => mine)).toBe(true);
    } finally {
      await ground.dispose();
    }
  }, 60_000);
});
