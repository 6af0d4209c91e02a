import * as kinds from './kinds.ts';
import type { Kind } from './kinds.ts';

/** What a setting is for. */
export type Part = 'all' | 'distributed' | 'topics' | 'commands';

/** One thing that can be set, wherever it is said. */
export interface Setting<T = unknown> {
  /** Place in a configuration file, dotted; absent: only as flag or variable. */
  readonly key?: string;
  readonly env: string;
  /** As Commander writes it; absent for what everybody on the machine could read in the list of processes. */
  readonly flag?: string;
  readonly kind: Kind<T>;
  /** As one would write it; empty: none. */
  readonly default: string;
  readonly part: Part;
  /** `whole`: never shown; `password`: a connection string, shown without its password. */
  readonly secret?: 'whole' | 'password';
  readonly en: string;
  readonly zh: string;
}

const DAY_S = 86_400;

/** Every setting there is. A flag comes before a variable, a variable before the file, the file before the default. */
export const settings = {
  config: {
    flag: '--config <file>',
    env: 'LEDGER_CONFIG',
    kind: kinds.path,
    default: '',
    part: 'all',
    en: 'YAML file with settings; `ledger config schema` tells editors of its keys',
    zh: '设置文件（YAML）；编辑器可用 `ledger config schema` 获知其键',
  },
  data: {
    key: 'data',
    flag: '--data <dir>',
    env: 'LEDGER_DATA',
    kind: kinds.path,
    default: './data',
    part: 'all',
    en: 'folder of the ledger; made when missing',
    zh: '账本所在的文件夹；没有就新建',
  },
  lang: {
    key: 'language',
    flag: '--lang <lang>',
    env: 'LEDGER_LANG',
    kind: kinds.language,
    default: '',
    part: 'all',
    en: 'zh-CN or en; default: the language of the system (LC_ALL, LANG)',
    zh: 'zh-CN 或 en；默认随系统语言（LC_ALL、LANG）',
  },
  host: {
    key: 'host',
    flag: '--host <address>',
    env: 'LEDGER_HOST',
    kind: kinds.text,
    default: '127.0.0.1',
    part: 'all',
    en: 'address to listen on',
    zh: '监听地址',
  },
  port: {
    key: 'port',
    flag: '--port <number>',
    env: 'LEDGER_PORT',
    kind: kinds.port,
    default: '8321',
    part: 'all',
    en: 'port to listen on',
    zh: '监听端口',
  },
  policy: {
    key: 'policy',
    flag: '--default-policy <pack>',
    env: 'LEDGER_POLICY',
    kind: kinds.text,
    default: 'standard',
    part: 'all',
    en: 'policy pack of matters that name none',
    zh: '未指明制度的事项所用的制度包',
  },
  packs: {
    key: 'packs',
    flag: '--pack <file...>',
    env: 'LEDGER_PACKS',
    kind: kinds.paths,
    default: '',
    part: 'all',
    en: 'further policy pack files (in the environment: separated by commas)',
    zh: '另外的制度包文件（环境变量中用逗号分隔）',
  },
  calendars: {
    key: 'calendars',
    flag: '--calendar <file...>',
    env: 'LEDGER_CALENDARS',
    kind: kinds.paths,
    default: '',
    part: 'all',
    en: 'further working calendars, such as next year (in the environment: separated by commas)',
    zh: '另外的工作日历文件，例如下一年的（环境变量中用逗号分隔）',
  },
  webhooks: {
    key: 'webhooks',
    flag: '--webhooks <file>',
    env: 'LEDGER_WEBHOOKS',
    kind: kinds.webhooks,
    default: '',
    part: 'all',
    en: 'YAML file with the settings of webhook presets, or in a configuration file those themselves; a secret may be LEDGER_WEBHOOK_SECRET_ZENDESK instead',
    zh: 'webhook 设置文件（YAML），设置文件中也可直接写其内容；密钥也可用 LEDGER_WEBHOOK_SECRET_ZENDESK 等环境变量',
  },
  vaultKey: {
    key: 'vaultKey',
    env: 'LEDGER_VAULT_KEY',
    kind: kinds.key,
    default: '',
    part: 'all',
    secret: 'whole',
    en: 'key of the vault: the same for every process of a distributed set-up; one process without it makes a key file beside the vault',
    zh: '保险库的密钥：分布式部署中所有进程相同；单进程不设时在保险库旁新建密钥文件',
  },
  vaultKeyPrevious: {
    key: 'vaultKeyPrevious',
    env: 'LEDGER_VAULT_KEY_PREVIOUS',
    kind: kinds.key,
    default: '',
    part: 'all',
    secret: 'whole',
    en: 'key of the vault until now, while it is changed; remove it afterwards',
    zh: '更换密钥期间的旧密钥；更换完成后请移除',
  },
  stop: {
    key: 'stopMs',
    env: 'LEDGER_STOP_MS',
    kind: kinds.wholeNumber(1_000, 600_000),
    default: '25000',
    part: 'all',
    en: 'milliseconds that `serve` takes at most to finish what is under way when it is told to stop',
    zh: '收到停止信号后，`serve` 完成手头工作所用的最长毫秒数',
  },
  leave: {
    key: 'leaveMs',
    env: 'LEDGER_LEAVE_MS',
    kind: kinds.wholeNumber(0, 600_000),
    default: '0',
    part: 'all',
    en: 'milliseconds before that in which `serve` still takes requests while /health/ready says no: behind a gateway, as long as this needs to send them elsewhere',
    zh: '在此之前，`serve` 仍接受请求而 /health/ready 已返回未就绪的毫秒数：位于网关之后时，取网关改发到别处所需的时间',
  },
  log: {
    key: 'log',
    flag: '--log <level>',
    env: 'LEDGER_LOG',
    kind: kinds.choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    default: 'warn',
    part: 'all',
    en: 'trace, debug, info, warn, error, fatal or silent; log lines are JSON on stderr',
    zh: 'trace、debug、info、warn、error、fatal 或 silent；日志为 stderr 上的 JSON',
  },
  events: {
    key: 'events',
    env: 'LEDGER_EVENTS',
    kind: kinds.kurrentDb,
    default: '',
    part: 'distributed',
    secret: 'password',
    en: 'connection string of KurrentDB or EventStoreDB: kurrentdb://user:secret@host:2113?tls=true; the user must be able to read $all',
    zh: 'KurrentDB 或 EventStoreDB 的连接串：kurrentdb://user:secret@host:2113?tls=true；该用户必须能读 $all',
  },
  namespace: {
    key: 'namespace',
    env: 'LEDGER_NAMESPACE',
    kind: kinds.text,
    default: 'complaint-ledger',
    part: 'distributed',
    en: 'put before the names of the streams, so that a server may hold other things',
    zh: '流名前缀，使同一服务器可存放别的数据',
  },
  kafka: {
    key: 'kafka.brokers',
    env: 'LEDGER_KAFKA',
    kind: kinds.addresses,
    default: '',
    part: 'distributed',
    en: 'Kafka brokers to begin with: host:port, separated by commas',
    zh: 'Kafka 的初始 broker：host:port，逗号分隔',
  },
  kafkaPrefix: {
    key: 'kafka.prefix',
    env: 'LEDGER_KAFKA_PREFIX',
    kind: kinds.text,
    default: '',
    part: 'distributed',
    en: 'put before the names of topics and consumer groups, for shared clusters',
    zh: '主题与消费组名的前缀，用于共享集群',
  },
  kafkaTls: {
    key: 'kafka.tls',
    env: 'LEDGER_KAFKA_TLS',
    kind: kinds.tls,
    default: 'false',
    part: 'distributed',
    en: 'true: TLS with the certificates of the system; or a PEM file with the authority to trust',
    zh: 'true：用系统证书的 TLS；或所信任的 CA 的 PEM 文件',
  },
  kafkaSasl: {
    key: 'kafka.sasl',
    env: 'LEDGER_KAFKA_SASL',
    kind: kinds.choice(['plain', 'scram-sha-256', 'scram-sha-512']),
    default: '',
    part: 'distributed',
    en: 'plain (with TLS only), scram-sha-256 or scram-sha-512; default: no password',
    zh: 'plain（须有 TLS）、scram-sha-256 或 scram-sha-512；默认不用口令',
  },
  kafkaUser: {
    key: 'kafka.user',
    env: 'LEDGER_KAFKA_USER',
    kind: kinds.text,
    default: '',
    part: 'distributed',
    en: 'user for SASL',
    zh: 'SASL 用户',
  },
  kafkaPassword: {
    key: 'kafka.password',
    env: 'LEDGER_KAFKA_PASSWORD',
    kind: kinds.text,
    default: '',
    part: 'distributed',
    secret: 'whole',
    en: 'password for SASL',
    zh: 'SASL 口令',
  },
  mongodb: {
    key: 'mongodb',
    env: 'LEDGER_MONGODB',
    kind: kinds.mongoDb,
    default: '',
    part: 'distributed',
    secret: 'password',
    en: 'connection string of MongoDB with the database: mongodb://user:secret@host:27017/ledger?replicaSet=rs0; role readWrite on it',
    zh: '含数据库名的 MongoDB 连接串：mongodb://user:secret@host:27017/ledger?replicaSet=rs0；需要该库的 readWrite 角色',
  },
  lease: {
    key: 'leaseMs',
    env: 'LEDGER_LEASE_MS',
    kind: kinds.wholeNumber(1_000, 600_000),
    default: '10000',
    part: 'distributed',
    en: 'milliseconds without a sign of life after which another process relays, links and warns in the place of this one',
    zh: '多少毫秒没有动静后，由另一个进程接替其转发、关联和警示的工作',
  },
  grace: {
    key: 'graceMs',
    env: 'LEDGER_GRACE_MS',
    kind: kinds.wholeNumber(0, 600_000),
    default: '2000',
    part: 'distributed',
    en: 'milliseconds that deadlines are judged behind the wall clock: as far as the clocks of the machines may differ',
    zh: '时限判定落后于时钟的毫秒数：不小于各机器时钟的偏差',
  },
  partitions: {
    key: 'topics.partitions',
    flag: '--partitions <number>',
    env: 'LEDGER_TOPICS_PARTITIONS',
    kind: kinds.divisorOf64,
    default: '16',
    part: 'topics',
    en: 'partitions of ledger.events.v1: a divisor of 64, never changed afterwards; so many processes of a service share the work',
    zh: 'ledger.events.v1 的分区数：64 的约数，此后不可更改；每种服务至多这么多进程分担工作',
  },
  inboundPartitions: {
    key: 'topics.inboundPartitions',
    flag: '--inbound-partitions <number>',
    env: 'LEDGER_TOPICS_INBOUND_PARTITIONS',
    kind: kinds.wholeNumber(1, 10_000),
    default: '8',
    part: 'topics',
    en: 'partitions of the inbound topics',
    zh: '入站主题的分区数',
  },
  replication: {
    key: 'topics.replication',
    flag: '--replication <number>',
    env: 'LEDGER_TOPICS_REPLICATION',
    kind: kinds.wholeNumber(1, 100),
    default: '',
    part: 'topics',
    en: 'copies of each partition; default: 3, or as many as there are brokers',
    zh: '每个分区的副本数；默认 3，或等于 broker 数',
  },
  inboundRetention: {
    key: 'topics.inboundRetentionSeconds',
    env: 'LEDGER_TOPICS_INBOUND_RETENTION_SECONDS',
    kind: kinds.wholeNumber(60, 3_650 * DAY_S),
    default: String(30 * DAY_S),
    part: 'topics',
    en: 'seconds that inbound messages and rejects stay in their topics; they hold personal data in clear',
    zh: '入站消息和退回消息在主题中保留的秒数；其中含明文个人信息',
  },
  apiKey: {
    flag: '--key <key>',
    env: 'LEDGER_KEY',
    kind: kinds.text,
    default: '',
    part: 'commands',
    secret: 'whole',
    en: 'API key for `ledger import --url`',
    zh: '`ledger import --url` 所用的 API 密钥',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

export const settingNames = Object.keys(settings) as readonly SettingName[];

/** The same, where the differences between settings do not matter. */
export const settingOf = (name: SettingName): Setting => settings[name];

export type ValueOf<Name extends SettingName> =
  (typeof settings)[Name]['kind'] extends Kind<infer Value> ? Value : never;

/** The form that names a file with the value. */
export const fileVariable = (variable: string): string => `${variable}_FILE`;

/** Read by the OpenTelemetry SDK itself, from the environment only. */
export const passedThrough = [
  {
    env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    en: 'where traces are sent (OTLP over HTTP): http://collector:4318; nothing is traced without it',
    zh: '链路追踪的发送地址（OTLP/HTTP）：http://collector:4318；不设则不追踪',
  },
  {
    env: 'OTEL_TRACES_EXPORTER',
    en: 'otlp: traced also without an endpoint, to http://localhost:4318; none: not traced',
    zh: 'otlp：不设地址也追踪，发往 http://localhost:4318；none：不追踪',
  },
  {
    env: 'OTEL_EXPORTER_OTLP_PROTOCOL',
    en: 'http/protobuf (default) or http/json',
    zh: 'http/protobuf（默认）或 http/json',
  },
  { env: 'OTEL_EXPORTER_OTLP_CERTIFICATE', en: 'PEM file with the authority to trust', zh: '所信任的 CA 的 PEM 文件' },
  {
    env: 'OTEL_EXPORTER_OTLP_HEADERS',
    en: 'headers sent with them, such as a token',
    zh: '随之发送的请求头，例如令牌',
  },
  {
    env: 'OTEL_SERVICE_NAME',
    en: 'name in traces; default complaint-ledger, complaint-ledger-intake, …',
    zh: '追踪中的名称；默认 complaint-ledger、complaint-ledger-intake 等',
  },
  {
    env: 'OTEL_RESOURCE_ATTRIBUTES',
    en: 'further attributes of it: key=value, …',
    zh: '其他属性：key=value，逗号分隔',
  },
  {
    env: 'OTEL_TRACES_SAMPLER',
    en: 'which traces are kept: parentbased_always_on (default), parentbased_traceidratio, …',
    zh: '采样方式：parentbased_always_on（默认）、parentbased_traceidratio 等',
  },
  { env: 'OTEL_TRACES_SAMPLER_ARG', en: 'share of them, 0 to 1', zh: '采样比例，0 到 1' },
  {
    env: 'OTEL_BSP_SCHEDULE_DELAY',
    en: 'milliseconds between two sendings of spans; default 5000',
    zh: '两次发送之间的毫秒数；默认 5000',
  },
  { env: 'OTEL_SDK_DISABLED', en: 'true: no traces', zh: 'true：不追踪' },
] as const;
