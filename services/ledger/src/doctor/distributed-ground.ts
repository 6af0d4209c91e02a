import { LedgerError, said } from '@complaint-ledger/contracts';
import type { KafkaLook } from '@complaint-ledger/event-feed/kafka';
import type { KurrentDbEventStore, KurrentDbLook } from '@complaint-ledger/event-store/kurrentdb';
import type { MongoLook } from '@complaint-ledger/mongodb';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { type Distributed, distributedOf, topicsOf } from '../config/distributed.ts';
import type { GivenSettings } from '../config/given-settings.ts';
import type { Closing } from '../open/closing.ts';

/** The engines as several checks look at them: each is asked once, when it is first needed. LedgerErrors of whatever cannot be reached. */
export interface DistributedGround {
  readonly where: Distributed;
  readonly now: () => number;
  kurrentDb(): Promise<KurrentDbLook>;
  kafka(): Promise<KafkaLook>;
  mongoDb(): Promise<MongoLook>;
  log(): Promise<KurrentDbEventStore>;
  projections(): Promise<ProjectionStore>;
  vault(): Promise<'new' | 'opens'>;
  /** MongoDB for whoever will not wait long. */
  readonly mongoUrl: () => Promise<string>;
}

export interface GroundOptions {
  readonly settings: GivenSettings;
  readonly closing: Closing;
  /** Longest wait for one answer, ms. */
  readonly within: number;
  readonly now: () => number;
}

const late = (within: number): LedgerError =>
  new LedgerError('unavailable', said(`No answer in ${within / 1_000} s.`, `${within / 1_000} 秒内没有应答。`), {
    hint: said(
      'It takes connections but says nothing: check that server, or give it more time with --timeout.',
      '连接可能已建立，但对方没有应答：请检查该服务器，或用 --timeout 延长等待。',
    ),
  });

const inTime = async <T>(work: Promise<T>, within: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late(within)), within);
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
};

/** Loading takes a while, which is no fault of a server. */
const loadDrivers = (): Promise<unknown> =>
  Promise.all([
    import('@complaint-ledger/event-store/kurrentdb'),
    import('@complaint-ledger/event-feed/kafka'),
    import('@complaint-ledger/mongodb'),
    import('@complaint-ledger/projection-store/mongodb'),
    import('@complaint-ledger/vault/mongodb'),
    import('@complaint-ledger/access/mongodb'),
    import('@complaint-ledger/intake/mongodb'),
  ]);

/** LedgerError `config` for a setting that is missing or wrong. */
export const distributedGround = async ({
  settings,
  closing,
  within,
  now,
}: GroundOptions): Promise<DistributedGround> => {
  const where = distributedOf(settings);
  await loadDrivers();
  const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
    let made: Promise<T> | undefined;
    return () => (made ??= inTime(work(), within));
  };
  const topics = topicsOf(settings);
  const kurrentDb = once(async () => {
    const { lookAtKurrentDb } = await import('@complaint-ledger/event-store/kurrentdb');
    return lookAtKurrentDb(where.events, { within, now });
  });
  const mongoUrl = once(async () => (await import('@complaint-ledger/mongodb')).impatient(where.mongodb, within));
  const mongoDb = once(async () => {
    const { lookAtMongo } = await import('@complaint-ledger/mongodb');
    // Its driver looks for a server again and again: it is to say why there is none before our own time is over.
    return lookAtMongo(where.mongodb, { within: within / 2, now });
  });
  return {
    where,
    now,
    kurrentDb,
    mongoDb,
    mongoUrl,
    kafka: once(async () => {
      const { lookAtKafka } = await import('@complaint-ledger/event-feed/kafka');
      return lookAtKafka({ ...where.kafka, requestTimeout: within, connectionTimeout: within / 2 }, topics);
    }),
    log: once(async () => {
      await kurrentDb();
      const { openKurrentDbEventStore } = await import('@complaint-ledger/event-store/kurrentdb');
      return closing.add(await openKurrentDbEventStore({ url: where.events, namespace: where.namespace }));
    }),
    projections: once(async () => {
      await mongoDb();
      const { openMongoProjectionStore } = await import('@complaint-ledger/projection-store/mongodb');
      return closing.add(await openMongoProjectionStore({ url: await mongoUrl() }));
    }),
    vault: once(async () => {
      await mongoDb();
      const { lookAtMongoVault } = await import('@complaint-ledger/vault/mongodb');
      return lookAtMongoVault({ url: await mongoUrl(), ...where.vault });
    }),
  };
};
