import { readFileSync } from 'node:fs';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { type PlacedYaml, type Problem, configError, readYaml, schemaCheck } from '@complaint-ledger/policy';
import { ConfigurationFile } from './config-schema.ts';
import type { Raw } from './kinds.ts';
import { type SettingName, settingOf } from './settings.ts';

/** What a file says of one setting. */
export interface Filed {
  /** From 1. */
  readonly line: number;
  /** `file`: the value lies in that file. */
  readonly value: { readonly raw: Raw } | { readonly file: string };
}

/** YAML of a file. LedgerError `config`. */
export const readYamlFile = (file: string): PlacedYaml => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LedgerError('config', said(`The file ${file} cannot be read.`, `无法读取文件 ${file}。`), {
      path: file,
      hint: said('Check that it is there and that this user may read it.', '请检查文件是否存在、当前用户能否读取。'),
      cause,
    });
  }
  return readYaml(text, file);
};

/** LedgerError `config` with file and line of everything that does not fit. */
export const checkDocument = (
  document: PlacedYaml,
  file: string,
  check: (document: PlacedYaml) => readonly Problem[],
): void => {
  const problems = check(document);
  if (problems.length > 0) throw configError('file', file, problems);
};

const check = schemaCheck(ConfigurationFile, {});

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined,
    value,
  );

const filedAs = (value: unknown, file: string): Filed['value'] => {
  if (Array.isArray(value)) return { raw: value.map(String) };
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return { raw: String(value) };
  const named = valueAt(value, ['file']);
  // The one other table is that of the webhook presets: it is read from this file.
  return typeof named === 'string' ? { file: named } : { raw: file };
};

/** Reads a configuration file; answers what it says of each setting. LedgerError `config`. */
export const readConfigurationFile = (file: string): ((name: SettingName) => Filed | undefined) => {
  const document = readYamlFile(file);
  if (document.value !== null) checkDocument(document, file, check);
  return (name) => {
    const path = settingOf(name).key?.split('.');
    const value = path === undefined ? undefined : valueAt(document.value, path);
    if (path === undefined || value === undefined) return undefined;
    return { line: document.placeOf(path).line, value: filedAs(value, file) };
  };
};
