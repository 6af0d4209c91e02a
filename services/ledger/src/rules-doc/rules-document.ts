import { type RuleId, rulebook } from '@complaint-ledger/contracts';
import type { PolicyPack } from '@complaint-ledger/policy';
import { type NamingPart, namedRules, ruleFeatures } from './rule-features.ts';
import { type Mentions, type Test, ruleIds } from './rule-mentions.ts';

const link = (path: string): string => `[${path}](../${path})`;

const packsWith = (id: RuleId, packs: readonly PolicyPack[]): string => {
  const feature = ruleFeatures[id];
  if (feature === 'every') return 'all · 全部';
  const having = packs.filter((pack) => namedRules(pack).has(id) || feature(pack));
  if (having.length === packs.length) return 'all · 全部';
  if (having.length === 0) return 'none · 无';
  return having.map((pack) => `[${pack.id}](../libs/policy/packs/${pack.id}.yaml)`).join(', ');
};

/** Who decides by the entries of a pack that name a rule. */
export const decidesBy: Readonly<Record<NamingPart, string>> = {
  deadlines: 'services/routing/src/deadlines/reconcile.ts',
  escalations: 'services/routing/src/escalations/escalation.ts',
  steps: 'services/routing/src/steps/step.ts',
  outcomes: 'services/routing/src/follow-up/closing.ts',
};

const decidedIn = (id: RuleId, packs: readonly PolicyPack[], decided: readonly string[]): readonly string[] => {
  const parts = packs.flatMap((pack) => [...(namedRules(pack).get(id) ?? [])]);
  return [...new Set([...decided, ...parts.map((part) => decidesBy[part])])].toSorted();
};

const escaped = (name: string): string => name.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** Beyond so many the names of one file's tests are counted. */
const MOST_NAMES = 4;

const testsOf = (tests: readonly Test[]): readonly string[] => {
  const byFile = new Map<string, string[]>();
  for (const { path, name } of tests) byFile.set(path, [...(byFile.get(path) ?? []), name]);
  return [...byFile].map(([path, names]) => {
    const unique = [...new Set(names)];
    const rest = unique.length - MOST_NAMES;
    const told = unique.slice(0, MOST_NAMES).map((name) => `“${escaped(name)}”`);
    return `  - ${link(path)}: ${told.join('; ')}${rest > 0 ? `; ${rest} more` : ''}`;
  });
};

const ruleOf = (id: RuleId, packs: readonly PolicyPack[], { decided, tests }: Mentions): string => {
  const places = decidedIn(id, packs, decided);
  return [
    `## ${id}`,
    '',
    rulebook[id]['zh-CN'],
    '',
    rulebook[id].en,
    '',
    `- Packs · 制度包: ${packsWith(id, packs)}`,
    places.length === 0 ? undefined : `- Decided in · 判定代码: ${places.map(link).join(', ')}`,
    ...(tests.length === 0 ? [] : ['- Tests · 测试:', ...testsOf(tests)]),
  ]
    .filter((line) => line !== undefined)
    .join('\n');
};

/** `docs/rules.md`: each rule of the rulebook, the packs that have it, where it is decided and which tests hold it. */
export const rulesDocument = (packs: readonly PolicyPack[], mentions: ReadonlyMap<RuleId, Mentions>): string =>
  [
    '# Rules · 规则',
    '',
    '<!-- Made by `npm run docs:rules` of the rulebook, the packs, the source and the names of the tests. Do not edit. -->',
    '',
    'Each rule of the rulebook: which packs have it, where it is decided, which tests hold it.',
    '',
    '规则手册的每一条：哪些制度包包含它、在哪里判定、由哪些测试保证。',
    '',
    ...ruleIds.map((id) => `${ruleOf(id, packs, mentions.get(id) ?? { decided: [], tests: [] })}\n`),
  ].join('\n');
