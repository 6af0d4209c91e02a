import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { kafkaOf } from './settings.ts';
import { brokers } from './testing/kafka-ground.ts';
import { ensureTopics } from './topics.ts';

const newPrefix = (): string => `spec-${randomUUID()}-`;

describe('the topics of a ledger', () => {
  const kafka = { brokers: brokers() };

  it('are made once, with an events topic that keeps everything for ever', async () => {
    const prefix = newPrefix();
    const names = ['ledger.events.v1', 'ledger.inbound.v1', 'ledger.inbound.rejected.v1'].map((name) => prefix + name);
    const options = { prefix, partitions: 8, inboundPartitions: 2, replication: 1 };
    expect(await ensureTopics(kafka, options)).toEqual({ created: names, unchanged: [], differences: [] });
    expect(await ensureTopics(kafka, options)).toEqual({ created: [], unchanged: names, differences: [] });
  });

  it('are never changed: what is otherwise than wanted is told', async () => {
    const prefix = newPrefix();
    const topic = `${prefix}ledger.events.v1`;
    const admin = kafkaOf(kafka).admin();
    await admin.connect();
    const configEntries = [{ name: 'retention.ms', value: '604800000' }];
    await admin.createTopics({ topics: [{ topic, numPartitions: 3, replicationFactor: 1, configEntries }] });
    const { differences } = await ensureTopics(kafka, { prefix, partitions: 8, inboundPartitions: 1, replication: 1 });
    expect(differences).toEqual([
      { topic, setting: 'partitions', wanted: '8', found: '3' },
      { topic, setting: 'retention.ms', wanted: '-1', found: '604800000' },
      { topic, setting: 'max.message.bytes', wanted: '67108864', found: '1048588' },
    ]);
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    expect(topics[0]?.partitions).toHaveLength(3);
    await admin.disconnect();
  });

  it('refuses partitions that would cut a bucket in two', async () => {
    await expect(ensureTopics(kafka, { prefix: newPrefix(), partitions: 12 })).rejects.toMatchObject({
      code: 'config',
      details: { hint: expect.stringContaining('divisor of 64') },
    });
  });

  it('says that the brokers cannot be reached', async () => {
    await expect(ensureTopics({ brokers: ['127.0.0.1:1'], connectionTimeout: 200 })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
