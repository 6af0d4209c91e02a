import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { currentRulesDocument } from './current-rules-document.ts';
import { namedRules, ruleFeatures } from './rule-features.ts';
import { ruleIds, ruleMentions, rulesIn } from './rule-mentions.ts';
import { decidesBy } from './rules-document.ts';
import { root, sourceFiles } from './source-files.ts';

describe('docs/rules.md', () => {
  it('is as the rulebook, the packs, the source and the tests are; `npm run docs:rules` writes it', () => {
    expect(readFileSync(join(root, 'docs/rules.md'), 'utf8')).toBe(currentRulesDocument());
  });

  it('has a pack for every rule', () => {
    const book = openPolicyBook();
    const packs = book.ids().map((id) => book.policy(id).pack);
    const without = ruleIds.filter((id) => {
      const feature = ruleFeatures[id];
      return feature !== 'every' && !packs.some((pack) => namedRules(pack).has(id) || feature(pack));
    });
    expect(without).toEqual([]);
  });
});

describe('every rule of the rulebook', () => {
  const mentions = ruleMentions(sourceFiles());

  it('has a test with its id in the name', () => {
    expect([...mentions].filter(([, { tests }]) => tests.length === 0).map(([id]) => id)).toEqual([]);
  });

  it('is decided somewhere', () => {
    const told = currentRulesDocument();
    const undecided = ruleIds.filter(
      (id) => !/- Decided in/.test(told.split(`## ${id}\n`)[1]?.split('\n## ')[0] ?? ''),
    );
    expect(undecided).toEqual([]);
    expect(Object.values(decidesBy).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('rules in a text', () => {
  it.each([
    ['a transfer (XFER-1)', ['XFER-1']],
    ['CALL-1 is none of CALL-12', ['CALL-1', 'CALL-12']],
    ['XFER-1…3 and FUP-*', ['FUP-1', 'FUP-2', 'FUP-3', 'FUP-4', 'XFER-1', 'XFER-2', 'XFER-3']],
    ['UTF-8, SHA-256 and XFER-99', []],
  ])('%s', (text, ids) => {
    expect([...rulesIn(text)].toSorted()).toEqual(ids);
  });
});

it('finds where a rule is decided, and the tests by their names', () => {
  const mentions = ruleMentions([
    { path: 'services/routing/src/transfers/transfer.ts', text: '/** At most once (XFER-1). */' },
    {
      path: 'services/routing/src/transfers/transfer.spec.ts',
      text: `describe('XFER-1: once', () => {\n it.each([[1]])(\n  'XFER-2: it\\'s two', () => {});\n expect('XFER-3').toBe(1); });`,
    },
    { path: 'libs/contracts/src/rules/rulebook.ts', text: 'XFER-4' },
  ]);
  expect(mentions.get('XFER-1')).toEqual({
    decided: ['services/routing/src/transfers/transfer.ts'],
    tests: [{ path: 'services/routing/src/transfers/transfer.spec.ts', name: 'XFER-1: once' }],
  });
  expect(mentions.get('XFER-2')?.tests.map(({ name }) => name)).toEqual(["XFER-2: it's two"]);
  expect(mentions.get('XFER-3')).toEqual({ decided: [], tests: [] });
  expect(mentions.get('XFER-4')).toEqual({ decided: [], tests: [] });
});
