import { randomUUID } from 'node:crypto';
import type { KafkaMessage } from 'kafkajs';
import { type KafkaSettings, kafkaOf } from '../settings.ts';

/** Everything that stands in a topic now, by partition. */
export const readTopic = async (
  settings: KafkaSettings,
  topic: string,
): Promise<ReadonlyMap<number, readonly KafkaMessage[]>> => {
  const kafka = kafkaOf(settings);
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const found = new Map<number, KafkaMessage[]>(ends.map(({ partition }) => [partition, []]));
  const wanted = ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  const consumer = kafka.consumer({ groupId: `reader-${randomUUID()}`, maxWaitTimeInMs: 20 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  let count = 0;
  await new Promise<void>((resolve, reject) => {
    if (wanted === 0) return resolve();
    consumer
      .run({
        eachBatch: async ({ batch }) => {
          found.get(batch.partition)?.push(...batch.messages);
          count += batch.messages.length;
          if (count >= wanted) resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return found;
};
