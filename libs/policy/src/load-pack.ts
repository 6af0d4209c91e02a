import { PolicyPack } from './pack.ts';
import { type KnowsMeasure, packNotes } from './pack-notes.ts';
import { packProblems } from './pack-problems.ts';
import { readExtending, type Resolve } from './yaml/extending.ts';
import { configError, type Problem } from './yaml/problem.ts';
import type { PlacedYaml } from './yaml/read-yaml.ts';
import { schemaCheck } from './yaml/schema-check.ts';

export interface LoadPackOptions {
  /** For messages. */
  readonly file: string;
  readonly resolve: Resolve;
}

const check = schemaCheck(PolicyPack, {
  '/calls/nuisance/warnAfter/within/': 'Write a length by the clock, such as 24h or 30d.',
  '/repeats/within/': 'Write a length by the clock, such as 30d.',
  '/within/':
    'Write 30min, 24h, 15d, 3 working days, 2 working hours, same day, same working day or given; or a table of them by level.',
  '/long/': 'Write a length by the clock, such as 5min.',
  '/longestBlock/': 'Write a length by the clock, such as 30d.',
  '/starts/': 'Write filed, round, level, assigned, resolved, closed, promised, missed-call, step:… or escalated:….',
  '/metBy/': 'Write assigned, contacted, resolved, followed-up, closed, step:… or escalated:….',
  '/rule/': 'Write the id of a rule of the rulebook, such as LEVEL-1.',
  '/companyDays/': 'Write days in quotation marks or bare, such as 2026-05-01.',
  '/duty/': 'Write { on: [sat, sun], hours: 09:00-18:00, person: …, department: … }, from and to as days.',
  '/words/': 'Write a list of words to look for, such as [lawyer, court].',
  '/upTo/': 'Write an amount like 1000 CNY.',
  '/brackets/': 'Write { upTo: 1000 CNY, responsible: 2 %, manager: 1 % }.',
  '/authority/': 'Write who may give up to how much: { agent: 100 CNY, general-manager: unlimited }.',
  '/targets/': 'Write what the measure should reach, such as ">= 85 %".',
  '/when/': 'Write which matters: { category: billing, level: [major, crisis] }.',
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
export const loadPack = (yamlText: string, options: LoadPackOptions): PolicyPack => checked(yamlText, options).pack;

/** What an author should know of a pack that has no fault. LedgerErrors as for `loadPack`. */
export const notesOnPack = (
  yamlText: string,
  options: LoadPackOptions & { readonly knows?: KnowsMeasure | undefined },
): readonly Problem[] => {
  const { pack, document } = checked(yamlText, options);
  return packNotes(pack, document, options.knows);
};

const checked = (
  yamlText: string,
  { file, resolve }: LoadPackOptions,
): { readonly pack: PolicyPack; readonly document: PlacedYaml } => {
  const document = readExtending('policy pack', yamlText, file, resolve);
  const schemaProblems = check(document);
  if (schemaProblems.length > 0) throw configError('policy pack', file, schemaProblems);
  const pack = document.value as PolicyPack;
  const problems = packProblems(pack, document);
  if (problems.length > 0) throw configError('policy pack', file, problems);
  return { pack, document };
};
