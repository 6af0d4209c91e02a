import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bucketOf } from '@complaint-ledger/contracts';
import { sampleEvent, sampleEvents } from '@complaint-ledger/event-store/testing';
import type { FeedConsumer, FeedPlace } from '../event-feed.ts';
import { BucketDiary } from './testing/bucket-diary.ts';
import { type SpokenChild, spawnChild } from './testing/child-process.ts';
import { appendRounds, byBucket, readLog } from './testing/events-of-cases.ts';
import { type KafkaGround, kafkaGround } from './testing/kafka-ground.ts';
import { until } from './testing/until.ts';

const CHILD = new URL('testing/consume.child.ts', import.meta.url);

describe('a consumer group on Kafka', () => {
  let ground: KafkaGround;
  let children: SpokenChild[] = [];

  beforeEach(async () => {
    ground = await kafkaGround();
    children = [];
  });

  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()));
    await ground.dispose();
  });

  const positions = async (diary: BucketDiary): Promise<ReadonlyMap<number, readonly number[]>> =>
    new Map([...(await diary.written())].map(([bucket, entries]) => [bucket, entries.map(({ position }) => position)]));

  const expectAllWritten = async (diary: BucketDiary): Promise<void> =>
    expect(await positions(diary)).toEqual(byBucket(await readLog(ground.store)));

  const startChild = (name: string, sessionTimeout: number): SpokenChild => {
    const child = spawnChild(CHILD, [name, ground.folder, ground.topic, ground.prefix, String(sessionTimeout)]);
    children.push(child);
    return child;
  };

  it('refuses a consumer that has one place for the whole log', async () => {
    const whole: FeedConsumer = {
      name: 'whole',
      handle: () => undefined,
      loadCheckpoint: async () => 0,
      saveCheckpoint: async () => undefined,
    };
    expect(() => ground.feed().run(whole)).toThrow('one place for the whole log');
  });

  it('shares the buckets, each in order, and loses and doubles nothing when members come and go', async () => {
    ground.relay();
    const diaries = await Promise.all([1, 2, 3].map(() => BucketDiary.open(ground.documents, { name: 'shared' })));
    const [first, second, third] = diaries as [BucketDiary, BucketDiary, BucketDiary];
    const one = ground.feed().run(first);
    const two = ground.feed().run(second);
    await appendRounds(ground.store, { cases: 50, rounds: 20 });
    await until(async () => (await two.partitions()).some(({ mine }) => mine));
    const three = ground.feed().run(third);
    await appendRounds(ground.store, { cases: 50, rounds: 20 });
    await until(async () => (await three.partitions()).some(({ mine }) => mine));
    await one.stop();
    const head = await appendRounds(ground.store, { cases: 50, rounds: 20 });
    await Promise.all([two.caughtUp(head), three.caughtUp(head)]);
    expect(diaries.map(({ pages }) => pages.length > 0)).toEqual([true, true, true]);
    expect(await two.lag()).toBe(0);
    await expectAllWritten(first);
  });

  it('keeps a bucket whole when a rebalance takes its partition away in the middle of a batch', async () => {
    ground.relay();
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const busy: number[] = [];
    const first = await BucketDiary.open(ground.documents, {
      name: 'rebalanced',
      before: async (events) => {
        busy.push(...events.map(({ position }) => position));
        await released;
      },
    });
    const one = ground.feed().run(first);
    const head = await appendRounds(ground.store, { cases: 64, rounds: 5 });
    await until(() => busy.length >= head);
    const second = await BucketDiary.open(ground.documents, { name: 'rebalanced' });
    const two = ground.feed().run(second);
    await until(async () => (await two.partitions()).some(({ mine }) => mine));
    await until(async () => (await two.partitions()).every(({ mine, messages }) => !mine || messages === 0));
    const taken = new Set(second.pages.map(({ bucket }) => bucket));
    expect(taken.size).toBeGreaterThan(0);
    release();
    await Promise.all([one.caughtUp(head), two.caughtUp(head)]);
    await expectAllWritten(first);
    // What the first held in its hands when the partition went over was refused by the documents, not written twice.
    expect(first.pages.some(({ bucket }) => taken.has(bucket))).toBe(true);
  });

  it('hands no bucket out twice at a time, also where a handler outlasts several rebalances', async () => {
    ground.relay();
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const inside = new Map<number | undefined, number>();
    let most = 0;
    let opened = 0;
    const diary = await BucketDiary.open(ground.documents, { name: 'outlasting' });
    const open = (bucket?: number): FeedPlace => {
      opened++;
      const place = diary.open(bucket);
      const enter = (by: number): number => {
        const now = (inside.get(bucket) ?? 0) + by;
        inside.set(bucket, now);
        return now;
      };
      return {
        ...place,
        handle: async (events, through) => {
          most = Math.max(most, enter(1));
          await released;
          await place.handle(events, through);
          enter(-1);
        },
      };
    };
    const staying = ground.feed().run({ name: diary.name, open });
    const head = await appendRounds(ground.store, { cases: 64, rounds: 1 });
    const { size } = byBucket(await readLog(ground.store));
    await until(() => inside.size === size);
    const passing = ground.feed().run(await BucketDiary.open(ground.documents, { name: 'outlasting' }));
    await until(async () => (await passing.partitions()).some(({ mine }) => mine));
    await passing.stop();
    // To see where the log was left, then all of its buckets, half of them, all of them again.
    await until(() => opened >= 64 + 64 + 32 + 64);
    // Time enough to load their places and to begin, if it did not wait.
    for (let looks = 0; looks < 100; looks++) await staying.partitions();
    release();
    await staying.caughtUp(head);
    expect(most).toBe(1);
    await expectAllWritten(diary);
  });

  it('goes on without a member that is frozen beyond its session timeout, and takes no harm when it thaws', async () => {
    ground.relay();
    const frozen = startChild('frozen', 1_500);
    await appendRounds(ground.store, { cases: 64, rounds: 3 });
    await frozen.said(() => true);
    frozen.process.kill('SIGSTOP');
    await appendRounds(ground.store, { cases: 64, rounds: 3 });
    const diary = await BucketDiary.open(ground.documents, { name: 'frozen' });
    const subscription = ground.feed({ sessionTimeout: 1_500 }).run(diary);
    await subscription.caughtUp(await ground.store.head());
    await expectAllWritten(diary);
    const pages = frozen.lines.length;
    frozen.process.kill('SIGCONT');
    // It has come back when it handles again what comes now.
    let head = 0;
    await until(async () => {
      head = await appendRounds(ground.store, { cases: 64, rounds: 1 });
      return frozen.lines.length > pages + 4;
    }, 20_000);
    await subscription.caughtUp(head);
    await expectAllWritten(diary);
    expect(frozen.errors()).toBe('');
  }, 60_000);

  it('loses and doubles nothing when its members are killed in the middle of their work', async () => {
    ground.relay();
    await appendRounds(ground.store, { cases: 64, rounds: 20 });
    for (let kills = 0; kills < 5; kills++) {
      const child = startChild('killed', 1_000);
      await child.said(() => true);
      const pages = child.lines.length;
      await appendRounds(ground.store, { cases: 64, rounds: 20 });
      await until(() => child.lines.length > pages + 1);
      await child.kill();
      expect(child.errors()).toBe('');
    }
    const diary = await BucketDiary.open(ground.documents, { name: 'killed' });
    await ground
      .feed()
      .run(diary)
      .caughtUp(await ground.store.head());
    await expectAllWritten(diary);
  }, 60_000);

  it('parks an event that cannot be handled with its reason, holds its bucket there and lets all others go on', async () => {
    ground.relay();
    const bucket = bucketOf('3');
    let broken = true;
    const diary = await BucketDiary.open(ground.documents, {
      name: 'poisoned',
      before: (events) => {
        if (broken && events.some(({ type, stream }) => type === 'CaseClosed' && stream === 'case-3'))
          throw new Error('no such department');
      },
    });
    const subscription = ground.feed().run(diary);
    await appendRounds(ground.store, { cases: 64, rounds: 2 });
    await ground.store.append('case-3', 'any', [sampleEvent({ type: 'CaseClosed' })]);
    const poison = await ground.store.head();
    // More than is kept of a bucket that stands: the rest is read again.
    await ground.store.append('case-3', 'any', sampleEvents(2_500));
    const head = await appendRounds(ground.store, { cases: 64, rounds: 2 });
    const expected = byBucket(await readLog(ground.store));
    await until(async () => {
      const found = await positions(diary);
      return [...expected].every(([each, all]) => each === bucket || found.get(each)?.length === all.length);
    });
    await until(() => diary.stalls.some(({ parked }) => parked === true));
    expect(subscription.stalled()).toMatchObject({ bucket, position: poison, error: new Error('no such department') });
    expect((await positions(diary)).get(bucket)).toEqual(expected.get(bucket)?.filter((each) => each < poison));
    expect((await subscription.partitions()).filter(({ messages }) => messages > 0)).toHaveLength(1);
    broken = false;
    await subscription.caughtUp(head);
    expect(subscription.stalled()).toBeUndefined();
    await expectAllWritten(diary);
  });

  it('stands before the same parked event when it is started again', async () => {
    ground.relay();
    await ground.store.append('case-3', 'any', [...sampleEvents(2), sampleEvent({ type: 'CaseClosed' })]);
    let broken = true;
    const open = (): Promise<BucketDiary> =>
      BucketDiary.open(ground.documents, {
        name: 'again',
        before: (events) => {
          if (broken && events.some(({ type }) => type === 'CaseClosed')) throw new Error('never');
        },
      });
    for (let start = 0; start < 2; start++) {
      const diary = await open();
      const subscription = ground.feed().run(diary);
      await until(() => diary.stalls.some(({ parked }) => parked === true));
      expect(subscription.stalled()?.position).toBe(3);
      await subscription.stop();
    }
    broken = false;
    const diary = await open();
    await ground.feed().run(diary).caughtUp(3);
    await expectAllWritten(diary);
  });

  it('begins again at the start of the log when what the consumer keeps was rebuilt', async () => {
    ground.relay();
    const head = await appendRounds(ground.store, { cases: 20, rounds: 5 });
    const before = await BucketDiary.open(ground.documents, { name: 'rebuilt' });
    const subscription = ground.feed().run(before);
    await subscription.caughtUp(head);
    await subscription.stop();
    await ground.documents.drop('diary@1');
    for (let bucket = 0; bucket < 64; bucket++) await ground.documents.saveCheckpoint(`rebuilt/${bucket}`, 0);
    const after = await BucketDiary.open(ground.documents, { name: 'rebuilt' });
    await ground.feed().run(after).caughtUp(head);
    await expectAllWritten(after);
  });

  it('shows every bucket the events that are for all, each in its place among its own', async () => {
    ground.relay();
    await appendRounds(ground.store, { cases: 64, rounds: 1 });
    await ground.store.append('source-crm', 'any', [sampleEvent({ type: 'SourceAdvanced' })]);
    const head = await appendRounds(ground.store, { cases: 64, rounds: 1 });
    const clocked = await BucketDiary.open(ground.documents, { name: 'clocked', everywhere: ['SourceAdvanced'] });
    const plain = await BucketDiary.open(ground.documents, { name: 'plain' });
    const feed = ground.feed();
    await Promise.all([feed.run(clocked).caughtUp(head), feed.run(plain).caughtUp(head)]);
    await expectAllWritten(plain);
    const written = await clocked.written();
    expect(written.size).toBe(64);
    for (const entries of written.values()) {
      const all = entries.map(({ position }) => position);
      expect(all).toEqual([...all].sort((a, b) => a - b));
      expect(entries.filter(({ type }) => type === 'SourceAdvanced')).toHaveLength(1);
    }
  });

  it('tells which consumers have not joined, and how far each partition of each is behind', async () => {
    ground.relay();
    const feed = ground.feed();
    const diaries = await Promise.all(['early', 'late'].map((name) => BucketDiary.open(ground.documents, { name })));
    const subscriptions = diaries.map((diary) => feed.run(diary));
    expect(feed.notJoined()).toEqual(['early', 'late']);
    const head = await appendRounds(ground.store, { cases: 64, rounds: 2 });
    await Promise.all(subscriptions.map((each) => each.caughtUp(head)));
    expect(feed.notJoined()).toEqual([]);
    const lags = await feed.lags();
    expect(lags.map(({ consumer, partition }) => `${consumer}/${partition}`).sort()).toEqual(
      ['early', 'late'].flatMap((name) => [0, 1, 2, 3].map((partition) => `${name}/${partition}`)),
    );
    expect(lags.map(({ messages, mine }) => [messages, mine])).toEqual(lags.map(() => [0, true]));
  });

  it('says nothing of timers that Node warns of', async () => {
    ground.relay();
    const child = startChild('quiet', 10_000);
    await appendRounds(ground.store, { cases: 4, rounds: 1 });
    await child.said(() => true);
    await child.kill();
    expect(child.errors()).toBe('');
  });
});
