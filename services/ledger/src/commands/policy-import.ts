import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { type TablePack, loadPackMapping, packOfTable } from '@complaint-ledger/intake';
import { type PolicyPack, checkPack } from '@complaint-ledger/policy';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { dataFolder } from '../open/data-folder.ts';
import { installedPacks } from '../open/installed-packs.ts';
import { counted } from '../cli/counted.ts';

const mappingOf = ({ flags }: Invocation): string => {
  const { mapping } = flags;
  if (typeof mapping === 'string') return mapping;
  throw new LedgerError(
    'invalid-input',
    said('How does the table become a pack? --mapping is missing.', '表格如何变成制度包？缺少 --mapping。'),
    {
      path: 'mapping',
      hint: said(
        'Write --mapping table.yaml; examples/routing-table.yaml is one.',
        '请写 --mapping table.yaml；可参考 examples/routing-table.yaml。',
      ),
    },
  );
};

/** The pack as a file that its authors go on with. */
const yamlOf = ({ pack }: TablePack, table: string, mapping: string): string =>
  `# Made of ${basename(table)} by ${basename(mapping)}.\n${stringify(pack, { lineWidth: 140 })}`;

const count = (entries: object | undefined): number => Object.keys(entries ?? {}).length;

const importTable = async (call: Invocation, table: string): Promise<void> => {
  const { configuration, terminal, flags } = call;
  const { say } = terminal;
  const mapping = mappingOf(call);
  const made = await packOfTable(table, await loadPackMapping(mapping));
  const yaml = yamlOf(made, table, mapping);
  const out = typeof flags['out'] === 'string' ? flags['out'] : undefined;
  const extra = [...configuration.packs, ...installedPacks(dataFolder(configuration.data))];
  const pack: PolicyPack = checkPack(yaml, { file: out ?? `${String(made.pack['id'])}.yaml`, extra });
  if (out !== undefined) writeFileSync(out, yaml);
  const told = { rows: made.rows, categories: count(pack.categories), departments: count(pack.departments) };
  if (terminal.json) terminal.out(JSON.stringify({ ...told, ...(out === undefined ? { pack } : { file: out }) }));
  else if (out === undefined) terminal.out(yaml.trimEnd());
  terminal.note(
    say(
      `${counted(told.rows, 'row')}: ${counted(told.categories, 'category', 'categories')}, ${counted(told.departments, 'department')}${out === undefined ? '' : `, in ${out}`}. No fault found.`,
      `${told.rows} 行：${told.categories} 个类别，${told.departments} 个部门${out === undefined ? '' : `，已写入 ${out}`}。未发现错误。`,
    ),
  );
};

export const addPolicyImport = (policy: Command, world: World): void => {
  const { say } = world;
  policy
    .command('import')
    .description(
      say(
        'make a pack of a table: who has which category, and for how long',
        '把分派表变成制度包：哪类事项归谁、多长时间',
      ),
    )
    .argument('<table>', say('CSV, XLSX, NDJSON or JSON', 'CSV、XLSX、NDJSON 或 JSON 文件'))
    .option('--mapping <file>', say('how its columns become a pack (YAML)', '列与制度包的对应（YAML）'))
    .option(
      '-o, --out <file>',
      say('where the pack goes; without it, to the screen', '制度包写入的文件；不填则输出到屏幕'),
    )
    .addHelpText(
      'after',
      say(
        '\nExample:\n  ledger policy import routing.csv --mapping examples/routing-table.yaml -o routing-pack.yaml',
        '\n示例：\n  ledger policy import routing.csv --mapping examples/routing-table.yaml -o routing-pack.yaml',
      ),
    )
    .action((table: string, _: unknown, command: Command) => importTable(invocation(world, command), table));
};
