import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LedgerError, said } from '@complaint-ledger/contracts';
import type { Resolve, YamlSource } from './extending.ts';
import { type FileSort, zhSort } from './problem.ts';
import { readYaml } from './read-yaml.ts';

/** YAML files by their `id`: those of a folder, and further ones that may take their place. */
export interface Library {
  /** For each id the file that speaks for it: the last one that has it. */
  readonly sources: readonly YamlSource[];
  /** A file that extends its own id extends the one whose place it takes. */
  readonly resolve: Resolve;
}

interface Source extends YamlSource {
  readonly id: string;
}

/** LedgerError `config` for a folder or file that cannot be read, faulty YAML, and two files of one id. */
export const openLibrary = (what: FileSort, directory: string | URL, extra: readonly string[]): Library => {
  const read = (file: string): Source => readSource(what, file);
  const [inFolder, further] = [yamlFiles(directory).map(read), extra.map(read)];
  for (const sources of [inFolder, further]) refuseTwins(what, sources);
  const sources = [...inFolder, ...further];
  return {
    sources: [...new Map(sources.map((source) => [source.id, source])).values()],
    resolve: (id, chain) => {
      const candidates = sources.filter((source) => source.id === id);
      return candidates.findLast(({ file }) => !chain.includes(file)) ?? candidates.at(-1);
    },
  };
};

const yamlFiles = (directory: string | URL): readonly string[] => {
  const path = typeof directory === 'string' ? directory : fileURLToPath(directory);
  try {
    return readdirSync(path)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(path, name));
  } catch (cause) {
    throw new LedgerError('config', said(`The folder ${path} cannot be read.`, `无法读取文件夹 ${path}。`), {
      path,
      hint: said('Name a folder of YAML files.', '请给出存放 YAML 文件的文件夹。'),
      cause,
    });
  }
};

const readSource = (what: FileSort, file: string): Source => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LedgerError('config', said(`The ${what} ${file} cannot be read.`, `无法读取${zhSort(what)} ${file}。`), {
      path: file,
      hint: said('Name a YAML file.', '请给出一个 YAML 文件。'),
      cause,
    });
  }
  const document = readYaml(text, file);
  const { value } = document;
  const id: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
  return { file, text, document, id: typeof id === 'string' ? id : file };
};

const refuseTwins = (what: FileSort, sources: readonly Source[]): void => {
  for (const [index, { id, file }] of sources.entries()) {
    const twin = sources.slice(index + 1).find((other) => other.id === id);
    if (!twin) continue;
    throw new LedgerError(
      'config',
      said(
        `${file} and ${twin.file} both define the ${what} '${id}'.`,
        `${file} 和 ${twin.file} 都定义了${zhSort(what)}“${id}”。`,
      ),
      {
        path: twin.file,
        hint: said('Give one of them another id.', '请给其中一个换一个编号。'),
      },
    );
  }
};
