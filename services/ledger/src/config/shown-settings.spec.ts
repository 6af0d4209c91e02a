import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandLine } from '../testing/terminal.ts';
import { GivenSettings } from './given-settings.ts';
import { shownOrigin, shownSettings } from './shown-settings.ts';

describe('settings as they are shown', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shown-settings-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('have no secret in them, whichever it is', () => {
    const environment = {
      LEDGER_EVENTS: 'kurrentdb://user:Geheim@host:2113?tls=true',
      LEDGER_MONGODB: 'mongodb://user:Geheim%40@a:1,b:2/ledger',
      LEDGER_KAFKA_PASSWORD: 'Geheim',
      LEDGER_VAULT_KEY: 'Geheim',
      LEDGER_VAULT_KEY_PREVIOUS: 'Geheim',
      LEDGER_KEY: 'Geheim',
    };
    const shown = shownSettings(new GivenSettings({}, environment));
    expect(JSON.stringify(shown)).not.toContain('Geheim');
    const values = new Map(shown.map(({ name, value }) => [name, value]));
    expect(values.get('events')).toBe('kurrentdb://user:•••@host:2113?tls=true');
    expect(values.get('mongodb')).toBe('mongodb://user:•••@a:1,b:2/ledger');
    expect(values.get('vaultKey')).toBe('•••');
    expect(values.get('kafkaPassword')).toBe('•••');
    expect(values.get('replication')).toBe(null);
  });

  it.each([
    ['mongodb://user:Ge/heim@h/ledger', 'mongodb://user:•••@h/ledger'],
    ['mongodb://user:Ge@heim@h/ledger', 'mongodb://user:•••@h/ledger'],
    ['mongodb://us@er:Geheim@h/ledger', 'mongodb://us@er:•••@h/ledger'],
    ['mongodb://user@h:1/ledger?tls=true', 'mongodb://user@h:1/ledger?tls=true'],
    [
      'mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:Geheim&tlsCertificateKeyFilePassword=Geheim&tls=true',
      'mongodb://h/?authMechanismProperties=•••&tlsCertificateKeyFilePassword=•••&tls=true',
    ],
  ])('have no password in %s', (LEDGER_MONGODB, told) => {
    const shown = shownSettings(new GivenSettings({}, { LEDGER_MONGODB }));
    expect(shown.find(({ name }) => name === 'mongodb')?.value).toBe(told);
  });

  it('tell where each was said', () => {
    const secret = join(folder, 'mongodb');
    writeFileSync(secret, 'mongodb://m/ledger\n');
    const shown = shownSettings(new GivenSettings({}, { LEDGER_MONGODB_FILE: secret, LEDGER_KAFKA_TLS: '/ca.pem' }));
    const origin = (name: string): string =>
      shown.flatMap((each) => (each.name === name ? [shownOrigin(each, 'en')] : [])).join('');
    expect(origin('mongodb')).toBe(`LEDGER_MONGODB_FILE → ${secret}`);
    expect(origin('kafkaTls')).toBe('LEDGER_KAFKA_TLS');
    expect(origin('port')).toBe('default');
    expect(shown.find(({ name }) => name === 'kafkaTls')?.value).toBe('/ca.pem');
  });

  it('are what `ledger config show` says, webhooks with them', async () => {
    const line = new CommandLine();
    try {
      const config = join(line.folder, 'ledger.yaml');
      writeFileSync(config, 'port: 9000\nwebhooks: { zendesk: { secret: Geheim, policy: standard } }\n');
      const table = await line.run(['config', 'show', '--config', config]);
      expect(table).toMatchObject({ code: 0, err: '' });
      expect(table.out).toMatch(/port +9000 +\S+ledger\.yaml:1/);
      expect(table.out).toContain('webhooks.zendesk: secret ••• standard');
      const { out } = await line.run(['config', 'show', '--json'], { LEDGER_CONFIG: config, LEDGER_PORT: '9001' });
      const named = join(line.folder, 'which');
      writeFileSync(named, config);
      expect((await line.run(['keys', 'list'], { LEDGER_CONFIG_FILE: named })).code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({
        settings: expect.arrayContaining([
          expect.objectContaining({ key: 'port', value: 9001, origin: { from: 'variable', variable: 'LEDGER_PORT' } }),
        ]),
        webhooks: [{ preset: 'zendesk', policy: 'standard' }],
      });
      expect(table.out + out).not.toContain('Geheim');
      expect(JSON.parse((await line.run(['config', 'schema'])).out)).toMatchObject({ type: 'object' });
    } finally {
      line.remove();
    }
  });

  it('are refused in the language of the reader when the file has a fault', async () => {
    const line = new CommandLine();
    try {
      const config = join(line.folder, 'ledger.yaml');
      writeFileSync(config, 'prot: 9000\n');
      const { code, err } = await line.run(['serve', '--config', config, '--lang', 'zh-CN']);
      expect(code).toBe(1);
      expect(err).toContain('ledger.yaml:1：prot：这里没有“prot”这个键。您是想写“port”吗？');
    } finally {
      line.remove();
    }
  });
});
