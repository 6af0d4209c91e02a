import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isDistributed, readDistributed, readVault } from './distributed.ts';

const whole = {
  LEDGER_EVENTS: 'kurrentdb://a:2113',
  LEDGER_KAFKA: 'k1:9092, k2:9092',
  LEDGER_MONGODB: 'mongodb://m/ledger',
  LEDGER_VAULT_KEY: Buffer.alloc(32, 7).toString('base64'),
};

describe('settings of the distributed set-up', () => {
  it('are read from the environment', () => {
    expect(isDistributed({})).toBe(false);
    expect(isDistributed(whole)).toBe(true);
    expect(readDistributed(whole)).toEqual({
      events: 'kurrentdb://a:2113',
      namespace: 'complaint-ledger',
      kafka: { brokers: ['k1:9092', 'k2:9092'] },
      prefix: '',
      mongodb: 'mongodb://m/ledger',
      vault: { key: expect.objectContaining({ id: expect.stringMatching(/^[0-9a-f]{32}$/) }) },
      leaseMs: 10_000,
      graceMs: 2_000,
    });
  });

  it.each([
    [{ LEDGER_KAFKA: whole.LEDGER_KAFKA, LEDGER_MONGODB: whole.LEDGER_MONGODB }, 'LEDGER_KAFKA, LEDGER_MONGODB set'],
    [{ LEDGER_MONGODB: whole.LEDGER_MONGODB, LEDGER_EVENTS: '' }, 'LEDGER_MONGODB set'],
  ])('choose no set-up when they name engines, but not where the log is: %j', (environment, words) => {
    expect(() => isDistributed(environment)).toThrow(`${words}, LEDGER_EVENTS not`);
  });

  it.each(Object.keys(whole))('say that %s is missing', (variable) => {
    expect(() => readDistributed({ ...whole, [variable]: '' })).toThrow(`${variable} is missing`);
  });

  it('take a secret from a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-'));
    const path = join(folder, 'mongodb');
    writeFileSync(path, 'mongodb://secret@m/ledger\n');
    const { LEDGER_MONGODB: _, ...rest } = whole;
    expect(readDistributed({ ...rest, LEDGER_MONGODB_FILE: path }).mongodb).toBe('mongodb://secret@m/ledger');
    expect(() => readDistributed({ ...whole, LEDGER_MONGODB_FILE: path })).toThrow('both set');
    rmSync(folder, { recursive: true });
    expect(() => readDistributed({ ...rest, LEDGER_MONGODB_FILE: path })).toThrow('cannot be read');
  });

  it('take the vault key from a file, too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-'));
    const path = join(folder, 'vault-key');
    writeFileSync(path, `${whole.LEDGER_VAULT_KEY}\n`);
    expect(readVault({ LEDGER_VAULT_KEY_FILE: path }).key?.id).toBe(readVault(whole).key?.id);
    rmSync(folder, { recursive: true });
  });

  it('want user and password with SASL, and a mechanism that there is', () => {
    expect(() => readDistributed({ ...whole, LEDGER_KAFKA_SASL: 'magic' })).toThrow("cannot be 'magic'");
    expect(() => readDistributed({ ...whole, LEDGER_KAFKA_SASL: 'plain', LEDGER_KAFKA_USER: 'u' })).toThrow(
      'LEDGER_KAFKA_PASSWORD is missing',
    );
  });
});
