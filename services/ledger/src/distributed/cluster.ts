import { brokersOf, ensureTopics } from '@complaint-ledger/event-feed/kafka';
import { pino } from 'pino';
import { type DistributedLedger, type Service, openDistributed } from '../open/open-distributed.ts';
import { takeCorner } from './corner.ts';

/** Several processes' worth of one ledger, each with clients of its own, in a corner of its own on the engines. */
export interface Cluster {
  /** Settings for a process of it. */
  readonly environment: Readonly<Record<string, string>>;
  open(services: readonly Service[]): Promise<DistributedLedger>;
  readonly all: readonly DistributedLedger[];
  /** Resolves when everything in the log is decided and counted. */
  settled(): Promise<void>;
  dispose(): Promise<void>;
}

export const openCluster = async ({
  data,
  now,
  partitions = 8,
}: {
  readonly data: string;
  readonly now: () => number;
  readonly partitions?: number;
}): Promise<Cluster> => {
  const { environment, clear } = takeCorner();
  await ensureTopics(
    { brokers: brokersOf(environment.LEDGER_KAFKA) },
    { prefix: environment.LEDGER_KAFKA_PREFIX, partitions, inboundPartitions: 1, replication: 1 },
  );
  const all: DistributedLedger[] = [];

  const open = async (services: readonly Service[]): Promise<DistributedLedger> => {
    const ledger = await openDistributed({
      services,
      configuration: { data, policy: 'standard', packs: [], webhooks: undefined },
      environment,
      log: pino({ level: process.env['SPEC_LOG'] ?? 'silent' }),
      now,
      feed: { fetchWait: 20, lookEvery: 10, sessionTimeout: 10_000 },
      leaseMs: 2_000,
    });
    all.push(ledger);
    return ledger;
  };

  const settled = async (): Promise<void> => {
    for (let head = -1; ;) {
      await Promise.all(all.map(async ({ routing }) => routing?.settled()));
      const next = (await all[0]?.store.head()) ?? 0;
      if (next === head) break;
      head = next;
    }
    await Promise.all(all.map(async ({ reporting }) => reporting?.caughtUp()));
  };

  const dispose = async (): Promise<void> => {
    await Promise.all(all.map((ledger) => ledger.close()));
    await clear();
  };
  return { environment, open, all, settled, dispose };
};
