/** Every setting there is: its flag, its environment variable, its default and what it means. */
export interface Setting {
  readonly flag?: string;
  readonly env: string;
  readonly default: string;
  readonly en: string;
  readonly zh: string;
}

export const settings = {
  data: {
    flag: '--data <dir>',
    env: 'LEDGER_DATA',
    default: './data',
    en: 'folder of the ledger; made when missing',
    zh: '账本所在的文件夹；没有就新建',
  },
  lang: {
    flag: '--lang <lang>',
    env: 'LEDGER_LANG',
    default: '',
    en: 'zh-CN or en; default: the language of the system (LC_ALL, LANG)',
    zh: 'zh-CN 或 en；默认随系统语言（LC_ALL、LANG）',
  },
  host: {
    flag: '--host <address>',
    env: 'LEDGER_HOST',
    default: '127.0.0.1',
    en: 'address to listen on',
    zh: '监听地址',
  },
  port: { flag: '--port <number>', env: 'LEDGER_PORT', default: '8321', en: 'port to listen on', zh: '监听端口' },
  policy: {
    flag: '--default-policy <pack>',
    env: 'LEDGER_POLICY',
    default: 'standard',
    en: 'policy pack of matters that name none',
    zh: '未指明制度的事项所用的制度包',
  },
  packs: {
    flag: '--pack <file...>',
    env: 'LEDGER_PACKS',
    default: '',
    en: 'further policy pack files (in the environment: separated by commas)',
    zh: '另外的制度包文件（环境变量中用逗号分隔）',
  },
  calendars: {
    flag: '--calendar <file...>',
    env: 'LEDGER_CALENDARS',
    default: '',
    en: 'further working calendars, such as next year (in the environment: separated by commas)',
    zh: '另外的工作日历文件，例如下一年的（环境变量中用逗号分隔）',
  },
  webhooks: {
    flag: '--webhooks <file>',
    env: 'LEDGER_WEBHOOKS',
    default: '',
    en: 'YAML file with the settings of webhook presets; a secret may be LEDGER_WEBHOOK_SECRET_ZENDESK instead',
    zh: 'webhook 设置文件（YAML）；密钥也可用 LEDGER_WEBHOOK_SECRET_ZENDESK 等环境变量',
  },
  log: {
    flag: '--log <level>',
    env: 'LEDGER_LOG',
    default: 'warn',
    en: 'trace, debug, info, warn, error, fatal or silent; log lines are JSON on stderr',
    zh: 'trace、debug、info、warn、error、fatal 或 silent；日志为 stderr 上的 JSON',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/**
 * Settings of the distributed set-up; without `LEDGER_EVENTS` the ledger is one process on files. They hold secrets or go with them and
 * have no flags, which everybody on the machine can read: each variable X may be X_FILE instead, the path of a file with the value.
 */
export const distributedSettings = {
  events: {
    env: 'LEDGER_EVENTS',
    default: '',
    en: 'connection string of KurrentDB or EventStoreDB: kurrentdb://user:secret@host:2113?tls=true',
    zh: 'KurrentDB 或 EventStoreDB 的连接串：kurrentdb://user:secret@host:2113?tls=true',
  },
  namespace: {
    env: 'LEDGER_NAMESPACE',
    default: 'complaint-ledger',
    en: 'put before the names of the streams, so that a server may hold other things',
    zh: '流名前缀，使同一服务器可存放别的数据',
  },
  kafka: {
    env: 'LEDGER_KAFKA',
    default: '',
    en: 'Kafka brokers to begin with: host:port, separated by commas',
    zh: 'Kafka 的初始 broker：host:port，逗号分隔',
  },
  kafkaPrefix: {
    env: 'LEDGER_KAFKA_PREFIX',
    default: '',
    en: 'put before the names of topics and consumer groups, for shared clusters',
    zh: '主题与消费组名的前缀，用于共享集群',
  },
  kafkaTls: {
    env: 'LEDGER_KAFKA_TLS',
    default: 'false',
    en: 'true: TLS with the certificates of the system; or a PEM file with the authority to trust',
    zh: 'true：用系统证书的 TLS；或所信任的 CA 的 PEM 文件',
  },
  kafkaSasl: {
    env: 'LEDGER_KAFKA_SASL',
    default: '',
    en: 'plain, scram-sha-256 or scram-sha-512; default: no password',
    zh: 'plain、scram-sha-256 或 scram-sha-512；默认不用口令',
  },
  kafkaUser: { env: 'LEDGER_KAFKA_USER', default: '', en: 'user for SASL', zh: 'SASL 用户' },
  kafkaPassword: { env: 'LEDGER_KAFKA_PASSWORD', default: '', en: 'password for SASL', zh: 'SASL 口令' },
  mongodb: {
    env: 'LEDGER_MONGODB',
    default: '',
    en: 'connection string of MongoDB with the database: mongodb://user:secret@host:27017/ledger?tls=true',
    zh: '含数据库名的 MongoDB 连接串：mongodb://user:secret@host:27017/ledger?tls=true',
  },
  vaultKey: {
    env: 'LEDGER_VAULT_KEY',
    default: '',
    en: 'key of the vault, the same for every process',
    zh: '保险库的密钥，所有进程相同',
  },
} as const satisfies Record<string, Setting>;

export type DistributedSettingName = keyof typeof distributedSettings;
