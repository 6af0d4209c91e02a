// One Kafka broker, its own controller, from the jars that Maven finds.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts, listens } from './loopback.js';

const KAFKA = '4.1.1';
const JARS = [
  ['org.apache.kafka', 'kafka_2.13', KAFKA],
  ['org.slf4j', 'slf4j-simple', '1.7.36'],
];
const OLDEST_JAVA = 17;
const DOWNLOAD_MS = 10 * 60_000;

const run = promisify(execFile);

const program = async (file, args, hint) => {
  try {
    return await run(file, args, { timeout: DOWNLOAD_MS });
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error(`${file} is not installed. ${hint}`, { cause: error });
    throw new Error(
      `${file} failed: ${(error.stdout || error.stderr || error.message).trim().split('\n').slice(0, 5).join('\n')}`,
      { cause: error },
    );
  }
};

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
const fetchJars = async (cache, say) => {
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

const properties = ({ folder, broker, controller }) =>
  Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${broker}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
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

  async prepare({ cache, folder, say }) {
    const java = await findJava();
    const classes = join(await fetchJars(cache, say), '*');
    const [broker, controller] = await freePorts(2);
    const settings = join(folder, 'server.properties');
    writeFileSync(settings, properties({ folder, broker, controller }));
    const storage = (...args) => program(java, ['-cp', classes, 'kafka.tools.StorageTool', ...args], '');
    const { stdout } = await storage('random-uuid');
    await storage('format', '--cluster-id', stdout.trim().split('\n').at(-1), '--config', settings);
    return {
      file: java,
      args: [
        '-Xmx512m',
        '-XX:+UseSerialGC',
        '-Dorg.slf4j.simpleLogger.showDateTime=true',
        '-cp',
        classes,
        'kafka.Kafka',
        settings,
      ],
      address: `127.0.0.1:${broker}`,
    };
  },

  async ready({ address, log }) {
    if (log !== undefined && !log.includes('Kafka Server started'))
      throw new Error('it has not said that it is started');
    for (const each of address.split(',')) await listens(each);
  },
};
