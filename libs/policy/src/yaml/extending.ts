import { type Sentence, said } from '@complaint-ledger/contracts';
import { type FileSort, configError, zhSort } from './problem.ts';
import { readYaml, type PlacedYaml } from './read-yaml.ts';

export interface YamlSource {
  readonly file: string;
  readonly text: string;
  /** The text as read already. */
  readonly document?: PlacedYaml;
}

/** Finds the file that `extends` names. `chain` holds the files already being merged, the asking one last. */
export type Resolve = (id: string, chain: readonly string[]) => YamlSource | undefined;

/**
 * Reads a file over what its key `extends` names, and that over what it extends in turn. `what` is the sort of file, for messages.
 * LedgerError `config` for faulty YAML, an unknown base and a circle.
 */
export const readExtending = (what: FileSort, source: YamlSource, resolve: Resolve): PlacedYaml =>
  mergeOverBase(what, documentOf(source), [source.file], resolve);

const documentOf = ({ text, file, document }: YamlSource): PlacedYaml => document ?? readYaml(text, file);

const mergeOverBase = (what: FileSort, own: PlacedYaml, chain: readonly string[], resolve: Resolve): PlacedYaml => {
  const base = extendsOf(own.value);
  if (base === undefined) return own;
  // Inherited, they would let a file stand for another one, or change while its version does not.
  const unsaid = ['id', 'version'].filter((key) => !Object.hasOwn(own.value as object, key));
  if (unsaid.length > 0) {
    const problems = unsaid.map((key) =>
      own.problem(
        ['extends'],
        said(`'${key}' is missing.`, `缺少“${key}”。`),
        said(`Give the ${what} its own ${key}.`, `请给${zhSort(what)}写上自己的 ${key}。`),
      ),
    );
    throw configError(what, chain.at(-1) ?? '', problems);
  }
  const fail = (message: Sentence, hint: Sentence) =>
    configError(what, chain[0] ?? '', [own.problem(['extends'], message, hint)]);
  const nameOne = said(`Write the id of a ${what} that is installed.`, `请写一个已安装的${zhSort(what)}的编号。`);
  if (typeof base !== 'string') throw fail(said(`It must name a ${what}.`, `此处应是${zhSort(what)}的编号。`), nameOne);
  const source = resolve(base, chain);
  if (!source)
    throw fail(said(`There is no ${what} '${base}' to extend.`, `没有可供继承的${zhSort(what)}“${base}”。`), nameOne);
  if (chain.includes(source.file)) {
    const circle = [...chain, source.file].join(' → ');
    throw fail(
      said(`The files extend each other in a circle: ${circle}.`, `这些文件循环继承：${circle}。`),
      said('Let one of them stand alone.', '请让其中一个不继承其他文件。'),
    );
  }
  return own.over(mergeOverBase(what, documentOf(source), [...chain, source.file], resolve));
};

const extendsOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'extends')
    ? Reflect.get(value, 'extends')
    : undefined;
