import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LedgerError, type Sentence, said } from '@complaint-ledger/contracts';
import type { Environment } from './given-settings.ts';
import { fileVariable } from './settings.ts';

const wrong = (where: string, told: Sentence, hint: Sentence, cause?: unknown): LedgerError =>
  new LedgerError('config', told, { path: where, hint, ...(cause !== undefined && { cause }) });

/**
 * The text of a file that holds one value, such as a secret. `where` names what named it. LedgerError `config`, also for a file that is
 * empty: a secret that did not arrive is not the same as none.
 */
export const heldText = (path: string, where: string): string => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw wrong(
      where,
      said(`The file that ${where} names cannot be read.`, `无法读取 ${where} 指定的文件。`),
      said(
        `Check that ${path} is there and that this user may read it.`,
        `请检查 ${path} 是否存在、当前用户能否读取。`,
      ),
      cause,
    );
  }
  if (text !== '') return text;
  throw wrong(
    where,
    said(`The file that ${where} names is empty.`, `${where} 指定的文件是空的。`),
    said(`Write the value into ${path}, or do not name it.`, `请将值写入 ${path}，或不要指定该文件。`),
  );
};

/** What a variable says, or the file that its form with _FILE names. */
export interface HeldVariable {
  readonly text: string;
  /** As it is called in the environment. */
  readonly variable: string;
  /** Absolute path of the file that held it, if one did. */
  readonly heldIn?: string;
}

/** Undefined where neither form is set; relative paths begin at `folder`. LedgerError `config` when both are, and that of `heldText`. */
export const heldVariable = (
  env: string,
  environment: Environment,
  folder = process.cwd(),
): HeldVariable | undefined => {
  const variable = fileVariable(env);
  const [text = '', path = ''] = [environment[env], environment[variable]];
  if (text !== '' && path !== '')
    throw wrong(
      env,
      said(`${env} and ${variable} are both set.`, `${env} 和 ${variable} 都已设置。`),
      said('Set one of them.', '请只设其中一个。'),
    );
  if (text !== '') return { text, variable: env };
  if (path === '') return undefined;
  const heldIn = resolve(folder, path);
  return { text: heldText(heldIn, variable), variable, heldIn };
};
