import { isAbsolute, resolve } from 'node:path';
import { LedgerError, type Sentence, said } from '@complaint-ledger/contracts';
import { type Language, languageOf } from '../cli/language.ts';
import { type SettingName, settings } from './settings.ts';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export type Environment = Readonly<Record<string, string | undefined>>;
export type Flags = Readonly<Record<string, unknown>>;

export interface Configuration {
  /** Absolute. */
  readonly data: string;
  readonly language: Language;
  readonly host: string;
  readonly port: number;
  readonly policy: string;
  /** Absolute paths of pack files beside the built-in ones. */
  readonly packs: readonly string[];
  /** Absolute paths of calendar files beside the built-in ones. */
  readonly calendars: readonly string[];
  /** Absolute path of the webhook settings, if there are any. */
  readonly webhooks?: string | undefined;
  readonly log: LogLevel;
}

const wrong = (name: SettingName, value: string, hint: Sentence): LedgerError =>
  new LedgerError(
    'config',
    said(
      `${settings[name].env} or --${name} cannot be '${value}'.`,
      `${settings[name].env} 或 --${name} 不能是“${value}”。`,
    ),
    { path: name, hint },
  );

const text = (name: SettingName, flags: Flags, env: Environment): string => {
  const flag = flags[name === 'policy' ? 'defaultPolicy' : name];
  if (typeof flag === 'string') return flag;
  const variable = env[settings[name].env];
  return variable === undefined || variable === '' ? settings[name].default : variable;
};

/** The language of a flag or variable of ours, else that of the system; English when nothing says. */
export const readLanguage = (flags: Flags, env: Environment): Language => {
  const asked = text('lang', flags, env);
  if (asked !== '') {
    if (!/^(zh|en)/i.test(asked)) throw wrong('lang', asked, said('Use zh-CN or en.', '请用 zh-CN 或 en。'));
    return languageOf(asked) ?? 'en';
  }
  return languageOf(env['LC_ALL']) ?? languageOf(env['LC_MESSAGES']) ?? languageOf(env['LANG']) ?? 'en';
};

const readPort = (value: string): number => {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65_535)
    throw wrong(
      'port',
      value,
      said('Use a number from 0 to 65535; 0 takes any.', '请用 0 到 65535 之间的数；0 表示任取。'),
    );
  return port;
};

const readLog = (value: string): LogLevel => {
  const level = logLevels.find((each) => each === value);
  if (level === undefined)
    throw wrong('log', value, said(`Use one of ${logLevels.join(', ')}.`, `请用其中之一：${logLevels.join('、')}。`));
  return level;
};

const readFiles = (name: 'packs' | 'calendars', flags: Flags, env: Environment, here: string): readonly string[] => {
  const given = flags[name.slice(0, -1)];
  const list = Array.isArray(given) ? given.map(String) : (env[settings[name].env] ?? '').split(',');
  return list.filter((file) => file !== '').map((file) => (isAbsolute(file) ? file : resolve(here, file)));
};

/** Flags first, then the environment, then the defaults of `settings.ts`. LedgerError `config` names what does not fit. */
export const readConfiguration = (flags: Flags, env: Environment, here = process.cwd()): Configuration => {
  const webhooks = text('webhooks', flags, env);
  return {
    data: resolve(here, text('data', flags, env)),
    language: readLanguage(flags, env),
    host: text('host', flags, env),
    port: readPort(text('port', flags, env)),
    policy: text('policy', flags, env),
    packs: readFiles('packs', flags, env, here),
    calendars: readFiles('calendars', flags, env, here),
    ...(webhooks !== '' && { webhooks: resolve(here, webhooks) }),
    log: readLog(text('log', flags, env)),
  };
};
