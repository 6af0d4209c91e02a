// The least that moves messages through Kafka: kafkajs itself, no order to prove, no place to keep. Arguments: produce or consume, brokers,
// topic, a file of messages, how many of them, messages a second (0: as fast as it goes).
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type Message } from 'kafkajs';
import type { KeptMessage, Looped } from './kafka-loop.ts';

/** Bytes of a request, as the relay sends them. */
const REQUEST_BYTES = 768 * 1024;

const [role = '', brokers = '', topic = '', file = '', count = '0', rate = '0'] = process.argv.slice(2);
const wanted = Number(count);
const kafka = new kafkajs.Kafka({ clientId: 'bench', brokers: brokers.split(','), logLevel: kafkajs.logLevel.ERROR });
const now = (): number => performance.timeOrigin + performance.now();
const tell = (message: Looped | 'ready'): Promise<void> =>
  new Promise((resolve) => process.send?.(message, () => resolve()));

const messages = (): readonly Message[] => {
  const kept = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as KeptMessage);
  return Array.from({ length: wanted }, (_, index) => kept[index % kept.length] ?? { value: '', key: '', headers: {} });
};

const produce = async (): Promise<void> => {
  const all = messages();
  const producer = kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 });
  await producer.connect();
  await tell('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const from = now();
  if (rate === '0') {
    let request: Message[] = [];
    let bytes = 0;
    for (const message of all) {
      request.push(message);
      bytes += message.value?.length ?? 0;
      if (bytes < REQUEST_BYTES) continue;
      await producer.send({ topic, acks: -1, messages: request });
      [request, bytes] = [[], 0];
    }
    if (request.length > 0) await producer.send({ topic, acks: -1, messages: request });
  } else {
    for (const [index, message] of all.entries()) {
      await delay(from + (index * 1_000) / Number(rate) - now());
      void producer.send({
        topic,
        acks: -1,
        messages: [{ ...message, headers: { ...message.headers, sent: String(now()) } }],
      });
    }
    // What is under way is consumed before the other process says that it is done.
    await new Promise((resolve) => process.once('message', resolve));
  }
  await tell({ at: from, milliseconds: [] });
  await producer.disconnect();
};

const consume = async (): Promise<void> => {
  const consumer = kafka.consumer({ groupId: `${topic}-bench` });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const milliseconds: number[] = [];
  let seen = 0;
  let read = 0;
  await new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer
      .run({
        eachBatch: async ({ batch }) => {
          for (const { value, headers } of batch.messages) {
            read += Object.keys(JSON.parse(String(value)) as object).length;
            const sent = headers?.['sent'];
            if (sent !== undefined) milliseconds.push(now() - Number(sent));
          }
          seen += batch.messages.length;
          if (seen >= wanted) resolve();
        },
      })
      .then(() => joined)
      .then(() => tell('ready'))
      .catch(reject);
  });
  if (read === 0) throw new Error('nothing was read');
  await tell({ at: now(), milliseconds });
  await consumer.disconnect();
};

await (role === 'produce' ? produce() : consume());
process.disconnect?.();
