import { type GivenSettings, type Origin, toldOrigin } from './given-settings.ts';
import { type Setting, type SettingName, type ValueOf, settingNames, settingOf } from './settings.ts';

type ShownValue = string | number | boolean | readonly string[] | null;

/** One setting as it is in force. */
export interface ShownSetting {
  readonly name: SettingName;
  /** Where a configuration file would have it. */
  readonly key?: string;
  readonly env: string;
  /** Secrets are masked; null where nothing is set. */
  readonly value: ShownValue;
  readonly origin: Origin;
  /** The file that held the value itself. */
  readonly heldIn?: string;
}

const MASK = '•••';

/**
 * A connection string without its password, also where that holds an @ or / which should have been escaped, and without the secrets that
 * options may hold.
 */
const withoutPassword = (url: string): string =>
  url
    .replace(/^([^:]+:\/\/[^:]*):.*@/s, `$1:${MASK}@`)
    .replaceAll(/([?&][^=&]*(?:password|properties)[^=&]*=)[^&]*/gi, `$1${MASK}`);

const masked = ({ secret }: Setting, value: ValueOf<SettingName> | undefined): ShownValue => {
  if (value === undefined) return null;
  if (secret === 'whole') return MASK;
  if (typeof value === 'string') return secret === 'password' ? withoutPassword(value) : value;
  return typeof value === 'object' && 'authority' in value ? value.authority : value;
};

/** Every setting as it is in force, and where it was said. LedgerError `config` for one that does not fit. */
export const shownSettings = (settings: GivenSettings): readonly ShownSetting[] =>
  settingNames.map((name) => {
    const setting = settingOf(name);
    const heldIn = settings.heldIn(name);
    return {
      name,
      ...(setting.key !== undefined && { key: setting.key }),
      env: setting.env,
      value: masked(setting, settings.value(name)),
      origin: settings.origin(name),
      ...(heldIn !== undefined && { heldIn }),
    };
  });

/** A value as a line of a table has it. */
export const shownValue = (value: ShownValue): string => {
  if (value === null) return '';
  return typeof value === 'object' ? value.join(', ') : String(value);
};

/** In the language of the reader: `LEDGER_MONGODB_FILE → /run/secrets/mongodb`. */
export const shownOrigin = ({ origin, heldIn }: ShownSetting, language: 'en' | 'zh-CN'): string => {
  const told = toldOrigin(origin)[language];
  return heldIn === undefined ? told : `${told} → ${heldIn}`;
};
