import type { Language } from '../cli/language.ts';
import { type Part, type Setting, passedThrough, settingNames, settingOf } from './settings.ts';
import { presetNames, secretVariable } from './webhook-preset.ts';

interface Words {
  readonly title: string;
  readonly other: string;
  readonly intro: readonly string[];
  readonly parts: Readonly<Record<Part, readonly [title: string, intro?: string]>>;
  readonly columns: readonly string[];
  readonly webhooks: readonly string[];
  readonly tracing: readonly [title: string, intro: string];
  readonly meaning: string;
  readonly variable: string;
  readonly secret: string;
}

const example = `\`\`\`yaml
# yaml-language-server: $schema=configuration.schema.json
port: 8321
log: info
events: { file: /run/secrets/events }
kafka:
  brokers: [kafka-0:9093, kafka-1:9093]
  tls: /run/secrets/kafka-ca
  sasl: scram-sha-512
  user: ledger
  password: { file: /run/secrets/kafka-password }
mongodb: { file: /run/secrets/mongodb }
vaultKey: { file: /run/secrets/vault-key }
webhooks:
  zendesk: { secret: shared with Zendesk, policy: standard }
\`\`\``;

const en: Words = {
  title: 'Configuration',
  other: '[简体中文](configuration.zh-CN.md)',
  intro: [
    'Nothing has to be set. What is set is taken from the flag, else the variable, else the configuration file, else the default.',
    '',
    '```sh',
    'ledger serve --config ledger.yaml      # or LEDGER_CONFIG=ledger.yaml',
    'ledger config show                     # every value in force and where it was said; secrets masked',
    'ledger config schema                   # JSON Schema of the file; also docs/configuration.schema.json',
    'ledger doctor                          # whether what is set works',
    '```',
    '',
    'Each variable `X` may be `X_FILE`, the path of a file with the value; both at once is an error. In the configuration file a secret may be',
    '`{ file: PATH }`. A key or value that does not fit is refused with its line. Relative paths begin at the working folder, those of',
    'a configuration file at its own folder. Secrets of servers have no flags: everybody on the machine can read those.',
    '',
    example,
  ],
  parts: {
    all: ['All set-ups'],
    distributed: [
      'Distributed set-up',
      'With `LEDGER_EVENTS`, or a service named, the ledger runs on KurrentDB, Kafka and MongoDB.',
    ],
    topics: ['Topics', 'What `ledger topics ensure` makes and `ledger doctor` compares with.'],
    commands: ['Commands'],
  },
  columns: ['key', 'variable', 'flag', 'written as', 'default', 'meaning'],
  webhooks: [
    '## Webhooks',
    '',
    'By preset, in the configuration file below `webhooks`, or in a file of their own with the same key: `secret`, `source`, `policy`,',
    '`levels` and `departments` (their word: ours), `maxAgeSeconds` (older deliveries are refused). The secret of a preset may be a variable instead, or its `_FILE`:',
  ],
  tracing: ['Traces', 'The standard variables of OpenTelemetry, read from the environment only:'],
  meaning: 'meaning',
  variable: 'variable',
  secret: 'secret',
};

const zh: Words = {
  title: '设置',
  other: '[English](configuration.md)',
  intro: [
    '什么都不必设置。取值顺序：命令行选项、环境变量、设置文件、默认值。',
    '',
    '```sh',
    'ledger serve --config ledger.yaml      # 或 LEDGER_CONFIG=ledger.yaml',
    'ledger config show                     # 列出生效的值及其来源；密钥不显示',
    'ledger config schema                   # 设置文件的 JSON Schema，即 docs/configuration.schema.json',
    'ledger doctor                          # 检查设置是否可用',
    '```',
    '',
    '每个环境变量 `X` 都可改用 `X_FILE`，即存放该值的文件路径；两者同时设置会报错。设置文件中的密钥可写成 `{ file: 路径 }`。',
    '不认识的键、不合要求的值会连同行号一起指出。相对路径从当前文件夹算起，设置文件中的从该文件所在文件夹算起。',
    '服务器的密钥没有命令行选项：同一台机器上的任何人都能看到命令行。',
    '',
    example,
  ],
  parts: {
    all: ['各种部署'],
    distributed: ['分布式部署', '设置 `LEDGER_EVENTS` 或指明某个服务时，账本运行在 KurrentDB、Kafka 与 MongoDB 上。'],
    topics: ['主题', '`ledger topics ensure` 按此新建，`ledger doctor` 按此比较。'],
    commands: ['命令'],
  },
  columns: ['键', '变量', '选项', '写法', '默认', '含义'],
  webhooks: [
    '## Webhook',
    '',
    '按预设写在设置文件的 `webhooks` 之下，或写在另一个以此为键的文件里：`secret`、`source`、`policy`、`levels` 与 `departments`（对方用语: 本账本用语）、',
    '`maxAgeSeconds`（更早的投递被拒绝）。密钥也可用环境变量或其 `_FILE` 形式：',
  ],
  tracing: ['链路追踪', 'OpenTelemetry 的标准变量，只从环境读取：'],
  meaning: '含义',
  variable: '变量',
  secret: '密钥',
};

const code = (text: string | undefined): string => (text === undefined || text === '' ? '' : `\`${text}\``);

const tableRow = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  tableRow(head),
  `|${'---|'.repeat(head.length)}`,
  ...rows.map(tableRow),
];

const rowOf = (
  { key, env, flag, kind, default: preset, secret, ...told }: Setting,
  language: Language,
): readonly string[] => {
  const meaning = language === 'en' ? told.en : told.zh;
  const mark = secret === undefined ? '' : language === 'en' ? ' (secret)' : '（密钥）';
  return [code(key), code(env), code(flag), `${kind.word[language]}${mark}`, code(preset), meaning];
};

/** `docs/configuration.md` and its Chinese counterpart, from the settings. */
export const configurationDocument = (language: Language): string => {
  const words = language === 'en' ? en : zh;
  const parts = (Object.keys(words.parts) as readonly Part[]).flatMap((part) => {
    const [title, intro] = words.parts[part];
    const rows = settingNames
      .map(settingOf)
      .filter((setting) => setting.part === part)
      .map((setting) => rowOf(setting, language));
    return [`## ${title}`, '', ...(intro === undefined ? [] : [intro, '']), ...table(words.columns, rows), ''];
  });
  const [tracing, about] = words.tracing;
  return [
    `# ${words.title}`,
    '',
    '<!-- Made by `npm run docs:rules` of services/ledger/src/config/settings.ts. Do not edit. -->',
    '',
    words.other,
    '',
    ...words.intro,
    '',
    ...parts,
    ...words.webhooks,
    '',
    ...table(
      [words.variable, words.meaning],
      presetNames.map((preset) => [code(secretVariable(preset)), `${words.secret}: ${preset}`]),
    ),
    '',
    `## ${tracing}`,
    '',
    about,
    '',
    ...table(
      [words.variable, words.meaning],
      passedThrough.map((each) => [code(each.env), language === 'en' ? each.en : each.zh]),
    ),
    '',
  ].join('\n');
};
