import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CalendarBook, type PolicyPack, openCalendarBook } from '@complaint-ledger/policy';
import type { Command } from 'commander';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { dataFolder } from '../open/data-folder.ts';
import { installedPacks } from '../open/installed-packs.ts';
import { openPolicies } from '../open/open-ledger.ts';
import { differences } from '../policy-diff/differences.ts';
import { ruleOf } from '../policy-diff/rule-of.ts';
import { tellDifference } from '../policy-diff/tell-difference.ts';
import { openTriedPack } from '../what-if/tried-pack.ts';

/** A pack in force by its id, or one from a file. */
const packOf = (named: string, { configuration }: Invocation, calendars: CalendarBook): PolicyPack => {
  const files = dataFolder(configuration.data);
  const isFile = /\.ya?ml$/.test(named) || existsSync(named);
  return isFile
    ? openTriedPack(resolve(named), [...configuration.packs, ...installedPacks(files)], calendars).policy.pack
    : openPolicies(configuration, files).policy(named).pack;
};

const diff = (call: Invocation, one: string, other: string): void => {
  const { configuration, terminal } = call;
  const { say, language } = terminal;
  const calendars = openCalendarBook({ extra: configuration.calendars });
  const before = packOf(one, call, calendars);
  const after = packOf(other, call, calendars);
  const found = differences(before, after);
  const packs = [after, before];
  if (terminal.json) {
    const told = found.map((difference) => ({
      path: difference.path.join('.'),
      rule: ruleOf(difference, packs) ?? null,
      before: difference.before ?? null,
      after: difference.after ?? null,
      words: {
        'zh-CN': tellDifference(difference, packs, 'zh-CN'),
        en: tellDifference(difference, packs, 'en'),
      },
    }));
    const named = ({ id, version }: PolicyPack) => ({ id, version });
    return terminal.out(JSON.stringify({ before: named(before), after: named(after), differences: told }));
  }
  const name = ({ id, version }: PolicyPack): string => say(`${id} (version ${version})`, `${id}（第 ${version} 版）`);
  terminal.out(`${name(before)} → ${name(after)}`);
  if (found.length === 0) return terminal.out(say('Their rules are the same.', '规则相同。'));
  for (const difference of found) {
    const rule = ruleOf(difference, packs);
    terminal.out(`  ${tellDifference(difference, packs, language)}${rule === undefined ? '' : ` [${rule}]`}`);
  }
};

export const addPolicyDiff = (policy: Command, world: World): void => {
  const { say } = world;
  policy
    .command('diff')
    .description(say('what two packs say differently, rule by rule', '逐条说明两个制度包的差异'))
    .argument('<one>', say('id of a pack in force, or a pack file', '现行制度包的编号，或制度包文件'))
    .argument('<other>', say('the same', '同上'))
    .action((one: string, other: string, _: unknown, command: Command) => diff(invocation(world, command), one, other));
};
