import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { brokersOf, ensureTopics } from '@complaint-ledger/event-feed/kafka';
import { openMongoProjectionStore } from '@complaint-ledger/projection-store/mongodb';
import { openMongoVault } from '@complaint-ledger/vault/mongodb';
import kafkajs from 'kafkajs';
import { configurationOf } from '../config/configuration.ts';
import { readVault } from '../config/distributed.ts';
import { GivenSettings } from '../config/given-settings.ts';
import { type Cluster, openCluster } from '../distributed/cluster.ts';
import { type Corner, takeCorner } from '../distributed/corner.ts';
import { Closing } from '../open/closing.ts';
import { filedEvent } from '../testing/events.ts';
import { CommandLine } from '../testing/terminal.ts';
import { checksOf } from './checks-of.ts';
import { examine } from './examine.ts';

interface Found {
  readonly ok: boolean;
  readonly findings: readonly {
    readonly check: string;
    readonly outcome: string;
    readonly detail: string;
    readonly advice?: string;
    readonly ms: number;
  }[];
}

/** As the corners of the specs have them. */
const TOPICS = { LEDGER_TOPICS_PARTITIONS: '8', LEDGER_TOPICS_INBOUND_PARTITIONS: '1', LEDGER_TOPICS_REPLICATION: '1' };

let line: CommandLine;
beforeEach(() => {
  line = new CommandLine();
});
afterEach(() => line.remove());

const doctor = async (
  environment: Readonly<Record<string, string>>,
  ...flags: readonly string[]
): Promise<Found & { readonly code: number }> => {
  const { code, out } = await line.run(['doctor', '--json', '--port', '0', ...flags], { ...TOPICS, ...environment });
  return { code, ...(JSON.parse(out) as Found) };
};

const outcomeOf = ({ findings }: Found, check: string): string =>
  [...new Set(findings.filter((each) => each.check === check).map(({ outcome }) => outcome))].join(' ');

const detailOf = ({ findings }: Found, check: string): string =>
  findings
    .filter((each) => each.check === check)
    .map(({ detail, advice = '' }) => `${detail} ${advice}`)
    .join('\n');

describe('the doctor of a distributed ledger', () => {
  let corner: Corner;
  beforeEach(() => {
    corner = takeCorner();
  });
  afterEach(() => corner.clear());

  const ensure = () =>
    ensureTopics(
      { brokers: brokersOf(corner.environment.LEDGER_KAFKA) },
      { prefix: corner.environment.LEDGER_KAFKA_PREFIX, partitions: 8, inboundPartitions: 1, replication: 1 },
    );

  it('finds servers that are there and topics that are not', async () => {
    const found = await doctor(corner.environment);
    expect(found.code).toBe(1);
    expect(outcomeOf(found, 'kafka topics')).toBe('failed');
    expect(detailOf(found, 'kafka topics')).toContain('ledger topics ensure');
    expect(found.findings.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)).toEqual(
      Array.from({ length: 3 }, () => 'kafka topics'),
    );
    expect(detailOf(found, 'kurrentdb')).toMatch(/version \S+/);
    expect(detailOf(found, 'kafka')).toMatch(/cluster \S+, \d+ brokers?:/);
    expect(detailOf(found, 'mongodb')).toMatch(/version \d/);
    expect(detailOf(found, 'mongodb clock')).toMatch(/the clock of MongoDB is \d/);
    expect(detailOf(found, 'vault')).toContain('no vault yet');
  }, 60_000);

  it('finds topics whose settings would lose events', async () => {
    await ensure();
    expect(outcomeOf(await doctor(corner.environment), 'kafka topics')).toBe('ok');
    const name = `${corner.environment.LEDGER_KAFKA_PREFIX}ledger.events.v1`;
    const admin = new kafkajs.Kafka({
      brokers: [...brokersOf(corner.environment.LEDGER_KAFKA)],
      logLevel: kafkajs.logLevel.NOTHING,
    }).admin();
    await admin.connect();
    const configEntries = [{ name: 'retention.ms', value: '60000' }];
    const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC, name, configEntries }];
    await admin.alterConfigs({ validateOnly: false, resources });
    await admin.disconnect();
    const found = await doctor({ ...corner.environment, LEDGER_TOPICS_PARTITIONS: '16' });
    expect(found.code).toBe(1);
    expect(detailOf(found, 'kafka topics')).toContain(`${name}: retention.ms is 60000, not -1`);
    expect(detailOf(found, 'kafka topics')).toContain(`${name}: partitions is 8, not 16`);
    const ensured = await line.run(['topics', 'ensure', '--lang', 'zh-CN'], { ...TOPICS, ...corner.environment });
    expect(ensured).toMatchObject({ code: 1, out: expect.stringContaining('retention.ms 为 60000，应为 -1') });
    expect(ensured.err).toContain(`${name} 不符合要求：retention.ms 为 60000。`);
  }, 60_000);

  it('goes on with the others when a server is away', async () => {
    const kafka = await doctor({ ...corner.environment, LEDGER_KAFKA: '127.0.0.1:9' });
    expect(kafka.code).toBe(1);
    expect(['kafka', 'kafka topics', 'mongodb', 'kurrentdb'].map((check) => outcomeOf(kafka, check))).toEqual([
      'failed',
      'unknown',
      expect.stringMatching(/ok|warning/),
      'ok',
    ]);
    expect(detailOf(kafka, 'kafka')).toMatch(/does not answer.*LEDGER_KAFKA/s);
    const rest = await doctor(
      {
        ...corner.environment,
        LEDGER_EVENTS: 'kurrentdb://127.0.0.1:9?tls=false',
        LEDGER_MONGODB: 'mongodb://127.0.0.1:9/ledger',
      },
      '--timeout',
      '4',
    );
    expect(['kurrentdb', 'log', 'relay', 'mongodb', 'vault', 'kafka'].map((check) => outcomeOf(rest, check))).toEqual([
      'failed',
      'unknown',
      'unknown',
      'failed',
      'unknown',
      'ok',
    ]);
    for (const check of ['kurrentdb', 'mongodb']) expect(detailOf(rest, check)).toContain('ECONNREFUSED 127.0.0.1:9');
    expect(detailOf(rest, 'relay')).toContain('kurrentdb, mongodb failed');
    const one = await doctor({ ...corner.environment, LEDGER_EVENTS: 'kurrentdb://127.0.0.1:9?tls=false' });
    for (const check of ['relay', 'consumers of the whole log'])
      expect(detailOf(one, check)).toContain('not looked at: kurrentdb failed');
  }, 60_000);

  it('is not kept by servers that take the connection and say nothing', async () => {
    const silent = createServer(() => undefined);
    const sockets = new Set<{ destroy(): void }>();
    silent.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const place = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    try {
      const started = performance.now();
      const found = await doctor(
        {
          ...corner.environment,
          LEDGER_EVENTS: `kurrentdb://${place}?tls=false`,
          LEDGER_KAFKA: place,
          LEDGER_MONGODB: `mongodb://${place}/ledger`,
        },
        '--timeout',
        '1',
      );
      expect(performance.now() - started).toBeLessThan(20_000);
      expect(found.code).toBe(1);
      for (const check of ['kurrentdb', 'kafka', 'mongodb']) expect(outcomeOf(found, check)).toBe('failed');
      for (const check of ['log', 'kafka topics', 'relay', 'vault']) expect(outcomeOf(found, check)).toBe('unknown');
    } finally {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => silent.close(resolve));
    }
  }, 60_000);

  it('finds a vault key that is not the key of the vault', async () => {
    const vault = await openMongoVault({ url: corner.environment.LEDGER_MONGODB, ...readVault(corner.environment) });
    await vault.close();
    expect(detailOf(await doctor(corner.environment), 'vault')).toContain('opens with its key');
    const other = { ...corner.environment, LEDGER_VAULT_KEY: randomBytes(32).toString('base64') };
    const found = await doctor(other);
    expect(found.code).toBe(1);
    expect(outcomeOf(found, 'vault')).toBe('failed');
    expect(outcomeOf(found, 'quarantine')).toBe('unknown');
    expect(detailOf(found, 'vault')).toContain('Restore the key');
    const changing = { ...other, LEDGER_VAULT_KEY_PREVIOUS: corner.environment.LEDGER_VAULT_KEY };
    expect(outcomeOf(await doctor(changing), 'vault')).toBe('ok');
  }, 60_000);

  it('finds a pack that open cases need and that is not here', async () => {
    const store = await openMongoProjectionStore({ url: corner.environment.LEDGER_MONGODB });
    const fields = { policy: 'gone', status: 'open', filedAt: 1 };
    const body = { policy: 'gone', policyVersion: 2 };
    await doctor(corner.environment);
    await store.write('cases@2', [{ id: 'c1', body, fields, applied: 1, replaces: 0 }]);
    await store.close();
    const found = await doctor(corner.environment);
    expect(detailOf(found, 'packs')).toContain(
      '1 case that is not closed needs the policy pack gone, which is not here',
    );
  }, 60_000);

  it('finds clocks that differ', async () => {
    const environment = { ...TOPICS, ...corner.environment };
    const settings = new GivenSettings({ port: '0', data: line.data }, environment);
    const closing = new Closing();
    const now = (): number => Date.now() + 60_000;
    const call = { settings, environment, configuration: configurationOf(settings, environment) };
    const findings = await examine(await checksOf(call, { closing, within: 10_000, now }), 10_000);
    await closing.run();
    expect(findings.find(({ check }) => check === 'mongodb clock')).toMatchObject({
      outcome: 'failed',
      told: { en: expect.stringMatching(/^the clock of MongoDB is (59|60)\.\d s behind this machine's$/) },
    });
  }, 60_000);

  it('finds nothing wrong beside processes that run', async () => {
    const cluster: Cluster = await openCluster({ data: line.data, now: Date.now, partitions: 8 });
    try {
      const ledger = await cluster.open(['intake', 'routing', 'reporting']);
      await ledger.receiver?.receive([filedEvent('C1')], { caller: 'spec' });
      await cluster.settled();
      await ledger.keyRing.create({ role: 'admin', label: 'spec' });
      const found = await doctor(cluster.environment);
      expect(found.findings.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')).toEqual([]);
      expect(found.code).toBe(0);
      expect(detailOf(found, 'relay')).toMatch(/^led by \S+; /);
      expect(detailOf(found, 'kafka groups')).toMatch(/ledger\.intake: 1 member, 0 messages behind/);
      expect(detailOf(found, 'consumers of the whole log')).toMatch(/callers\S*: led by/);
      expect(detailOf(found, 'keys')).toContain('1 in force');
    } finally {
      await cluster.dispose();
    }
  }, 120_000);
});

describe('the doctor of a broker behind TLS and a password', () => {
  const secured = process.env['LEDGER_KAFKA_SECURED'];
  const certificate = process.env['LEDGER_KAFKA_CA'];
  const [, user = '', password = '', broker = ''] = /^([^:]+):(.+)@([^@]+)$/.exec(secured ?? '') ?? [];
  if (secured === undefined || certificate === undefined) {
    it('is not there to be tried: LEDGER_KAFKA is somebody’s own and LEDGER_KAFKA_SECURED names none', () => {
      expect(process.env['LEDGER_KAFKA']).toBeDefined();
    });
    return;
  }
  const right = {
    LEDGER_KAFKA: broker,
    LEDGER_KAFKA_TLS: certificate,
    LEDGER_KAFKA_SASL: 'scram-sha-512',
    LEDGER_KAFKA_USER: user,
    LEDGER_KAFKA_PASSWORD: password,
  };

  it.each([
    ['all that it needs', {}, 'ok', /cluster/],
    ['another password', { LEDGER_KAFKA_PASSWORD: 'guessed' }, 'failed', /refuses this user/],
    ['no trust in its certificate', { LEDGER_KAFKA_TLS: 'true' }, 'failed', /TLS.*LEDGER_KAFKA_TLS/s],
  ])(
    'with %s',
    async (_, wrong, outcome, words) => {
      const corner = takeCorner({ kafka: broker });
      try {
        const found = await doctor({ ...corner.environment, ...right, ...wrong });
        expect(outcomeOf(found, 'kafka')).toBe(outcome);
        expect(detailOf(found, 'kafka')).toMatch(words);
      } finally {
        await corner.clear();
      }
    },
    60_000,
  );
});
