import type { Command } from 'commander';
import { stringify } from 'yaml';
import { openCalendarBook, openPolicyBook } from '@complaint-ledger/policy';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { dataFolder } from '../open/data-folder.ts';
import { openPolicies } from '../open/open-ledger.ts';
import { addPolicyDiff } from './policy-diff.ts';
import { addPolicyTry } from './policy-try.ts';

const check = ({ configuration, terminal }: Invocation, files: readonly string[]): void => {
  const book = openPolicyBook({
    extra: [...configuration.packs, ...files],
    calendars: openCalendarBook({ extra: configuration.calendars }),
  });
  const packs = book.ids().map((id) => ({ id, version: book.policy(id).version }));
  if (terminal.json) return terminal.out(JSON.stringify({ ok: true, packs }));
  terminal.out(
    terminal.say(
      `No fault found. Packs: ${packs.map(({ id, version }) => `${id} (version ${version})`).join(', ')}.`,
      `未发现错误。制度包：${packs.map(({ id, version }) => `${id}（第 ${version} 版）`).join('、')}。`,
    ),
  );
};

const show = ({ configuration, terminal }: Invocation, id: string | undefined): void => {
  const book = openPolicies(configuration, dataFolder(configuration.data));
  const { pack } = book.policy(id ?? book.defaultId);
  terminal.out(terminal.json ? JSON.stringify(pack) : stringify(pack).trimEnd());
};

export const addPolicy = (program: Command, world: World): void => {
  const { say } = world;
  const policy = program
    .command('policy')
    .description(say('policy packs: check, show, diff, try', '制度包：检查、查看、比较、试行'))
    .addHelpText('after', examples(say, 'ledger policy check mine.yaml', 'ledger policy show standard'));
  policy
    .command('check')
    .description(say('read pack files and name every fault by line', '读取制度包文件，逐行指出错误'))
    .argument('[files...]', say('pack files; without any, the packs in force', '制度包文件；不填则检查现行制度包'))
    .action((files: string[], _: unknown, command: Command) => check(invocation(world, command), files));
  policy
    .command('show')
    .description(say('a pack as it is in force, everything it extends included', '查看现行制度包（含其继承内容）'))
    .argument('[id]', say('default: standard', '默认 standard'))
    .action((id: string | undefined, _: unknown, command: Command) => show(invocation(world, command), id));
  addPolicyDiff(policy, world);
  addPolicyTry(policy, world);
};
