import { kafkaOf } from '@complaint-ledger/event-feed/kafka';
import type { Distributed } from '../../config/distributed.ts';

/** Takes the topics of one scratch ledger away. */
export const deleteTopics = async ({ kafka, prefix }: Pick<Distributed, 'kafka' | 'prefix'>): Promise<void> => {
  const admin = kafkaOf(kafka).admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
};
