// One Kafka broker, its own controller, from the jars that Maven finds.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePorts, listens } from './loopback.js';
import { program } from './program.js';

const KAFKA = '4.1.1';
const JARS = [
  ['org.apache.kafka', 'kafka_2.13', KAFKA],
  ['org.slf4j', 'slf4j-simple', '1.7.36'],
];
const OLDEST_JAVA = 17;

const findJava = async () => {
  const home = process.env.JAVA_HOME;
  const java = home ? join(home, 'bin', 'java') : 'java';
  const hint = `Kafka needs Java ${OLDEST_JAVA} or newer.`;
  const { stderr } = await program(java, ['-version'], hint);
  const version = Number(/version "(\d+)/.exec(stderr)?.[1]);
  if (!(version >= OLDEST_JAVA)) throw new Error(`${java} is Java ${version || 'of an unknown version'}. ${hint}`);
  return java;
};

const pom = () => {
  const dependency = ([group, artifact, version]) =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>complaint-ledger</groupId><artifactId>kafka-for-tests</artifactId><version>1</version>
<dependencies>${JARS.map(dependency).join('')}</dependencies></project>
`;
};

/** Maven's own settings (mirrors, proxies, credentials) decide where the jars come from; it checks their checksums. */
const get = async ({ cache, say }) => {
  const lib = join(cache, `kafka-${KAFKA}`);
  if (existsSync(lib)) return lib;
  say(`kafka: fetching the broker ${KAFKA} with Maven`);
  const unfinished = join(cache, `kafka-${KAFKA}-${process.pid}`);
  mkdirSync(unfinished, { recursive: true });
  try {
    const file = join(unfinished, 'pom.xml');
    writeFileSync(file, pom());
    const copied = [`-DoutputDirectory=${join(unfinished, 'lib')}`, '-DincludeScope=runtime'];
    await program(
      'mvn',
      ['-q', '-B', '-C', '-f', file, 'dependency:copy-dependencies', ...copied],
      'Install Maven, or point LEDGER_KAFKA at a broker of your own.',
    );
    if (!existsSync(lib)) renameSync(join(unfinished, 'lib'), lib);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return lib;
};

const USER = 'ledger';

/** A certificate that signs itself, for TLS on the loopback address. */
const makeCertificate = async (java, folder, password) => {
  const home = dirname(java);
  const keytool = (...args) =>
    program(home === '.' ? 'keytool' : join(home, 'keytool'), [...args, '-storepass', password], 'It comes with Java.');
  const store = join(folder, 'broker.p12');
  const ca = join(folder, 'broker.pem');
  const names = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1'];
  const key = ['-keyalg', 'EC', '-groupname', 'secp256r1', '-validity', '30', '-storetype', 'PKCS12'];
  await keytool('-genkeypair', '-alias', 'broker', '-keystore', store, ...key, ...names);
  await keytool('-exportcert', '-rfc', '-alias', 'broker', '-keystore', store, '-file', ca);
  return { store, ca };
};

const securedListener = ({ store, password }) => {
  const module = 'org.apache.kafka.common.security';
  const settings = {
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512,PLAIN',
    'scram-sha-512.sasl.jaas.config': `${module}.scram.ScramLoginModule required;`,
    'plain.sasl.jaas.config': `${module}.plain.PlainLoginModule required user_${USER}="${password}";`,
    'ssl.keystore.location': store,
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.password': password,
  };
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [`listener.name.secured.${key}`, value]));
};

const properties = ({ folder, broker, secured, controller, ...keys }) =>
  Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${broker},SECURED://127.0.0.1:${secured},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${broker},SECURED://127.0.0.1:${secured}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL',
    ...securedListener(keys),
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(folder, 'data'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1_000,
    'auto.create.topics.enable': false,
    // After a SIGKILL the controller waits for the broker's old session to end.
    'broker.session.timeout.ms': 2_000,
    'broker.heartbeat.interval.ms': 500,
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');

export const engine = {
  name: 'kafka',
  variable: 'LEDGER_KAFKA',
  get,

  async prepare({ cache, folder, say }) {
    const java = await findJava();
    const classes = join(await get({ cache, say }), '*');
    const [broker, secured, controller] = await freePorts(3);
    const password = randomBytes(16).toString('hex');
    const { store, ca } = await makeCertificate(java, folder, password);
    const settings = join(folder, 'server.properties');
    writeFileSync(settings, properties({ folder, broker, secured, controller, store, password }));
    const storage = (...args) => program(java, ['-cp', classes, 'kafka.tools.StorageTool', ...args], '');
    const { stdout } = await storage('random-uuid');
    const scram = `SCRAM-SHA-512=[name=${USER},password=${password}]`;
    await storage(
      'format',
      '--cluster-id',
      stdout.trim().split('\n').at(-1),
      '--config',
      settings,
      '--add-scram',
      scram,
    );
    return {
      file: java,
      args: [
        '-Xmx512m',
        '-XX:+UseSerialGC',
        // A short life: compiling well costs more than it brings.
        '-XX:TieredStopAtLevel=1',
        '-Dorg.slf4j.simpleLogger.showDateTime=true',
        '-cp',
        classes,
        'kafka.Kafka',
        settings,
      ],
      address: `127.0.0.1:${broker}`,
      // The same broker behind TLS and a password.
      more: { LEDGER_KAFKA_SECURED: `${USER}:${password}@127.0.0.1:${secured}`, LEDGER_KAFKA_CA: ca },
    };
  },

  async ready({ address, log }) {
    if (log !== undefined && !log.includes('Kafka Server started'))
      throw new Error('it has not said that it is started');
    for (const each of address.split(',')) await listens(each);
  },
};
