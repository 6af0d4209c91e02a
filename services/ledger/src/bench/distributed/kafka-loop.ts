import { EVENTS_TOPIC, brokersOf, ensureTopics } from '@complaint-ledger/event-feed/kafka';
import { startWorker, stop } from '../child.ts';
import { deleteTopics } from './delete-topics.ts';
import { PARTITIONS } from './measured-fleet.ts';

/** A message of the events topic as it is kept to be sent again. */
export interface KeptMessage {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a side of the loop tells when it is done: when it began (producer) or ended (consumer), ms, and how long each message took. */
export interface Looped {
  readonly at: number;
  readonly milliseconds: readonly number[];
}

export interface KafkaLoop {
  /** Messages a second, from the first that is sent to the last that is read. */
  readonly rate: number;
  /** Of each message, where they were sent one by one. */
  readonly milliseconds: readonly number[];
}

let loops = 0;

/**
 * The bare loop that the ledger is held against: one process produces messages of a real events topic, another consumes and parses them;
 * with `messagesPerSecond` they are sent one by one and timed.
 */
export const kafkaLoop = async (options: {
  readonly brokers: string;
  /** Messages, one a line. */
  readonly file: string;
  readonly messages: number;
  readonly messagesPerSecond?: number;
}): Promise<KafkaLoop> => {
  const prefix = `bench-${process.pid}-${loops++}-`;
  const kafka = { brokers: brokersOf(options.brokers) };
  await ensureTopics(kafka, { prefix, partitions: PARTITIONS, inboundPartitions: 1, replication: 1 });
  const topic = `${prefix}${EVENTS_TOPIC}`;
  const args = [options.brokers, topic, options.file, String(options.messages), String(options.messagesPerSecond ?? 0)];
  const consumer = startWorker('distributed/kafka-loop.child.js', ['consume', ...args]);
  const producer = startWorker('distributed/kafka-loop.child.js', ['produce', ...args]);
  try {
    await Promise.all([consumer.says(), producer.says()]);
    producer.tell({ begin: true });
    const consumed = await consumer.says<Looped>();
    if (options.messagesPerSecond !== undefined) producer.tell({ end: true });
    const produced = await producer.says<Looped>();
    return { rate: (options.messages * 1_000) / (consumed.at - produced.at), milliseconds: consumed.milliseconds };
  } finally {
    await Promise.all([stop(consumer.child), stop(producer.child)]);
    await deleteTopics({ kafka, prefix });
  }
};
