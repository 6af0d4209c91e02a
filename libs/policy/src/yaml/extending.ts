import { configError } from './problem.ts';
import { readYaml, type PlacedYaml } from './read-yaml.ts';

export interface YamlSource {
  readonly file: string;
  readonly text: string;
}

/** Finds the file that `extends` names. `chain` holds the files already being merged, the asking one last. */
export type Resolve = (id: string, chain: readonly string[]) => YamlSource | undefined;

/**
 * Reads a file over what its key `extends` names, and that over what it extends in turn. `what` is the sort of file, for messages.
 * LedgerError `config` for faulty YAML, an unknown base and a circle.
 */
export const readExtending = (what: string, text: string, file: string, resolve: Resolve): PlacedYaml =>
  mergeOverBase(what, readYaml(text, file), [file], resolve);

const mergeOverBase = (what: string, own: PlacedYaml, chain: readonly string[], resolve: Resolve): PlacedYaml => {
  const base = extendsOf(own.value);
  if (base === undefined) return own;
  // Inherited, they would let a file stand for another one, or change while its version does not.
  const unsaid = ['id', 'version'].filter((key) => !Object.hasOwn(own.value as object, key));
  if (unsaid.length > 0) {
    const problems = unsaid.map((key) =>
      own.problem(['extends'], `'${key}' is missing.`, `Give the ${what} its own ${key}.`),
    );
    throw configError(what, chain.at(-1) ?? '', problems);
  }
  const fail = (message: string, hint: string) =>
    configError(what, chain[0] ?? '', [own.problem(['extends'], message, hint)]);
  if (typeof base !== 'string') throw fail(`It must name a ${what}.`, `Write the id of a ${what} that is installed.`);
  const source = resolve(base, chain);
  if (!source) throw fail(`There is no ${what} '${base}' to extend.`, `Write the id of a ${what} that is installed.`);
  if (chain.includes(source.file)) {
    const circle = [...chain, source.file].join(' → ');
    throw fail(`The files extend each other in a circle: ${circle}.`, 'Let one of them stand alone.');
  }
  const parent = readYaml(source.text, source.file);
  return own.over(mergeOverBase(what, parent, [...chain, source.file], resolve));
};

const extendsOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'extends')
    ? Reflect.get(value, 'extends')
    : undefined;
