import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LedgerError, type RecordedEvent, bucketOf } from '@complaint-ledger/contracts';
import kafkajs from 'kafkajs';
import { sampleEvent, sampleEvents } from '@complaint-ledger/event-store/testing';
import { memoryConsumer } from '../testing/index.ts';
import { eventOfWire } from './cloud-event.ts';
import { keyOf, messageOf, readMessage } from './feed-message.ts';
import type { RelayPlace } from './relay-place.ts';
import { kafkaOf } from './settings.ts';
import { BucketDiary } from './testing/bucket-diary.ts';
import { type SpokenChild, spawnChild } from './testing/child-process.ts';
import { appendRounds, byBucket, readLog } from './testing/events-of-cases.ts';
import { type KafkaGround, kafkaGround } from './testing/kafka-ground.ts';
import { readTopic } from './testing/read-topic.ts';
import { until } from './testing/until.ts';

const PARTITIONS = 4;
const CHILD = new URL('testing/relay.child.ts', import.meta.url);

describe('the relay to Kafka', () => {
  let ground: KafkaGround;
  let child: SpokenChild | undefined;

  beforeEach(async () => {
    ground = await kafkaGround({ partitions: PARTITIONS });
  });

  afterEach(async () => {
    await child?.kill();
    child = undefined;
    await ground.dispose();
  });

  const partitionOfEvent = (event: RecordedEvent): number => bucketOf(keyOf(event)) % PARTITIONS;

  /** Positions in the topic by partition, repetitions included. */
  const sent = async (): Promise<ReadonlyMap<number, readonly number[]>> => {
    const found = await readTopic(ground.kafka, ground.topic);
    return new Map([...found].map(([partition, all]) => [partition, all.map((each) => readMessage(each).position)]));
  };

  /** Writes to the topic what the chain of a right relay would hold, in whatever order is given. */
  const sendAs = async (order: readonly RecordedEvent[], all: readonly RecordedEvent[]): Promise<void> => {
    const previous = (event: RecordedEvent): number =>
      all.findLast((each) => each.position < event.position && partitionOfEvent(each) === partitionOfEvent(event))
        ?.position ?? 0;
    const producer = kafkaOf(ground.kafka).producer({ allowAutoTopicCreation: false });
    await producer.connect();
    const messages = order.map((event) => messageOf(event, partitionOfEvent(event), previous(event)));
    await producer.send({ topic: ground.topic, messages });
    await producer.disconnect();
  };

  const markSent = (position: number): Promise<boolean> =>
    ground.place.swap(0, { holder: 'spec', epoch: 1, position, last: [0, 0, 0, 0] });

  it('sends every event once, in the order of the log, to the partition of its bucket, as a CloudEvent', async () => {
    const relay = ground.relay();
    const head = await appendRounds(ground.store, { cases: 30, rounds: 10 });
    await relay.caughtUp(head);
    const log = await readLog(ground.store);
    const found = await readTopic(ground.kafka, ground.topic);
    for (const [partition, messages] of found) {
      const mine = log.filter((event) => partitionOfEvent(event) === partition);
      expect(messages.map(({ value }) => eventOfWire(value ?? new Uint8Array()))).toEqual(mine);
      expect(messages.map(({ key }) => key?.toString())).toEqual(mine.map(keyOf));
      expect(messages.map(({ headers }) => String(headers?.['event-id']))).toEqual(mine.map(({ id }) => id));
      expect(messages.map((each) => readMessage(each).previous)).toEqual([
        0,
        ...mine.slice(0, -1).map(({ position }) => position),
      ]);
    }
    expect(await relay.lag()).toBe(0);
  });

  it('sends what is longer than one request, and the longest event that brokers take by default many times over', async () => {
    const relay = ground.relay();
    const text = 'x'.repeat(3 * 1024 * 1024);
    await ground.store.append('case-1', 'any', [sampleEvent(), sampleEvent({ data: { text } }), sampleEvent()]);
    const long = Array.from({ length: 60 }, () => sampleEvent({ data: { text: 'y'.repeat(40_000) } }));
    await ground.store.append('case-1', 'any', long);
    await relay.caughtUp(63);
    const diary = await BucketDiary.open(ground.documents, { name: 'long' });
    await ground.feed().run(diary).caughtUp(63);
    expect((await diary.written()).get(bucketOf('1'))).toHaveLength(63);
  });

  it('waits while another relays, and goes on at its checkpoint when that one stops', async () => {
    const first = ground.relay();
    await appendRounds(ground.store, { cases: 10, rounds: 3 });
    await first.caughtUp(30);
    const second = ground.relay({ ttl: 60_000 });
    await appendRounds(ground.store, { cases: 10, rounds: 3 });
    await first.caughtUp(60);
    expect(second.leads()).toBe(false);
    await first.stop();
    await appendRounds(ground.store, { cases: 10, rounds: 3 });
    await second.caughtUp(90);
    const all = [...(await sent()).values()].flat();
    expect(all.sort((a, b) => a - b)).toEqual((await readLog(ground.store)).map(({ position }) => position));
    expect((await ground.place.read())?.epoch).toBe(2);
  });

  it('is followed by another when it freezes, and can then only repeat', async () => {
    await appendRounds(ground.store, { cases: 64, rounds: 150 });
    child = spawnChild(CHILD, [ground.folder, ground.topic, '500']);
    await child.said((line) => line === 'leads');
    child.process.kill('SIGSTOP');
    const relay = ground.relay({ ttl: 500 });
    const head = await ground.store.head();
    await relay.caughtUp(head);
    expect(relay.leads()).toBe(true);
    child.process.kill('SIGCONT');
    await child.said((line) => line === 'lost');
    expect(relay.leads()).toBe(true);
    const more = await appendRounds(ground.store, { cases: 64, rounds: 1 });
    await relay.caughtUp(more);
    const diary = await BucketDiary.open(ground.documents, { name: 'once' });
    await ground.feed().run(diary).caughtUp(more);
    const written = [...(await diary.written())].map(([bucket, all]) => [bucket, all.map(({ position }) => position)]);
    expect(new Map(written as [number, number[]][])).toEqual(byBucket(await readLog(ground.store)));
    expect(child.errors()).toBe('');
  }, 60_000);

  it('may send events again and again: each is handled once', async () => {
    await ground.store.append('case-1', 'any', sampleEvents(6));
    const log = await readLog(ground.store);
    await sendAs([...log.slice(0, 4), ...log.slice(0, 4), ...log.slice(2), ...log], log);
    await markSent(6);
    const consumer = memoryConsumer();
    await ground.feed().run(consumer).caughtUp(6);
    expect(consumer.handled).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('may send events in the wrong order: they wait for what belongs before them', async () => {
    await ground.store.append('case-1', 'any', sampleEvents(6));
    const log = await readLog(ground.store);
    const [one, two, three, four, five, six] = log as [
      RecordedEvent,
      RecordedEvent,
      RecordedEvent,
      RecordedEvent,
      RecordedEvent,
      RecordedEvent,
    ];
    await sendAs([one, two, five, four], log);
    await markSent(6);
    const consumer = memoryConsumer();
    const subscription = ground.feed().run(consumer);
    const stall = await consumer.stalledWith(({ position }) => position === 4);
    expect(stall.error).toMatchObject({ code: 'unavailable', message: expect.stringContaining('position 4') });
    expect(subscription.stalled()).toMatchObject({ position: 4 });
    await until(() => consumer.handled.length > 0 && subscription.stalled()?.position === 4);
    expect(consumer.handled).toEqual([1, 2]);
    expect(await subscription.lag()).toBe(2);
    await sendAs([six, three], log);
    await subscription.caughtUp(6);
    expect(consumer.handled).toEqual([1, 2, 3, 4, 5, 6]);
    expect(subscription.stalled()).toBeUndefined();
  });

  it('tells of a message that no relay wrote, and passes over it without missing an event', async () => {
    await ground.store.append('case-1', 'any', sampleEvents(2));
    const [one, two] = (await readLog(ground.store)) as [RecordedEvent, RecordedEvent];
    await sendAs([one], [one, two]);
    const producer = kafkaOf(ground.kafka).producer();
    await producer.connect();
    await producer.send({ topic: ground.topic, messages: [{ partition: partitionOfEvent(one), value: 'hello' }] });
    await producer.disconnect();
    await sendAs([two], [one, two]);
    await markSent(2);
    const consumer = memoryConsumer();
    await ground.feed().run(consumer).caughtUp(2);
    expect(consumer.handled).toEqual([1, 2]);
    expect(consumer.stalls[0]?.error).toMatchObject({ code: 'corrupt' });
  });

  /** Changes a setting of the topic. */
  const configure = async (name: string, value: string): Promise<void> => {
    const admin = kafkaOf(ground.kafka).admin();
    await admin.connect();
    const configEntries = [{ name, value }];
    const topic = { type: kafkajs.ConfigResourceTypes.TOPIC, name: ground.topic, configEntries };
    await admin.alterConfigs({ validateOnly: false, resources: [topic] });
    await admin.disconnect();
  };

  it('stands before what the topic does not take, says why, and goes on when it does', async () => {
    await configure('max.message.bytes', '10000');
    await ground.store.append('case-1', 'any', sampleEvents(3));
    const relay = ground.relay();
    await relay.caughtUp(3);
    await ground.store.append('case-1', 'any', [sampleEvent({ data: { text: 'x'.repeat(50_000) } }), sampleEvent()]);
    await until(() => (relay.stalled()?.attempt ?? 0) > 1);
    expect(relay.stalled()).toMatchObject({ position: 3, error: { type: 'MESSAGE_TOO_LARGE' } });
    expect(await relay.lag()).toBe(2);
    await configure('max.message.bytes', '1000000');
    await relay.caughtUp(5);
    expect(relay.stalled()).toBeUndefined();
    const all = [...new Set([...(await sent()).values()].flat())];
    expect(all).toEqual([1, 2, 3, 4, 5]);
  });

  // A broker whose only disk is full halts: that is a broker that is killed. One that stays and takes nothing more is had by a limit of a byte.
  it('waits while the topic is full, says so, and goes on where it stood: nothing is skipped or sent in another order', async () => {
    await ground.store.append('case-1', 'any', sampleEvents(3));
    const relay = ground.relay();
    await relay.caughtUp(3);
    await configure('max.message.bytes', '1');
    await ground.store.append('case-1', 'any', sampleEvents(200));
    await until(() => (relay.stalled()?.attempt ?? 0) > 3);
    expect(relay.stalled()?.error).toMatchObject({ type: 'MESSAGE_TOO_LARGE' });
    expect(relay.stalled()?.position).toBe(3);
    expect([...(await sent()).values()].flat()).toEqual([1, 2, 3]);
    await configure('max.message.bytes', '1000000');
    await relay.caughtUp(203);
    expect(relay.stalled()).toBeUndefined();
    const all = [...new Set([...(await sent()).values()].flat())];
    expect(all).toEqual(Array.from({ length: 203 }, (_, index) => index + 1));
  });

  it('stands while its place cannot be written, and then only repeats', async () => {
    let down = false;
    const reach = (): void => {
      if (down) throw new LedgerError('unavailable', 'The store is down');
    };
    const place: RelayPlace = {
      read: async () => (reach(), ground.place.read()),
      swap: async (version, state) => (reach(), ground.place.swap(version, state)),
    };
    const relay = ground.relay({ place });
    await ground.store.append('case-1', 'any', sampleEvents(3));
    await relay.caughtUp(3);
    down = true;
    await ground.store.append('case-1', 'any', sampleEvents(3));
    await until(() => (relay.stalled()?.attempt ?? 0) > 2);
    expect(relay.stalled()).toMatchObject({ position: 3, error: { code: 'unavailable' } });
    down = false;
    await relay.caughtUp(6);
    const all = [...(await sent()).values()].flat();
    expect([...new Set(all)]).toEqual([1, 2, 3, 4, 5, 6]);
    const consumer = memoryConsumer();
    await ground.feed().run(consumer).caughtUp(6);
    expect(consumer.handled).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('that only stands by stands at no failure any more once another relays', async () => {
    let down = true;
    const place: RelayPlace = {
      read: async () => {
        if (down) throw new LedgerError('unavailable', 'The store is down');
        return ground.place.read();
      },
      swap: (version, state) => ground.place.swap(version, state),
    };
    const first = ground.relay();
    await until(() => first.leads());
    const second = ground.relay({ place });
    await until(() => second.stalled() !== undefined);
    down = false;
    await until(() => second.stalled() === undefined);
    expect(second.leads()).toBe(false);
  });

  it('tells how far it is, whoever relays', async () => {
    const first = ground.relay();
    const head = await appendRounds(ground.store, { cases: 5, rounds: 2 });
    await first.caughtUp(head);
    const second = ground.relay();
    expect(await second.lag()).toBe(0);
    await first.stop();
    await until(() => second.leads());
    expect(await first.lag()).toBe(0);
  });

  it('says why it ended, to whoever asks and in time', async () => {
    const told: unknown[] = [];
    await ground.place.swap(0, { holder: '', epoch: 1, position: 2, last: [2, 0] });
    const relay = ground.relay({ onStall: ({ error }) => told.push(error) });
    await expect(relay.done).rejects.toMatchObject({ code: 'config' });
    expect(relay.stalled()).toMatchObject({ error: { code: 'config' }, retryIn: Number.POSITIVE_INFINITY });
    expect(told).toMatchObject([{ code: 'config' }]);
  });

  it('refuses a topic that was made anew, instead of leaving out what it sent before', async () => {
    await ground.store.append('case-1', 'any', sampleEvents(2));
    const last = [0, 0, 0, 0];
    last[bucketOf('1') % PARTITIONS] = 2;
    await ground.place.swap(0, { holder: '', epoch: 1, position: 2, last });
    await expect(ground.relay().done).rejects.toMatchObject({ code: 'config' });
  });

  it('refuses a topic that has other partitions than before', async () => {
    await ground.place.swap(0, { holder: '', epoch: 1, position: 2, last: [2, 0] });
    await expect(ground.relay().done).rejects.toMatchObject({ code: 'config' });
  });

  it('ends with the log', async () => {
    const relay = ground.relay();
    await until(() => relay.leads());
    await ground.store.close();
    await relay.done;
    await expect(relay.caughtUp(1)).rejects.toMatchObject({ code: 'closed' });
  });
});
