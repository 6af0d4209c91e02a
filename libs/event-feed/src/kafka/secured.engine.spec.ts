import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type KafkaSasl, type KafkaSettings, kafkaOf } from './settings.ts';

/** `user:password@host:port` of a broker behind TLS that knows SCRAM-SHA-512 and PLAIN; its certificate in LEDGER_KAFKA_CA. */
const secured = process.env['LEDGER_KAFKA_SECURED'];
const certificate = process.env['LEDGER_KAFKA_CA'];
const [, username = '', password = '', broker = ''] = /^([^:]+):(.+)@([^@]+)$/.exec(secured ?? '') ?? [];

const connects = async (settings: Pick<KafkaSettings, 'tls' | 'sasl'>): Promise<boolean> => {
  const admin = kafkaOf({ brokers: [broker], connectionTimeout: 2_000, ...settings }).admin({ retry: { retries: 0 } });
  try {
    await admin.connect();
    await admin.listTopics();
    return true;
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
};

describe('a broker behind TLS and a password', () => {
  if (secured === undefined || certificate === undefined) {
    it('is not there to be tried: LEDGER_KAFKA is somebody’s own and LEDGER_KAFKA_SECURED names none', () => {
      expect(process.env['LEDGER_KAFKA']).toBeDefined();
    });
    return;
  }
  const tls = { ca: readFileSync(certificate, 'utf8') };

  it.each(['plain', 'scram-sha-512'] as const)('lets in who has the password (%s)', async (mechanism) => {
    expect(await connects({ tls, sasl: { mechanism, username, password } })).toBe(true);
  });

  it.each<[string, KafkaSasl | undefined]>([
    ['another password', { mechanism: 'scram-sha-512', username, password: 'guessed' }],
    ['a mechanism that it does not know', { mechanism: 'scram-sha-256', username, password }],
    ['nothing', undefined],
  ])('keeps out who has %s', async (_, sasl) => {
    expect(await connects({ tls, ...(sasl && { sasl }) })).toBe(false);
  });

  it('is not trusted without its certificate', async () => {
    expect(await connects({ tls: {}, sasl: { mechanism: 'scram-sha-512', username, password } })).toBe(false);
  });
});
