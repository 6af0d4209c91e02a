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
