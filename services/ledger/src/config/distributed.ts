import { readFileSync } from 'node:fs';
import { LedgerError } from '@complaint-ledger/contracts';
import type { KafkaSasl, KafkaSettings } from '@complaint-ledger/event-feed/kafka';
import type { Environment } from './configuration.ts';
import { type DistributedSettingName, distributedSettings } from './settings.ts';

/** Where the engines of the distributed set-up are. */
export interface Distributed {
  readonly events: string;
  readonly namespace: string;
  readonly kafka: KafkaSettings;
  /** Before the names of topics and groups. */
  readonly prefix: string;
  readonly mongodb: string;
  readonly vaultKey: string;
}

const FILE = '_FILE';

const fileText = (variable: string, path: string): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new LedgerError('config', `The file that ${variable} names cannot be read.`, {
      path: variable,
      hint: `Check that ${path} is there and that this user may read it.`,
      cause: error,
    });
  }
};

/** The value of a setting, from its variable or from the file that the variable with _FILE names. LedgerError `config`. */
const read = (name: DistributedSettingName, env: Environment): string => {
  const { env: variable, default: preset } = distributedSettings[name];
  const [value = '', path = ''] = [env[variable], env[variable + FILE]];
  if (value !== '' && path !== '') {
    throw new LedgerError('config', `${variable} and ${variable}${FILE} are both set.`, {
      path: variable,
      hint: 'Set one of them.',
    });
  }
  return value || (path === '' ? '' : fileText(variable + FILE, path)) || preset;
};

const required = (name: DistributedSettingName, env: Environment): string => {
  const value = read(name, env);
  if (value !== '') return value;
  const { env: variable, en } = distributedSettings[name];
  throw new LedgerError('config', `${variable} is missing: the distributed set-up needs it.`, {
    path: variable,
    hint: `Set ${variable} or ${variable}${FILE}: ${en}.`,
  });
};

const saslOf = (env: Environment): KafkaSasl | undefined => {
  const mechanism = read('kafkaSasl', env).toLowerCase();
  if (mechanism === '') return undefined;
  if (mechanism !== 'plain' && mechanism !== 'scram-sha-256' && mechanism !== 'scram-sha-512') {
    throw new LedgerError('config', `LEDGER_KAFKA_SASL cannot be '${mechanism}'.`, {
      path: 'LEDGER_KAFKA_SASL',
      hint: 'Use plain, scram-sha-256 or scram-sha-512.',
    });
  }
  return { mechanism, username: required('kafkaUser', env), password: required('kafkaPassword', env) };
};

const tlsOf = (env: Environment): Pick<KafkaSettings, 'tls'> => {
  const tls = read('kafkaTls', env);
  if (tls === 'false') return {};
  return { tls: tls === 'true' ? {} : { ca: fileText('LEDGER_KAFKA_TLS', tls) } };
};

const brokersIn = (env: Environment): readonly string[] =>
  required('kafka', env)
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** How Kafka is reached. LedgerError `config` names the variable that is missing or wrong. */
export const readKafka = (env: Environment): Pick<Distributed, 'kafka' | 'prefix'> => {
  const sasl = saslOf(env);
  return {
    kafka: { brokers: brokersIn(env), ...tlsOf(env), ...(sasl && { sasl }) },
    prefix: read('kafkaPrefix', env),
  };
};

/** Where MongoDB is, for what needs nothing else. LedgerError `config`. */
export const readMongoDb = (env: Environment): string => required('mongodb', env);

/** Whether the environment asks for the distributed set-up. */
export const isDistributed = (env: Environment): boolean => read('events', env) !== '';

/** LedgerError `config` names the variable that is missing or wrong. */
export const readDistributed = (env: Environment): Distributed => ({
  events: required('events', env),
  namespace: read('namespace', env),
  ...readKafka(env),
  mongodb: readMongoDb(env),
  vaultKey: required('vaultKey', env),
});
