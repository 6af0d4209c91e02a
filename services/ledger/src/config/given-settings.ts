import { dirname, resolve } from 'node:path';
import { LedgerError, type Sentence, said } from '@complaint-ledger/contracts';
import { type Filed, readConfigurationFile } from './configuration-file.ts';
import { heldText, heldVariable } from './held-text.ts';
import type { Raw } from './kinds.ts';
import { type SettingName, type ValueOf, fileVariable, settingNames, settingOf } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type Flags = Readonly<Record<string, unknown>>;

/** Where a value was said. */
export type Origin =
  | { readonly from: 'flag'; readonly flag: string }
  | { readonly from: 'variable'; readonly variable: string }
  | { readonly from: 'file'; readonly file: string; readonly line: number }
  | { readonly from: 'default' };

interface Given {
  readonly raw: Raw;
  readonly origin: Origin;
  /** Relative paths begin here. */
  readonly folder: string;
  /** The file that held the value itself, as secrets have it. */
  readonly heldIn?: string;
}

/** `--default-policy <pack>` is `defaultPolicy` for Commander. */
const flagName = (flag: string): string =>
  (/^--([\w-]+)/.exec(flag)?.[1] ?? '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const flagWord = (flag: string): string => flag.split(' ', 1)[0] ?? flag;

/** How a reader finds it: `--port`, `LEDGER_PORT`, `ledger.yaml:3`. */
export const toldOrigin = (origin: Origin): Sentence => {
  switch (origin.from) {
    case 'flag':
      return said(origin.flag, origin.flag);
    case 'variable':
      return said(origin.variable, origin.variable);
    case 'file':
      return said(`${origin.file}:${origin.line}`, `${origin.file}:${origin.line}`);
    case 'default':
      return said('default', '默认');
  }
};

const ofFlags = (name: SettingName, flags: Flags, folder: string): Given | undefined => {
  const { flag } = settingOf(name);
  if (flag === undefined) return undefined;
  const raw = flags[flagName(flag)];
  if (typeof raw !== 'string' && !Array.isArray(raw)) return undefined;
  return { raw: Array.isArray(raw) ? raw.map(String) : raw, origin: { from: 'flag', flag: flagWord(flag) }, folder };
};

const ofEnvironment = (name: SettingName, environment: Environment, folder: string): Given | undefined => {
  const held = heldVariable(settingOf(name).env, environment, folder);
  if (held === undefined) return undefined;
  const { text, variable, heldIn } = held;
  return { raw: text, origin: { from: 'variable', variable }, folder, ...(heldIn !== undefined && { heldIn }) };
};

const ofFile = (filed: Filed | undefined, file: string): Given | undefined => {
  if (filed === undefined) return undefined;
  const { value, line } = filed;
  const [folder, origin] = [dirname(file), { from: 'file', file, line } as const];
  if ('raw' in value) return { raw: value.raw, origin, folder };
  const heldIn = resolve(folder, value.file);
  return { raw: heldText(heldIn, `${file}:${line}`), origin, folder, heldIn };
};

/** Every setting as it was given: by flag, variable, file or default, the first of them that says something. */
export class GivenSettings {
  readonly #flags: Flags;
  readonly #environment: Environment;
  readonly #here: string;
  readonly #filed: (name: SettingName) => Filed | undefined;
  /** The configuration file, if there is one. */
  readonly file: string | undefined;

  /** LedgerError `config` for a configuration file that cannot be read or has a fault. */
  constructor(flags: Flags, environment: Environment, here = process.cwd()) {
    this.#flags = flags;
    this.#environment = environment;
    this.#here = here;
    this.#filed = () => undefined;
    this.file = this.value('config');
    if (this.file !== undefined) this.#filed = readConfigurationFile(this.file);
  }

  /** Undefined where nothing was given and there is no default. LedgerError `config` for what does not fit. */
  value<Name extends SettingName>(name: Name): ValueOf<Name> | undefined {
    const given = this.#given(name);
    if (given === undefined) return undefined;
    const { kind, secret } = settingOf(name);
    const value = kind.read(given.raw, given.folder);
    // Each kind reads its own sort of value.
    if (value !== undefined) return value as ValueOf<Name>;
    const told = toldOrigin(given.origin);
    // What a file holds may be more than was meant to be named, such as a whole file of settings.
    const word = secret === undefined && given.heldIn === undefined ? String(given.raw) : '…';
    throw new LedgerError('config', said(`${told.en} cannot be '${word}'.`, `${told['zh-CN']} 不能是“${word}”。`), {
      path: name,
      hint: kind.hint,
    });
  }

  /** LedgerError `config` where nothing was given. */
  needed<Name extends SettingName>(name: Name): ValueOf<Name> {
    const value = this.value(name);
    if (value !== undefined) return value;
    const { env, en, zh } = settingOf(name);
    throw new LedgerError(
      'config',
      said(`${env} is missing: the distributed set-up needs it.`, `缺少 ${env}：分布式部署需要它。`),
      {
        path: env,
        hint: said(`Set ${env} or ${fileVariable(env)}: ${en}.`, `请设置 ${env} 或 ${fileVariable(env)}：${zh}。`),
      },
    );
  }

  /** Where it was said. */
  origin(name: SettingName): Origin {
    return this.#given(name)?.origin ?? { from: 'default' };
  }

  /** The file that held the value itself, if one did. */
  heldIn(name: SettingName): string | undefined {
    return this.#given(name)?.heldIn;
  }

  /** Of every setting that does not fit, why. */
  faults(): readonly LedgerError[] {
    return settingNames.flatMap((name) => {
      try {
        this.value(name);
        return [];
      } catch (error) {
        if (error instanceof LedgerError) return [error];
        throw error;
      }
    });
  }

  #given(name: SettingName): Given | undefined {
    const given =
      ofFlags(name, this.#flags, this.#here) ??
      ofEnvironment(name, this.#environment, this.#here) ??
      ofFile(this.#filed(name), this.file ?? '');
    if (given !== undefined && given.raw !== '') return given;
    const preset = settingOf(name).default;
    return preset === '' ? undefined : { raw: preset, origin: { from: 'default' }, folder: this.#here };
  }
}
