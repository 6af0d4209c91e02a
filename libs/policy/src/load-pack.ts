import { LedgerError } from '@complaint-ledger/contracts';
import { PolicyPack } from './pack.ts';
import { packProblems } from './pack-problems.ts';
import { configError } from './yaml/problem.ts';
import { readYaml, type PlacedYaml } from './yaml/read-yaml.ts';
import { schemaCheck } from './yaml/schema-check.ts';

export interface PackSource {
  readonly file: string;
  readonly text: string;
}

/** Finds the pack that `extends` names. `chain` holds the files already being merged, the asking one last. */
export type ResolvePack = (id: string, chain: readonly string[]) => PackSource | undefined;

export interface LoadPackOptions {
  /** For messages. */
  readonly file: string;
  readonly resolve: ResolvePack;
}

const check = schemaCheck(PolicyPack, {
  '/within/': 'Write 30min, 24h, 15d, 3 working days, 2 working hours or given; or a table of them by level.',
  '/cap/': 'Write 30min, 24h, 15d, 3 working days or 2 working hours.',
  '/penalty/': 'Write an amount like 20 CNY, or a table of them by level.',
  '/workingHours/': 'Write hours as 09:00-18:00; several shifts are several entries.',
  '/id/': 'Use small letters, digits and hyphens, such as agri-shop.',
  '/name/': 'Give the name in both languages: { zh-CN: …, en: … }.',
  '/levels/': 'Give each level a name in both languages: dissatisfied: { zh-CN: 不满意, en: dissatisfied }.',
  '/departments/': 'Give each department a name in both languages: sales: { zh-CN: 销售部, en: Sales }.',
});

/**
 * Reads a pack, merges it over what it extends (maps key by key; `~` takes a key away), and checks all of it: the schema, and what
 * a schema cannot say. LedgerError `config` with `details.problems`, each a Problem with file and line.
 */
export const loadPack = (yamlText: string, { file, resolve }: LoadPackOptions): PolicyPack => {
  const merged = merge(readYaml(yamlText, file), [file], resolve);
  const schemaProblems = check(merged);
  if (schemaProblems.length > 0) throw configError('policy pack', file, schemaProblems);
  const pack = merged.value as PolicyPack;
  const problems = packProblems(pack, merged);
  if (problems.length > 0) throw configError('policy pack', file, problems);
  return pack;
};

const merge = (own: PlacedYaml, chain: readonly string[], resolve: ResolvePack): PlacedYaml => {
  const base = extendsOf(own.value);
  if (base === undefined) return own;
  const fail = (message: string, hint?: string): LedgerError =>
    configError('policy pack', chain[0] ?? '', [own.problem(['extends'], message, hint)]);
  if (typeof base !== 'string') throw fail('It must name a pack.', 'Write the id of the pack, such as standard.');
  const source = resolve(base, chain);
  if (!source) throw fail(`There is no pack '${base}' to extend.`, 'Write the id of a pack that is installed.');
  if (chain.includes(source.file)) {
    const circle = [...chain, source.file].join(' → ');
    throw fail(`The packs extend each other in a circle: ${circle}.`, 'Let one of them stand alone.');
  }
  return own.over(merge(readYaml(source.text, source.file), [...chain, source.file], resolve));
};

const extendsOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'extends')
    ? Reflect.get(value, 'extends')
    : undefined;
