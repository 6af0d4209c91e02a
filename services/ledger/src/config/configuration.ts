import { type Language, languageOf } from '../cli/language.ts';
import { type Environment, type Flags, GivenSettings } from './given-settings.ts';
import type { ValueOf } from './settings.ts';

export type { Environment, Flags } from './given-settings.ts';

export type LogLevel = ValueOf<'log'>;

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
  /** Absolute path of the file with the webhook settings, if there are any. */
  readonly webhooks?: string | undefined;
  /** Longest time that a stop takes, ms. */
  readonly stopMs: number;
  readonly leaveMs: number;
  readonly log: LogLevel;
}

/** The language that was asked for, else that of the system; English when nothing says. LedgerError `config`. */
export const languageGiven = (settings: GivenSettings, env: Environment): Language =>
  settings.value('lang') ??
  languageOf(env['LC_ALL']) ??
  languageOf(env['LC_MESSAGES']) ??
  languageOf(env['LANG']) ??
  'en';

/** What every set-up and command needs. LedgerError `config` names what does not fit. */
export const configurationOf = (settings: GivenSettings, env: Environment): Configuration => {
  const webhooks = settings.value('webhooks');
  return {
    data: settings.needed('data'),
    language: languageGiven(settings, env),
    host: settings.needed('host'),
    port: settings.needed('port'),
    policy: settings.needed('policy'),
    packs: settings.value('packs') ?? [],
    calendars: settings.value('calendars') ?? [],
    ...(webhooks !== undefined && { webhooks }),
    stopMs: settings.needed('stop'),
    leaveMs: settings.needed('leave'),
    log: settings.needed('log'),
  };
};

/** The same, from flags, environment and configuration file. */
export const readConfiguration = (flags: Flags, env: Environment, here = process.cwd()): Configuration =>
  configurationOf(new GivenSettings(flags, env, here), env);
