import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { openPolicyBook } from '@complaint-ledger/policy';
import { parse } from 'yaml';

/** The pack that imported complaints are filed under. */
export interface PolicyReference {
  readonly id: string;
  /** File of a pack that is not built in; the ledger must open its policy book with it. */
  readonly file?: string;
  /** Actors that never hold a case. */
  readonly systems: readonly string[];
}

/** Resolves `policy:` of a mapping, or an override: an id, or a `.yaml` path beside `base`. Throws `config`. */
export const policyReference = async (told: string, base: string): Promise<PolicyReference> => {
  const file = /\.ya?ml$/i.test(told) ? resolve(dirname(base), told) : undefined;
  const id = file === undefined ? told : await idOf(file);
  const book = openPolicyBook(file === undefined ? {} : { extra: [file] });
  const systems = book.ids().includes(id) ? (book.policy(id).pack.transfer.systems ?? []) : [];
  return { id, ...(file === undefined ? {} : { file }), systems };
};

const idOf = async (file: string): Promise<string> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new LedgerError('config', said(`The policy pack ${file} cannot be read.`, `无法读取制度包 ${file}。`), {
      path: file,
      hint: said('Name a YAML file.', '请给出一个 YAML 文件。'),
      cause,
    });
  });
  const pack: unknown = parse(text);
  const id = typeof pack === 'object' && pack !== null ? (pack as { readonly id?: unknown }).id : undefined;
  if (typeof id === 'string') return id;
  throw new LedgerError('config', said(`${file} has no id.`, `${file} 没有编号（id）。`), {
    path: file,
    hint: said('A pack begins with id: and version:.', '制度包以 id: 和 version: 开头。'),
  });
};
