import { PolicyPack } from './pack.ts';
import { packProblems } from './pack-problems.ts';
import { readExtending, type Resolve } from './yaml/extending.ts';
import { configError } from './yaml/problem.ts';
import { schemaCheck } from './yaml/schema-check.ts';

export interface LoadPackOptions {
  /** For messages. */
  readonly file: string;
  readonly resolve: Resolve;
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
  const merged = readExtending('policy pack', yamlText, file, resolve);
  const schemaProblems = check(merged);
  if (schemaProblems.length > 0) throw configError('policy pack', file, schemaProblems);
  const pack = merged.value as PolicyPack;
  const problems = packProblems(pack, merged);
  if (problems.length > 0) throw configError('policy pack', file, problems);
  return pack;
};
