import { LedgerError, isLedgerError, said } from '@complaint-ledger/contracts';
import type { Admin } from 'kafkajs';
import { askApiVersions, notSpoken } from './api-versions.ts';
import { type KafkaSettings, kafkaOf } from './settings.ts';
import { type TopicDifference, type TopicsOptions, compareTopics } from './topics.ts';

export interface KafkaLook {
  readonly clusterId: string;
  /** `host:port` of every broker that the cluster has now. */
  readonly brokers: readonly string[];
  /** How many sorts of requests they speak, and which that this ledger makes they do not. */
  readonly requests: { readonly spoken: number; readonly missing: readonly string[] };
  readonly topics: TopicsLook;
  readonly groups: readonly GroupLook[];
}

export interface TopicsLook {
  readonly missing: readonly string[];
  /** How those that are there differ from what `ensureTopics` would make. */
  readonly differences: readonly TopicDifference[];
  /** Partitions of ours whose copies are not all up to date, and those without a leader. */
  readonly behind: readonly string[];
  readonly leaderless: readonly string[];
}

/** One consumer group of the ledger. */
export interface GroupLook {
  readonly group: string;
  /** `Stable`, `Empty`, `PreparingRebalance`, …: Kafka's word. */
  readonly state: string;
  readonly members: number;
  /** Messages that the group has not committed. */
  readonly lag: number;
}

const refused = new Set(['KafkaJSSASLAuthenticationError', 'SASL_AUTHENTICATION_FAILED']);

/** The first cause: kafkajs wraps what happened in the number of retries. */
const causeOf = (error: Error): Error => (error.cause instanceof Error ? causeOf(error.cause) : error);

const kafkaFailure = (error: unknown): unknown => {
  if (isLedgerError(error) || !(error instanceof Error)) return error;
  const cause = causeOf(error);
  const { message, name } = cause;
  if (refused.has(name) || /authenticat|sasl|authoriz/i.test(message))
    return new LedgerError('config', said(`Kafka refuses this user: ${message}.`, `Kafka 拒绝此用户：${message}。`), {
      hint: said(
        'Check LEDGER_KAFKA_SASL, user and password, and the rights in deploy/kafka/README.md.',
        '请检查 LEDGER_KAFKA_SASL、用户和口令，以及 deploy/kafka/README.md 所列的权限。',
      ),
      cause: error,
    });
  if (/certificate|self.signed|SSL|TLS/i.test(message))
    return new LedgerError(
      'config',
      said(`Kafka cannot be spoken to over TLS: ${message}.`, `无法用 TLS 连接 Kafka：${message}。`),
      {
        hint: said(
          'Let LEDGER_KAFKA_TLS name the PEM file with the authority of its certificate.',
          '请让 LEDGER_KAFKA_TLS 指向其证书颁发机构的 PEM 文件。',
        ),
        cause: error,
      },
    );
  return new LedgerError('unavailable', said(`Kafka does not answer: ${message}.`, `Kafka 没有应答：${message}。`), {
    hint: said(
      'Check LEDGER_KAFKA, that the brokers run, and that a firewall lets this machine reach them.',
      '请检查 LEDGER_KAFKA、broker 是否在运行、防火墙是否放行。',
    ),
    cause: error,
  });
};

const placesOf = async (admin: Admin, topics: readonly string[]) => {
  if (topics.length === 0) return { behind: [], leaderless: [] };
  const { topics: found } = await admin.fetchTopicMetadata({ topics: [...topics] });
  const all = found.flatMap(({ name, partitions }) => partitions.map((each) => ({ name, ...each })));
  const named = ({ name, partitionId }: (typeof all)[number]): string => `${name}/${partitionId}`;
  return {
    behind: all.filter(({ isr, replicas }) => isr.length < replicas.length).map(named),
    leaderless: all.filter(({ leader }) => leader < 0).map(named),
  };
};

const lagOf = async (admin: Admin, groupId: string, known: ReadonlySet<string>): Promise<number> => {
  let lag = 0;
  for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
    if (!known.has(topic)) continue;
    const ends = new Map(
      (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, BigInt(high)]),
    );
    for (const { partition, offset } of partitions) {
      const from = offset === '-1' ? 0n : BigInt(offset);
      lag += Math.max(0, Number((ends.get(partition) ?? 0n) - from));
    }
  }
  return lag;
};

const groupsOf = async (admin: Admin, prefix: string, known: ReadonlySet<string>): Promise<readonly GroupLook[]> => {
  const { groups } = await admin.listGroups();
  const ours = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(`${prefix}ledger.`));
  if (ours.length === 0) return [];
  const { groups: described } = await admin.describeGroups(ours);
  const looks: GroupLook[] = [];
  for (const { groupId, state, members } of described.toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1)))
    looks.push({ group: groupId, state, members: members.length, lag: await lagOf(admin, groupId, known) });
  return looks;
};

/** Connects and asks; changes nothing. LedgerErrors `config` (user, password, TLS), `unavailable`. */
export const lookAtKafka = async (settings: KafkaSettings, options: TopicsOptions): Promise<KafkaLook> => {
  const admin = kafkaOf(settings).admin({ retry: { retries: 1 } });
  try {
    await admin.connect();
    const { clusterId, brokers } = await admin.describeCluster();
    const addresses = brokers.map(({ host, port }) => `${host}:${port}`);
    const spoken = await askApiVersions(addresses[0] ?? '', {
      tls: settings.tls,
      within: settings.requestTimeout ?? 30_000,
    });
    const { missing, found, differences } = await compareTopics(admin, options, brokers.length);
    return {
      clusterId,
      brokers: addresses,
      requests: { spoken: spoken.size, missing: notSpoken(spoken) },
      topics: { missing, differences, ...(await placesOf(admin, found)) },
      groups: await groupsOf(admin, options.prefix ?? '', new Set(found)),
    };
  } catch (error) {
    throw kafkaFailure(error);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};
