import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LedgerError, bucketOf } from '@complaint-ledger/contracts';
import { sampleEvent, sampleEvents } from '@complaint-ledger/event-store/testing';
import { type ParkedBuckets, parkedIn } from '../parked.ts';
import type { KafkaFeed } from './kafka-feed.ts';
import { BucketDiary } from './testing/bucket-diary.ts';
import { byBucket, readLog } from './testing/events-of-cases.ts';
import { type KafkaGround, kafkaGround } from './testing/kafka-ground.ts';
import { until } from './testing/until.ts';

const BUCKET = bucketOf('3');

describe('a bucket that is parked', () => {
  let ground: KafkaGround;
  let parked: ParkedBuckets;
  let broken: Error | undefined;

  beforeEach(async () => {
    ground = await kafkaGround();
    ground.relay();
    parked = parkedIn(ground.documents);
    broken = new LedgerError('calendar', 'There is no calendar of 2031.', { hint: 'Add it.' });
    await ground.store.append('case-3', 'any', [...sampleEvents(2), sampleEvent({ type: 'CaseClosed' })]);
    await ground.store.append('case-3', 'any', sampleEvents(2));
  });

  afterEach(() => ground.dispose());

  const diaryOf = (): Promise<BucketDiary> =>
    BucketDiary.open(ground.documents, {
      name: 'poisoned',
      before: (events) => {
        if (broken !== undefined && events.some(({ type }) => type === 'CaseClosed')) throw broken;
      },
    });

  /** Once it waits, it waits for ten minutes. */
  const patient = (): KafkaFeed => ground.feed({ parked, parkAfter: 1, backoff: { first: 600_000, longest: 600_000 } });

  /** Attempts follow each other soon. */
  const eager = (): KafkaFeed => ground.feed({ parked, parkAfter: 3 });

  const isParked = (): Promise<void> => until(async () => (await parked.list()).length === 1);

  it('says where and why it stands to every process, and no more once it goes on', async () => {
    const diary = await diaryOf();
    const subscription = eager().run(diary);
    await isParked();
    expect(await parkedIn(ground.documents).list()).toMatchObject([
      { consumer: 'poisoned', bucket: BUCKET, position: 3, reason: { code: 'calendar', hint: 'Add it.' } },
    ]);
    expect(subscription.stalled()).toMatchObject({ bucket: BUCKET, position: 3, parked: true });
    broken = undefined;
    await subscription.caughtUp(5);
    await until(async () => (await parked.list()).length === 0);
    expect(subscription.stalled()).toBeUndefined();
  });

  it('is still known after a restart: the first failure is told as parked, with the time since when', async () => {
    const first = eager();
    first.run(await diaryOf());
    await isParked();
    await first.close();
    const [before] = await parked.list();
    const diary = await diaryOf();
    const second = ground.feed({ parked, parkAfter: 1_000_000 });
    second.run(diary);
    await until(() => diary.stalls.some((stall) => stall.parked === true));
    await second.close();
    expect((await parked.list())[0]?.since).toBe(before?.since);
  });

  it('that was mended while no process ran is over as soon as one does', async () => {
    const first = eager();
    first.run(await diaryOf());
    await isParked();
    await first.close();
    broken = undefined;
    await eager()
      .run(await diaryOf())
      .caughtUp(5);
    await until(async () => (await parked.list()).length === 0);
  });

  it('is tried at once when somebody asks, without a restart and without waiting', async () => {
    const diary = await diaryOf();
    const subscription = patient().run(diary);
    await isParked();
    const attempts = diary.stalls.length;
    await parked.retry({ consumer: 'poisoned' });
    await until(() => diary.stalls.length > attempts);
    broken = undefined;
    await parked.retry({ consumer: 'poisoned', bucket: BUCKET });
    await subscription.caughtUp(5);
    const written = [...(await diary.written())].map(([bucket, all]) => [bucket, all.map(({ position }) => position)]);
    expect(new Map(written as [number, number[]][])).toEqual(byBucket(await readLog(ground.store)));
    await until(async () => (await parked.list()).length === 0);
  });

  it('is left when the process stops, however long it would still wait', async () => {
    const feed = patient();
    feed.run(await diaryOf());
    await isParked();
    await feed.close();
    expect(await parked.list()).toHaveLength(1);
  });

  it('is none whose store is away: no event is to blame, and it is tried again soon', async () => {
    broken = new LedgerError('unavailable', 'The store is away');
    const diary = await diaryOf();
    const subscription = eager().run(diary);
    await until(() => (diary.stalls.at(-1)?.attempt ?? 0) > 10);
    expect(await parked.list()).toEqual([]);
    expect(subscription.stalled()).not.toHaveProperty('parked');
    broken = undefined;
    await subscription.caughtUp(5);
  });
});
