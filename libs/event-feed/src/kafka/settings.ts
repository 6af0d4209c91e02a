import type { ConnectionOptions } from 'node:tls';
import { LedgerError } from '@complaint-ledger/contracts';
import kafkajs, { type Kafka } from 'kafkajs';
import { mendRequestQueue } from './request-queue.ts';

/** How a client proves who it is. */
export type KafkaSasl =
  | { readonly mechanism: 'plain'; readonly username: string; readonly password: string }
  | { readonly mechanism: 'scram-sha-256'; readonly username: string; readonly password: string }
  | { readonly mechanism: 'scram-sha-512'; readonly username: string; readonly password: string }
  | {
      readonly mechanism: 'oauthbearer';
      /** Asked again whenever the broker wants a new token. */
      readonly token: () => Promise<string>;
    };

/** What TLS needs beyond the system's certificates; PEM. */
export type KafkaTls = Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'passphrase' | 'servername'>;

/** Why the client says something; never with the content of a message. */
export type KafkaLog = (level: 'error' | 'warn' | 'info', message: string, details: object) => void;

export interface KafkaSettings {
  /** `host:port`, several to begin with. */
  readonly brokers: readonly string[];
  /** Named in the broker's logs and quotas; default `complaint-ledger`. */
  readonly clientId?: string;
  /** Absent: no encryption; `{}`: with the system's certificates. */
  readonly tls?: KafkaTls;
  readonly sasl?: KafkaSasl;
  /** Milliseconds; default 3,000. */
  readonly connectionTimeout?: number;
  /** Milliseconds for one answer; default 30,000. */
  readonly requestTimeout?: number;
  readonly log?: KafkaLog;
}

/** `host:port,host:port`. LedgerError `config`. */
export const brokersOf = (text: string): readonly string[] => {
  const brokers = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const strange = brokers.find((each) => !/^([\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/.test(each));
  if (brokers.length > 0 && strange === undefined) return brokers;
  throw new LedgerError('config', `"${strange ?? text}" is not the address of a Kafka broker`, {
    hint: 'Give host:port, several with commas between them.',
  });
};

const { logLevel } = kafkajs;
const levels = { [logLevel.ERROR]: 'error', [logLevel.WARN]: 'warn', [logLevel.INFO]: 'info' } as const;

const saslOf = (sasl: KafkaSasl) => {
  switch (sasl.mechanism) {
    case 'oauthbearer':
      return { mechanism: sasl.mechanism, oauthBearerProvider: async () => ({ value: await sasl.token() }) } as const;
    case 'plain':
    case 'scram-sha-256':
    case 'scram-sha-512':
      return sasl;
  }
};

/** A client of the cluster. LedgerError `config` when a password would go over the wire in clear. */
export const kafkaOf = (settings: KafkaSettings): Kafka => {
  const { brokers, clientId = 'complaint-ledger', tls, sasl, log } = settings;
  if (tls === undefined && (sasl?.mechanism === 'plain' || sasl?.mechanism === 'oauthbearer')) {
    throw new LedgerError('config', `SASL ${sasl.mechanism} without TLS shows the secret to everybody on the way`, {
      path: 'tls',
      hint: 'Switch TLS on, or use SCRAM.',
    });
  }
  mendRequestQueue();
  return new kafkajs.Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: settings.connectionTimeout ?? 3_000,
    requestTimeout: settings.requestTimeout ?? 30_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 6 },
    ...(tls && { ssl: { ...tls } }),
    ...(sasl && { sasl: saslOf(sasl) }),
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      const level = levels[entry.level as keyof typeof levels];
      if (level === undefined) return;
      const { message, ...details } = entry.log;
      log?.(level, message, details);
    },
  });
};
