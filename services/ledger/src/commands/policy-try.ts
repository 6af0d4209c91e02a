import { LedgerError, said } from '@complaint-ledger/contracts';
import { type PeriodBounds, type Policy, openCalendarBook, periodBounds } from '@complaint-ledger/policy';
import { departmentOf } from '@complaint-ledger/reporting';
import type { Command } from 'commander';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { progressBar } from '../cli/progress-bar.ts';
import { type Flags, readConfiguration } from '../config/configuration.ts';
import { dataFolder } from '../open/data-folder.ts';
import { withLedger } from '../open/existing-ledger.ts';
import { installedPacks } from '../open/installed-packs.ts';
import { openPolicies } from '../open/open-ledger.ts';
import { vocabularyOf } from '../open/words.ts';
import { tellFindings } from '../what-if/tell-findings.ts';
import { openTriedPack } from '../what-if/tried-pack.ts';
import { whatIf } from '../what-if/what-if.ts';
import { whatIfDocument } from '../what-if/what-if-document.ts';
import { whatIfTable } from '../what-if/what-if-table.ts';

/** First and last day, both counted. */
interface Days {
  readonly from: string;
  readonly to: string;
}

const dayOf = (flags: Flags, name: 'from' | 'to'): string => {
  const day = flags[name];
  if (typeof day === 'string') return day;
  throw new LedgerError(
    'invalid-input',
    said(`Which period is to be tried? --${name} is missing.`, `要试行哪个时期？缺少 --${name}。`),
    {
      path: name,
      hint: said(
        'Write --from 2026-01-01 --to 2026-03-31; both days count.',
        '请写 --from 2026-01-01 --to 2026-03-31；首末两日都计入。',
      ),
    },
  );
};

/** Instants of the days in the pack's zone. LedgerError `invalid-input`. */
const boundsOf = ({ from, to }: Days, { zone }: Policy): PeriodBounds => {
  const bounds = { from: periodBounds('day', from, zone).from, to: periodBounds('day', to, zone).to };
  if (bounds.from < bounds.to) return bounds;
  throw new LedgerError(
    'invalid-input',
    said(`The period ends before it begins: ${from} to ${to}.`, `时期的结束早于开始：${from} 至 ${to}。`),
    {
      path: 'to',
      hint: said('--to is the last day, and not before --from.', '--to 是最后一日，不得早于 --from。'),
    },
  );
};

/** The packs in force without what --pack names, and the file that --pack names last: it may need those before it. */
const packsOf = ({ configuration, environment, flags }: Invocation) => {
  const { pack: _, ...rest } = flags;
  const given = Array.isArray(flags['pack']) ? configuration.packs : [];
  const file = given.at(-1);
  if (file === undefined)
    throw new LedgerError(
      'invalid-input',
      said('Which rules are to be tried? --pack is missing.', '要试行哪些规则？缺少 --pack。'),
      {
        path: 'pack',
        hint: said(
          'Write --pack new.yaml; a pack may extend another: `extends: standard`.',
          '请写 --pack new.yaml；制度包可以继承另一个：`extends: standard`。',
        ),
      },
    );
  return { file, inForce: readConfiguration(rest, environment).packs, bases: given.slice(0, -1) };
};

const tryPack = async (call: Invocation): Promise<void> => {
  const { configuration, terminal, flags, signal } = call;
  const { say, language } = terminal;
  const files = dataFolder(configuration.data);
  const { file, inForce, bases } = packsOf(call);
  const days = { from: dayOf(flags, 'from'), to: dayOf(flags, 'to') };
  const calendars = openCalendarBook({ extra: configuration.calendars });
  const tried = openTriedPack(file, [...inForce, ...installedPacks(files), ...bases], calendars);
  const { policy } = tried;
  const bounds = boundsOf(days, policy);
  const book = openPolicies({ ...configuration, packs: inForce }, files);
  const only = typeof flags['department'] === 'string' ? flags['department'] : undefined;
  const instead = typeof flags['insteadOf'] === 'string' ? book.policy(flags['insteadOf']).id : undefined;

  const bar = progressBar(terminal, say('deciding anew', '重新判定中'));
  const result = await withLedger(call, async (ledger) =>
    whatIf({
      log: await ledger.log(),
      book,
      policy,
      filed: { ...bounds, policy: instead },
      now: Date.now(),
      signal,
      onProgress: bar.update,
    }),
  ).finally(() => bar.stop());

  if (terminal.json) return terminal.out(JSON.stringify(whatIfDocument(result, policy, bounds, only)));
  const name = `${policy.id} ${policy.version}`;
  const formerly = Object.entries(result.matters);
  const total = formerly.reduce((sum, [, count]) => sum + count, 0);
  const packs = formerly.map(([id]) => id).join(say(', ', '、')) || say('none', '无');
  terminal.out(
    say(
      `${total} matters filed from ${days.from} to ${days.to} (${policy.zone}), recorded under ${packs}, decided anew under ${name}.`,
      `${days.from} 至 ${days.to}（${policy.zone}）受理的 ${total} 件事项，原按 ${packs} 记录，现按 ${name} 重新判定。`,
    ),
  );
  terminal.out(
    say(
      'Each side has all that became of them by now. Nothing was written.',
      '两侧均计入这些事项至今的全部结果。未写入任何内容。',
    ),
  );
  if (total === 0) return;
  const words = vocabularyOf(tried.book);
  terminal.out('');
  terminal.out(whatIfTable(result, language, words, name, only));
  const department = (id: string): string => departmentOf(id, language, words);
  const notes = tellFindings(result.findings, language, policy.pack.defaultLevel, department);
  if (notes.length > 0) terminal.out('');
  for (const note of notes) terminal.out(note);
};

export const addPolicyTry = (policy: Command, world: World): void => {
  const { say } = world;
  policy
    .command('try')
    .description(
      say(
        'decide a period anew under the pack of --pack, beside what was decided; writes nothing',
        '用 --pack 指定的制度包重新判定某一时期，与原结果对照；不写入任何内容',
      ),
    )
    .option('--from <day>', say('first day that matters were filed on, 2026-01-01', '受理起始日，如 2026-01-01'))
    .option('--to <day>', say('last day, counted too', '受理截止日（含当日）'))
    .option('--department <id>', say('the company and this department only', '只看全公司与该部门'))
    .option('--instead-of <pack>', say('only matters recorded under this pack', '只看按该制度包记录的事项'))
    .addHelpText(
      'after',
      say(
        '\nExample:\n  ledger policy try --pack new.yaml --from 2026-01-01 --to 2026-03-31',
        '\n示例：\n  ledger policy try --pack new.yaml --from 2026-01-01 --to 2026-03-31',
      ),
    )
    .action((_: unknown, command: Command) => tryPack(invocation(world, command)));
};
