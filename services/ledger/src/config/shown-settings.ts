import { type GivenSettings, type Origin, toldOrigin } from './given-settings.ts';
import { type Setting, type SettingName, settingNames, settingOf } from './settings.ts';

/** One setting as it is in force. */
export interface ShownSetting {
  readonly name: SettingName;
  /** Where a configuration file would have it. */
  readonly key?: string;
  readonly env: string;
  /** Secrets are masked; null where nothing is set. */
  readonly value: unknown;
  readonly origin: Origin;
  /** The file that held the value itself. */
  readonly heldIn?: string;
}

const MASK = '•••';

/** A connection string without its password. */
const withoutPassword = (url: string): string => url.replace(/^(\w[\w+.-]*:\/\/[^/@]*?):[^/]*@/, `$1:${MASK}@`);

const masked = ({ secret }: Setting, value: unknown): unknown => {
  if (value === undefined) return null;
  if (secret === 'whole') return MASK;
  return secret === 'password' ? withoutPassword(String(value)) : value;
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
export const shownValue = (value: unknown): string => {
  if (value === null) return '';
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object') return Object.values(value as object).join(', ');
  return String(value);
};

/** In the language of the reader: `LEDGER_MONGODB_FILE → /run/secrets/mongodb`. */
export const shownOrigin = ({ origin, heldIn }: ShownSetting, language: 'en' | 'zh-CN'): string => {
  const told = toldOrigin(origin)[language];
  return heldIn === undefined ? told : `${told} → ${heldIn}`;
};
