import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { BucketDiary } from './testing/bucket-diary.ts';
import { openKafkaInbound } from './inbound.ts';
import { appendRounds, byBucket, readLog } from './testing/events-of-cases.ts';
import { kafkaGround } from './testing/kafka-ground.ts';
import { until } from './testing/until.ts';
import { INBOUND_TOPIC, REJECTED_TOPIC } from './topics.ts';

const ENGINES = fileURLToPath(new URL('../../../../tools/engines/engines.js', import.meta.url));
const run = promisify(execFile);

/** Of the broker that `tools/engines` started for these tests; nobody's own is killed. */
const folder = process.env['LEDGER_ENGINES_FOLDER'] ?? '';
const isOurs = folder !== '' && existsSync(join(folder, 'kafka'));

const engine = async (...args: readonly string[]): Promise<void> => {
  const { LEDGER_KAFKA: _, ...env } = process.env;
  await run(process.execPath, [ENGINES, ...args, 'kafka', '--folder', folder], { env });
};

describe('a broker that is killed', () => {
  it(
    isOurs ? 'is waited for: relay and consumers go on, nothing lost or doubled' : 'is never somebody’s own',
    async () => {
      if (!isOurs) return expect(process.env['LEDGER_KAFKA']).toBeDefined();
      const ground = await kafkaGround();
      const relay = ground.relay({ ttl: 2_000 });
      const diary = await BucketDiary.open(ground.documents, { name: 'killed' });
      const subscription = ground.feed().run(diary);
      const inbound = openKafkaInbound({
        kafka: ground.kafka,
        receive: async (messages) => messages.map(() => ({ status: 'accepted' })),
        topic: `${ground.prefix}${INBOUND_TOPIC}`,
        rejectedTopic: `${ground.prefix}${REJECTED_TOPIC}`,
        group: `${ground.prefix}intake`,
        sessionTimeout: 6_000,
        fetchWait: 20,
      });
      await until(() => inbound.joined());
      await subscription.caughtUp(await appendRounds(ground.store, { cases: 64, rounds: 5 }));
      await engine('kill');
      const head = await appendRounds(ground.store, { cases: 64, rounds: 50 });
      await until(() => [relay, subscription, inbound].every((each) => each.stalled() !== undefined), 60_000);
      expect(subscription.stalled()?.error).toMatchObject({ code: 'unavailable' });
      await engine('restart');
      await subscription.caughtUp(head);
      expect(relay.stalled()).toBeUndefined();
      expect(subscription.stalled()).toBeUndefined();
      await until(() => inbound.stalled() === undefined, 60_000);
      await inbound.stop();
      const written = [...(await diary.written())].map(
        ([bucket, all]) => [bucket, all.map(({ position }) => position)] as const,
      );
      expect(new Map(written)).toEqual(byBucket(await readLog(ground.store)));
      await ground.dispose();
    },
    120_000,
  );
});
