import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LedgerError } from '@complaint-ledger/contracts';

/** The YAML files of a folder in the order of their names. LedgerError `config` when there is no such folder. */
export const yamlFiles = (directory: string | URL): readonly string[] => {
  const path = typeof directory === 'string' ? directory : fileURLToPath(directory);
  try {
    return readdirSync(path)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(path, name));
  } catch (cause) {
    throw new LedgerError('config', `The folder ${path} cannot be read.`, {
      path,
      hint: 'Name a folder of YAML files.',
      cause,
    });
  }
};
