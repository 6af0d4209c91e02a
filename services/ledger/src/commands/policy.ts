import type { Command } from 'commander';
import { notesOnPacks, openCalendarBook, openPolicyBook, tellProblem } from '@complaint-ledger/policy';
import { isMeasured } from '../policy-words/measure-words.ts';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { addPolicyDiff } from './policy-diff.ts';
import { addPolicyImport } from './policy-import.ts';
import { addPolicySchema } from './policy-schema.ts';
import { addPolicyShow } from './policy-show.ts';
import { addPolicyTry } from './policy-try.ts';

/** So many notes are told to a person. */
const MOST_NOTES = 5;

const check = ({ configuration, terminal }: Invocation, files: readonly string[]): void => {
  const extra = [...configuration.packs, ...files];
  const book = openPolicyBook({
    extra,
    calendars: openCalendarBook({ extra: configuration.calendars }),
  });
  const packs = book.ids().map((id) => ({ id, version: book.policy(id).version }));
  const notes = notesOnPacks({ extra }, files.length > 0 ? files : extra, isMeasured);
  if (terminal.json) return terminal.out(JSON.stringify({ ok: true, packs, notes }));
  terminal.out(
    terminal.say(
      `No fault found. Packs: ${packs.map(({ id, version }) => `${id} (version ${version})`).join(', ')}.`,
      `未发现错误。制度包：${packs.map(({ id, version }) => `${id}（第 ${version} 版）`).join('、')}。`,
    ),
  );
  for (const note of notes.slice(0, MOST_NOTES)) terminal.note(tellProblem(note, terminal.language));
  const more = notes.length - MOST_NOTES;
  if (more > 0)
    terminal.note(
      terminal.say(`… and ${more} more notes; --json has them all.`, `……另有 ${more} 条提示，--json 列出全部。`),
    );
};

export const addPolicy = (program: Command, world: World): void => {
  const { say } = world;
  const policy = program
    .command('policy')
    .description(
      say('policy packs: check, schema, show, diff, try, import', '制度包：检查、模式、查看、比较、试行、导入'),
    )
    .addHelpText('after', examples(say, 'ledger policy check mine.yaml', 'ledger policy show standard'));
  policy
    .command('check')
    .description(say('read pack files and name every fault by line', '读取制度包文件，逐行指出错误'))
    .argument('[files...]', say('pack files; without any, the packs in force', '制度包文件；不填则检查现行制度包'))
    .action((files: string[], _: unknown, command: Command) => check(invocation(world, command), files));
  addPolicyShow(policy, world);
  addPolicySchema(policy, world);
  addPolicyDiff(policy, world);
  addPolicyTry(policy, world);
  addPolicyImport(policy, world);
};
