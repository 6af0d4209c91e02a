import { setTimeout as delay } from 'node:timers/promises';
import { BUCKETS, LedgerError } from '@complaint-ledger/contracts';
import kafkajs, { type Admin } from 'kafkajs';
import { type KafkaSettings, kafkaOf } from './settings.ts';

/** What the ledger tells; every event of the log, for ever. */
export const EVENTS_TOPIC = 'ledger.events.v1';
/** What others tell the ledger: CloudEvents. */
export const INBOUND_TOPIC = 'ledger.inbound.v1';
/** What the ledger could not take, with the reason. */
export const REJECTED_TOPIC = 'ledger.inbound.rejected.v1';

/** Longest batch of the events topic: one event of the longest body that the log takes fits in. Bytes. */
export const LONGEST_BATCH = 64 * 1024 * 1024;

/** Bytes. */
const LONGEST_INBOUND = 4 * 1024 * 1024;

/** How long new topics may take until they have leaders, ms. */
const LEADERS_MS = 30_000;
const LOOK_MS = 20;

const DAY = 24 * 60 * 60 * 1_000;

export interface TopicsOptions {
  /** Put before every topic's name, for clusters that are shared. */
  readonly prefix?: string;
  /** Of the events topic: a divisor of 64; default 16. More than one process of a kind shares the work by partitions. */
  readonly partitions?: number;
  /** Of the inbound topics; default 8. */
  readonly inboundPartitions?: number;
  /** Copies of every partition; default 3, as far as there are brokers. */
  readonly replication?: number;
  /** How long inbound messages and rejects stay, ms; default 30 days. They hold personal data in clear. */
  readonly inboundRetention?: number;
}

interface TopicPlan {
  readonly topic: string;
  readonly partitions: number;
  readonly replication: number;
  readonly settings: Readonly<Record<string, string>>;
}

export interface TopicDifference {
  readonly topic: string;
  /** `partitions`, `replication` or a setting of the topic. */
  readonly setting: string;
  readonly wanted: string;
  readonly found: string;
}

export interface EnsuredTopics {
  readonly created: readonly string[];
  /** Topics that were there as they should be. */
  readonly unchanged: readonly string[];
  /** What of topics that were there is otherwise; nothing of it is changed. */
  readonly differences: readonly TopicDifference[];
}

/** LedgerError `config` unless every bucket belongs to one partition. */
export const checkPartitions = (partitions: number): void => {
  if (Number.isInteger(partitions) && partitions > 0 && BUCKETS % partitions === 0) return;
  throw new LedgerError('config', `The events topic cannot have ${partitions} partitions`, {
    path: 'partitions',
    hint: `Use a divisor of ${BUCKETS}: 1, 2, 4, 8, 16, 32 or 64.`,
  });
};

/** The partition that carries a bucket. */
export const partitionOf = (bucket: number, partitions: number): number => bucket % partitions;

/** The buckets that a partition carries, ascending. */
export const bucketsOf = (partition: number, partitions: number): readonly number[] =>
  Array.from({ length: BUCKETS }, (_, bucket) => bucket).filter(
    (bucket) => partitionOf(bucket, partitions) === partition,
  );

const plansOf = (options: TopicsOptions, brokers: number): readonly TopicPlan[] => {
  const { prefix = '', partitions = 16, inboundPartitions = 8, inboundRetention = 30 * DAY } = options;
  checkPartitions(partitions);
  const replication = options.replication ?? Math.min(3, brokers);
  const safe = {
    'cleanup.policy': 'delete',
    'min.insync.replicas': String(replication >= 3 ? 2 : 1),
    'unclean.leader.election.enable': 'false',
  };
  const passing = { ...safe, 'retention.ms': String(inboundRetention) };
  return [
    {
      topic: `${prefix}${EVENTS_TOPIC}`,
      partitions,
      replication,
      settings: {
        ...safe,
        'retention.ms': '-1',
        'retention.bytes': '-1',
        'max.message.bytes': String(LONGEST_BATCH),
      },
    },
    {
      topic: `${prefix}${INBOUND_TOPIC}`,
      partitions: inboundPartitions,
      replication,
      settings: { ...passing, 'max.message.bytes': String(LONGEST_INBOUND) },
    },
    {
      topic: `${prefix}${REJECTED_TOPIC}`,
      partitions: inboundPartitions,
      replication,
      // A message of the longest sort and its reason beside it.
      settings: { ...passing, 'max.message.bytes': String(2 * LONGEST_INBOUND) },
    },
  ];
};

const differencesOf = async (admin: Admin, plan: TopicPlan): Promise<readonly TopicDifference[]> => {
  const { topic } = plan;
  const [metadata] = (await admin.fetchTopicMetadata({ topics: [topic] })).topics;
  const partitions = metadata?.partitions ?? [];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configNames: Object.keys(plan.settings) }],
  });
  const found = new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
  const compared = [
    ['partitions', String(plan.partitions), String(partitions.length)],
    ['replication', String(plan.replication), String(Math.min(...partitions.map(({ replicas }) => replicas.length)))],
    ...Object.entries(plan.settings).map(([name, wanted]) => [name, wanted, found.get(name) ?? ''] as const),
  ] as const;
  return compared.flatMap(([setting, wanted, is]) => (wanted === is ? [] : [{ topic, setting, wanted, found: is }]));
};

const create = (admin: Admin, { topic, partitions, replication, settings }: TopicPlan): Promise<boolean> =>
  admin.createTopics({
    waitForLeaders: false,
    topics: [
      {
        topic,
        numPartitions: partitions,
        replicationFactor: replication,
        configEntries: Object.entries(settings).map(([name, value]) => ({ name, value })),
      },
    ],
  });

/** A broker may not know yet what the controller has just made; kafkajs takes its ignorance for an answer. */
const untilLed = async (admin: Admin, { topic, partitions }: TopicPlan): Promise<void> => {
  const end = performance.now() + LEADERS_MS;
  for (;;) {
    try {
      const [found] = (await admin.fetchTopicMetadata({ topics: [topic] })).topics;
      const led = found?.partitions.filter(({ leader, partitionErrorCode }) => leader >= 0 && partitionErrorCode === 0);
      if (led?.length === partitions) return;
      throw new Error(`${topic} has no leaders yet`);
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await delay(LOOK_MS);
  }
};

/** Which of the topics are there, and how they differ from what `ensureTopics` would make. What kafkajs throws. */
export const compareTopics = async (admin: Admin, options: TopicsOptions, brokers: number) => {
  const plans = plansOf(options, brokers);
  const there = new Set(await admin.listTopics());
  const found = plans.filter(({ topic }) => there.has(topic));
  const differences: TopicDifference[] = [];
  for (const plan of found) differences.push(...(await differencesOf(admin, plan)));
  const names = (some: readonly TopicPlan[]): readonly string[] => some.map(({ topic }) => topic);
  return { found: names(found), missing: names(plans.filter((plan) => !found.includes(plan))), differences };
};

/**
 * Makes the topics that are missing and tells how those that are there differ; it never changes or empties a topic. Running it
 * again changes nothing. LedgerErrors: `config`, `unavailable`.
 */
export const ensureTopics = async (settings: KafkaSettings, options: TopicsOptions = {}): Promise<EnsuredTopics> => {
  const admin = kafkaOf(settings).admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    const plans = plansOf(options, brokers.length);
    const there = new Set(await admin.listTopics());
    const created: string[] = [];
    const unchanged: string[] = [];
    const differences: TopicDifference[] = [];
    for (const plan of plans) {
      if (!there.has(plan.topic) && (await create(admin, plan))) {
        await untilLed(admin, plan);
        created.push(plan.topic);
        continue;
      }
      const found = await differencesOf(admin, plan);
      differences.push(...found);
      if (found.length === 0) unchanged.push(plan.topic);
    }
    return { created, unchanged, differences };
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    throw new LedgerError('unavailable', `The topics could not be ensured: ${(error as Error).message}`, {
      cause: error,
      hint: 'Check the brokers, and that this user may create topics.',
    });
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};
