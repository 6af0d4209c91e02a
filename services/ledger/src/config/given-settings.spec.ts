import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerError, toldIn } from '@complaint-ledger/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readConfiguration } from './configuration.ts';
import { distributedOf, topicsOf } from './distributed.ts';
import { type Environment, type Flags, GivenSettings } from './given-settings.ts';
import { readWebhookSettings } from './webhook-settings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'given-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (text: string, name = 'ledger.yaml'): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const given = (text: string, flags: Flags = {}, environment: Environment = {}): GivenSettings =>
  new GivenSettings({ config: file(text), ...flags }, environment, '/srv');

const fault = (text: string, language: 'en' | 'zh-CN' = 'en'): string => {
  try {
    const settings = given(text);
    const [first] = settings.faults();
    if (first !== undefined) throw first;
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const { message, hint = '' } = toldIn(error, language);
    return `${error.code} ${message} ${hint}`.replaceAll(folder, '');
  }
  return 'no fault';
};

describe('a setting', () => {
  it('is taken from the flag before the variable, the file and the default', () => {
    const [flags, environment, text] = [{ port: '1' }, { LEDGER_PORT: '2' }, 'port: 3'];
    expect(given(text, flags, environment).value('port')).toBe(1);
    expect(given(text, {}, environment).value('port')).toBe(2);
    expect(given(text).value('port')).toBe(3);
    expect(given('').value('port')).toBe(8321);
  });

  it('knows where it was said', () => {
    const settings = given('\nport: 3\nmongodb: { file: mongo }\nhost: h', { pack: ['a.yaml'] }, { LEDGER_HOST: 'x' });
    writeFileSync(join(folder, 'mongo'), 'mongodb://m/ledger\n');
    expect(settings.origin('packs')).toEqual({ from: 'flag', flag: '--pack' });
    expect(settings.origin('host')).toEqual({ from: 'variable', variable: 'LEDGER_HOST' });
    expect(settings.origin('port')).toEqual({ from: 'file', file: join(folder, 'ledger.yaml'), line: 2 });
    expect(settings.heldIn('mongodb')).toBe(join(folder, 'mongo'));
    expect(settings.origin('log')).toEqual({ from: 'default' });
  });

  it('may be the name of a file by any variable with _FILE, but not both', () => {
    const path = file('9000\n', 'port');
    expect(new GivenSettings({}, { LEDGER_PORT_FILE: path }).value('port')).toBe(9000);
    const both = new GivenSettings({}, { LEDGER_PORT_FILE: path, LEDGER_PORT: '1' });
    expect(() => both.value('port')).toThrow('LEDGER_PORT and LEDGER_PORT_FILE are both set.');
  });
});

describe('a file that holds a value', () => {
  it('is refused when it is empty: a secret that did not arrive is not the same as none', () => {
    const path = file('\n', 'empty');
    const settings = new GivenSettings({}, { LEDGER_EVENTS_FILE: path });
    expect(() => settings.value('events')).toThrow('The file that LEDGER_EVENTS_FILE names is empty.');
    expect(() => given(`vaultKey: { file: ${path} }`).value('vaultKey')).toThrow('ledger.yaml:1 names is empty.');
    expect(() => readWebhookSettings(undefined, { LEDGER_WEBHOOK_SECRET_ZENDESK_FILE: path })).toThrow('is empty.');
  });

  it('is not repeated when it is not what was meant', () => {
    const path = file('port: 9000\nkafka: { password: Geheim }\n');
    const refused = expect.objectContaining({ message: expect.not.stringContaining('Geheim'), code: 'config' });
    expect(() => new GivenSettings({}, { LEDGER_CONFIG_FILE: path })).toThrow(refused);
    expect(() => new GivenSettings({}, { LEDGER_PORT_FILE: path }).value('port')).toThrow(refused);
  });
});

it.each([',', ' ', 'k1', 'k1:9092 k2:9092'])('no brokers are read from %j', (brokers) => {
  expect(() => new GivenSettings({}, { LEDGER_KAFKA: brokers }).value('kafka')).toThrow('LEDGER_KAFKA cannot be');
});

describe('a configuration file', () => {
  it('is found by the variable, and its paths begin at its folder', () => {
    const path = file('data: books\npacks: [a.yaml, /b.yaml]\nlanguage: zh-CN\nlog: info\npolicy: telecom\n');
    expect(readConfiguration({}, { LEDGER_CONFIG: path }, '/srv')).toMatchObject({
      data: join(folder, 'books'),
      packs: [join(folder, 'a.yaml'), '/b.yaml'],
      language: 'zh-CN',
      log: 'info',
      policy: 'telecom',
    });
  });

  it('holds the distributed set-up and the topics', () => {
    file(Buffer.alloc(32, 7).toString('base64'), 'key');
    file('s3cret', 'password');
    file('PEM', 'ca.pem');
    const settings = given(`
events: kurrentdb://e:2113
kafka: { brokers: ['k1:9092', 'k2:9092'], prefix: r2., tls: ca.pem, sasl: scram-sha-512, user: u, password: { file: password } }
mongodb: mongodb://m/ledger
vaultKey: { file: key }
leaseMs: 20000
topics: { partitions: 32, replication: 3 }
`);
    expect(distributedOf(settings)).toMatchObject({
      events: 'kurrentdb://e:2113',
      kafka: {
        brokers: ['k1:9092', 'k2:9092'],
        tls: { ca: 'PEM' },
        sasl: { mechanism: 'scram-sha-512', username: 'u', password: 's3cret' },
      },
      prefix: 'r2.',
      leaseMs: 20_000,
    });
    expect(topicsOf(settings)).toEqual({
      prefix: 'r2.',
      partitions: 32,
      inboundPartitions: 8,
      replication: 3,
      inboundRetention: 2_592_000_000,
    });
  });

  it('may hold the webhook presets themselves', () => {
    const path = file('port: 9000\nwebhooks:\n  zendesk: { secret: filed, policy: standard }\n');
    const environment = { LEDGER_CONFIG: path, LEDGER_WEBHOOK_SECRET_FRESHDESK_FILE: file('held\n', 'fresh') };
    const { webhooks } = readConfiguration({}, environment);
    expect(readWebhookSettings(webhooks, environment)).toEqual({
      zendesk: { secret: 'filed', policy: 'standard' },
      freshdesk: { secret: 'held' },
    });
  });

  it.each([
    ['prot: 9000', "/ledger.yaml:1: prot: There is no key 'prot' here. Do you mean 'port'?"],
    ['kafka:\n  broker: [a:1]', "/ledger.yaml:2: kafka.broker: There is no key 'broker' here. Do you mean 'brokers'?"],
    ['port: http', "/ledger.yaml:1: port: 'http' stands where a whole number must be."],
    ['port: 70000', '/ledger.yaml:1: port: 70000 is out of range.'],
    ['\nlog: loud', "/ledger.yaml:2: log: 'loud' is not known here."],
    ['topics: { partitions: 5 }', '/ledger.yaml:1: topics.partitions: 5 is not known here.'],
    ['mongodb: { fiel: x }', "/ledger.yaml:1: mongodb.fiel: There is no key 'fiel' here."],
    ['webhooks: { zendesk: { secrets: x } }', "webhooks.zendesk.secrets: There is no key 'secrets' here."],
    ['events: http://e', "/ledger.yaml:1 cannot be '…'. Write it as kurrentdb://user:secret@host:2113?tls=true."],
    ['vaultKey: { file: nowhere }', 'The file that /ledger.yaml:1 names cannot be read.'],
    ['port: [', 'This is not valid YAML'],
    ['kafka: { password: 20261122 }', "/ledger.yaml:1: kafka.password: '…' stands where a text or a table must be."],
    ['webhooks: { zendesk: { secret: 1 } }', "webhooks.zendesk.secret: '…' stands where a text must be."],
  ])('is refused with its line and what to do: %j', (text, words) => {
    expect(fault(text)).toContain(words);
    expect(fault(text)).toMatch(/^config .*\S/);
    expect(fault(text, 'zh-CN')).toMatch(/[\u4E00-\u9FFF]/);
  });

  it('is refused when it is not there', () => {
    expect(() => new GivenSettings({ config: '/nowhere.yaml' }, {})).toThrow('The file /nowhere.yaml cannot be read.');
  });
});
