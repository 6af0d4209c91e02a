import { LedgerError, said } from '@complaint-ledger/contracts';
import type { KafkaSasl, KafkaSettings, TopicsOptions } from '@complaint-ledger/event-feed/kafka';
import { type GivenKeys, keysFromEnvironment } from '@complaint-ledger/vault';
import { type Environment, GivenSettings } from './given-settings.ts';
import { heldText } from './held-text.ts';
import { settingOf } from './settings.ts';

/** Where the engines of the distributed set-up are. */
export interface Distributed {
  readonly events: string;
  readonly namespace: string;
  readonly kafka: KafkaSettings;
  /** Before the names of topics and groups. */
  readonly prefix: string;
  readonly mongodb: string;
  readonly vault: GivenKeys;
  /** Milliseconds without a sign of life after which another process takes over. */
  readonly leaseMs: number;
  /** How far deadlines are judged behind the wall clock, ms. */
  readonly graceMs: number;
}

const saslOf = (settings: GivenSettings): KafkaSasl | undefined => {
  const mechanism = settings.value('kafkaSasl');
  if (mechanism === undefined) return undefined;
  return { mechanism, username: settings.needed('kafkaUser'), password: settings.needed('kafkaPassword') };
};

const tlsOf = (settings: GivenSettings): Pick<KafkaSettings, 'tls'> => {
  const tls = settings.needed('kafkaTls');
  if (tls === false) return {};
  return { tls: tls === true ? {} : { ca: heldText(tls.authority, 'LEDGER_KAFKA_TLS') } };
};

/** How Kafka is reached. LedgerError `config` names the variable that is missing or wrong. */
export const kafkaOf = (settings: GivenSettings): Pick<Distributed, 'kafka' | 'prefix'> => {
  const sasl = saslOf(settings);
  return {
    kafka: { brokers: settings.needed('kafka'), ...tlsOf(settings), ...(sasl && { sasl }) },
    prefix: settings.value('kafkaPrefix') ?? '',
  };
};

/** How the topics are to be. LedgerError `config`. */
export const topicsOf = (settings: GivenSettings): TopicsOptions => {
  const replication = settings.value('replication');
  return {
    prefix: settings.value('kafkaPrefix') ?? '',
    partitions: settings.needed('partitions'),
    inboundPartitions: settings.needed('inboundPartitions'),
    inboundRetention: 1_000 * settings.needed('inboundRetention'),
    ...(replication !== undefined && { replication }),
  };
};

/** The keys of the vault, as far as they are given. LedgerErrors `unavailable`, `config`. */
export const vaultOf = (settings: GivenSettings): GivenKeys =>
  keysFromEnvironment({
    LEDGER_VAULT_KEY: settings.value('vaultKey'),
    LEDGER_VAULT_KEY_PREVIOUS: settings.value('vaultKeyPrevious'),
  });

/** The same, from the environment and the configuration file that it names. */
export const readVault = (env: Environment): GivenKeys => vaultOf(new GivenSettings({}, env));

/** Keys of a vault that several processes share: each would make one of its own, were none given. */
const sharedVaultOf = (settings: GivenSettings): GivenKeys => {
  settings.needed('vaultKey');
  return vaultOf(settings);
};

/** LedgerError `config` names the variable that is missing or wrong. */
export const distributedOf = (settings: GivenSettings): Distributed => ({
  events: settings.needed('events'),
  namespace: settings.needed('namespace'),
  ...kafkaOf(settings),
  mongodb: settings.needed('mongodb'),
  vault: sharedVaultOf(settings),
  leaseMs: settings.needed('lease'),
  graceMs: settings.needed('grace'),
});

/** Where MongoDB is, for what needs nothing else. LedgerError `config`. */
export const readMongoDb = (env: Environment): string => new GivenSettings({}, env).needed('mongodb');

/** What is wrong with settings that name engines, but not the one with the log, which chooses the distributed set-up. */
export const halfDistributed = (settings: GivenSettings): LedgerError | undefined => {
  const engines = (['kafka', 'mongodb'] as const).filter((name) => settings.value(name) !== undefined);
  if (engines.length === 0 || settings.value('events') !== undefined) return undefined;
  const variables = engines.map((name) => settingOf(name).env);
  return new LedgerError(
    'config',
    said(
      `${variables.join(', ')} set, LEDGER_EVENTS not: one process with a folder would take what is meant for the engines.`,
      `设置了 ${variables.join('、')}，却没有设置 LEDGER_EVENTS：单进程账本会把本应进入各引擎的数据收进自己的文件夹。`,
    ),
    {
      path: 'LEDGER_EVENTS',
      hint: said(
        `Set LEDGER_EVENTS for the distributed set-up, or take ${variables.join(', ')} away for one process with a folder.`,
        `分布式部署请设置 LEDGER_EVENTS；单进程请去掉 ${variables.join('、')}。`,
      ),
    },
  );
};

/**
 * Whether the environment, or the configuration file that it names, asks for the distributed set-up. LedgerError `config` when it does so
 * by half: whoever misspelt or forgot LEDGER_EVENTS would begin a second ledger and not notice.
 */
export const isDistributed = (env: Environment): boolean => {
  const settings = new GivenSettings({}, env);
  const half = halfDistributed(settings);
  if (half !== undefined) throw half;
  return settings.value('events') !== undefined;
};

/** LedgerError `config` names the variable that is missing or wrong. */
export const readDistributed = (env: Environment): Distributed => distributedOf(new GivenSettings({}, env));
