import { said } from '@complaint-ledger/contracts';
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
  /** The text as read already. */
  readonly document?: PlacedYaml;
  readonly resolve: Resolve;
}

const check = schemaCheck(PolicyPack, {
  '/calls/nuisance/warnAfter/within/': said(
    'Write a length by the clock, such as 24h or 30d.',
    '请写自然时长，如 24h 或 30d。',
  ),
  '/repeats/within/': said('Write a length by the clock, such as 30d.', '请写自然时长，如 30d。'),
  '/within/': said(
    'Write 30min, 24h, 15d, 3 working days, 2 working hours, same day, same working day or given; or a table of them by level.',
    '请写 30min、24h、15d、3 working days、2 working hours、same day、same working day 或 given；或按等级列表。',
  ),
  '/long/': said('Write a length by the clock, such as 5min.', '请写自然时长，如 5min。'),
  '/longestBlock/': said('Write a length by the clock, such as 30d.', '请写自然时长，如 30d。'),
  '/starts/': said(
    'Write filed, round, level, assigned, resolved, closed, promised, missed-call, step:… or escalated:….',
    '请写 filed、round、level、assigned、resolved、closed、promised、missed-call、step:… 或 escalated:…。',
  ),
  '/metBy/': said(
    'Write assigned, contacted, resolved, followed-up, closed, step:… or escalated:….',
    '请写 assigned、contacted、resolved、followed-up、closed、step:… 或 escalated:…。',
  ),
  '/rule/': said('Write the id of a rule of the rulebook, such as LEVEL-1.', '请写规则手册里的规则编号，如 LEVEL-1。'),
  '/companyDays/': said(
    'Write days in quotation marks or bare, such as 2026-05-01.',
    '请写日期，加不加引号均可，如 2026-05-01。',
  ),
  '/duty/': said(
    'Write { on: [sat, sun], hours: 09:00-18:00, person: …, department: … }, from and to as days.',
    '请写 { on: [sat, sun], hours: 09:00-18:00, person: …, department: … }；from 和 to 写日期。',
  ),
  '/words/': said(
    'Write a list of words to look for, such as [lawyer, court].',
    '请列出要查找的词语，如 [律师, 法院]。',
  ),
  '/upTo/': said('Write an amount like 1000 CNY.', '请写金额，如 1000 CNY。'),
  '/brackets/': said(
    'Write { upTo: 1000 CNY, responsible: 2 %, manager: 1 % }.',
    '请写 { upTo: 1000 CNY, responsible: 2 %, manager: 1 % }。',
  ),
  '/authority/': said(
    'Write who may give up to how much: { agent: 100 CNY, general-manager: unlimited }.',
    '请写谁可给到多少：{ agent: 100 CNY, general-manager: unlimited }。',
  ),
  '/targets/': said('Write what the measure should reach, such as ">= 85 %".', '请写指标应达到的值，如 ">= 85 %"。'),
  '/when/': said(
    'Write which matters: { category: billing, level: [major, crisis] }.',
    '请写适用哪些事项：{ category: billing, level: [major, crisis] }。',
  ),
  '/cap/': said(
    'Write 30min, 24h, 15d, 3 working days or 2 working hours.',
    '请写 30min、24h、15d、3 working days 或 2 working hours。',
  ),
  '/penalty/': said('Write an amount like 20 CNY, or a table of them by level.', '请写金额，如 20 CNY，或按等级列表。'),
  '/workingHours/': said(
    'Write hours as 09:00-18:00; several shifts are several entries.',
    '请写成 09:00-18:00；多个时段分开写。',
  ),
  '/id/': said(
    'Use small letters, digits and hyphens, such as agri-shop.',
    '请用小写字母、数字和连字符，如 agri-shop。',
  ),
  '/name/': said('Give the name in both languages: { zh-CN: …, en: … }.', '请写中英文名称：{ zh-CN: …, en: … }。'),
  '/levels/': said(
    'Give each level a name in both languages: dissatisfied: { zh-CN: 不满意, en: dissatisfied }.',
    '请给每个等级写中英文名称：dissatisfied: { zh-CN: 不满意, en: dissatisfied }。',
  ),
  '/departments/': said(
    'Give each department a name in both languages: sales: { zh-CN: 销售部, en: Sales }.',
    '请给每个部门写中英文名称：sales: { zh-CN: 销售部, en: Sales }。',
  ),
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
  text: string,
  { resolve, ...source }: LoadPackOptions,
): { readonly pack: PolicyPack; readonly document: PlacedYaml } => {
  const { file } = source;
  const document = readExtending('policy pack', { text, ...source }, resolve);
  const schemaProblems = check(document);
  if (schemaProblems.length > 0) throw configError('policy pack', file, schemaProblems);
  const pack = document.value as PolicyPack;
  const problems = packProblems(pack, document);
  if (problems.length > 0) throw configError('policy pack', file, problems);
  return { pack, document };
};
