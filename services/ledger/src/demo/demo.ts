import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { periodBounds } from '@complaint-ledger/policy';
import { penaltySummary, renderReport } from '@complaint-ledger/reporting';
import { simulateCallCentre } from '@complaint-ledger/testing';
import type { Command } from 'commander';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { progressBar } from '../cli/progress-bar.ts';
import { tableOf } from '../cli/table.ts';
import { type Ledger, openLedger } from '../open/open-ledger.ts';
import { type DemoYear, demoYear } from './demo-year.ts';
import { type Fed, feedCallCentre } from './feed-call-centre.ts';
import { scratchFolder } from './scratch-folder.ts';

interface Request {
  readonly cases: number;
  readonly seed: number;
  readonly keep: boolean;
  readonly until: string | undefined;
  /** Folder that the user named. */
  readonly data: string | undefined;
}

const whole = (name: string, flag: unknown, most: number): number => {
  const value = Number(flag);
  if (typeof flag === 'string' && /^\d+$/.test(flag) && value <= most) return value;
  throw new LedgerError(
    'invalid-input',
    said(`--${name} cannot be '${String(flag)}'.`, `--${name} 不能是“${String(flag)}”。`),
    {
      path: name,
      hint: said(`Use a whole number from 0 to ${most}.`, `请用 0 到 ${most} 之间的整数。`),
    },
  );
};

const requestOf = ({ flags, configuration }: Invocation): Request => ({
  cases: whole('cases', flags['cases'], 10_000_000),
  seed: whole('seed', flags['seed'], 0xffff_ffff),
  keep: flags['keep'] === true,
  until: typeof flags['until'] === 'string' ? flags['until'] : undefined,
  data: typeof flags['data'] === 'string' ? configuration.data : undefined,
});

/** A folder that the user names must be new: invented complaints have no place among real ones. */
const refuseUsed = (folder: string): void => {
  let files: readonly string[] = [];
  try {
    files = readdirSync(folder);
  } catch {
    return;
  }
  if (files.length > 0)
    throw new LedgerError(
      'conflict',
      said(`${folder} is not empty: a demo needs a ledger of its own.`, `${folder} 不是空文件夹：演示需要单独的账本。`),
      {
        path: 'data',
        hint: said(
          'Name a new folder, or leave --data out for one that is temporary.',
          '请指定新的文件夹；不写 --data 则使用临时文件夹。',
        ),
      },
    );
};

const fill = async (call: Invocation, ledger: Ledger, request: Request, year: DemoYear, zone: string): Promise<Fed> => {
  const { terminal, signal } = call;
  const { say } = terminal;
  const bar = progressBar(terminal, say('a year of complaints', '一年的投诉'));
  const [from, to] = [year.from, year.to].map((day) => periodBounds('day', day, zone).from);
  const start = from ?? 0;
  const length = (to ?? 0) - start;
  const { seed, cases } = request;
  try {
    const messages = simulateCallCentre({ seed, cases, from: year.from, to: year.to, zone });
    const fed = await feedCallCentre(messages, ledger.receiver, {
      signal,
      onProgress: (time, { complaints }) =>
        bar.update(Math.min(time - start, length), length, say(`${complaints} complaints`, `${complaints} 件投诉`)),
    });
    bar.update(length, length, say('counting', '统计中'));
    await ledger.settled();
    return fed;
  } finally {
    bar.stop();
  }
};

const tellReport = async ({ terminal }: Invocation, { reporting }: Ledger, { week }: DemoYear): Promise<void> => {
  const report = await reporting.report({ kind: 'weekly', period: week });
  const penalties = await reporting.penalties({ kind: 'week', period: week });
  const summary = penaltySummary(penalties);
  if (terminal.json) return terminal.out(JSON.stringify({ report, penalties, summary }));
  const { language, say } = terminal;
  terminal.out(renderReport(report, language, { vocabulary: reporting.vocabulary, penalties }).trimEnd());
  const rows = [
    [say('assessed', '扣罚'), summary.assessedCNY],
    [say('reversed', '撤销'), summary.reversedCNY],
    [say('waived', '免除'), summary.waivedCNY],
    [say('net', '净额'), summary.netCNY],
  ];
  terminal.out(`\n${tableOf([say('penalties of the week', '本周罚款'), say('CNY', '元')], rows)}`);
};

const tellNext = ({ terminal }: Invocation, folder: string, { week }: DemoYear, kept: boolean): void => {
  const { say } = terminal;
  const lines = [
    '',
    say('This ledger is yours to look into:', '这个演示账本可以继续查看：'),
    `  ledger serve --data ${folder}`,
    `  ledger verify --data ${folder}`,
    `  ledger report weekly ${week} --format csv --data ${folder}`,
    say('From a clone, write `npm run ledger -- serve …`.', '在源码目录中请写 `npm run ledger -- serve …`。'),
    ...(kept
      ? []
      : [say('A demo after tomorrow removes it; --keep keeps it.', '一天后再次演示时会清除；用 --keep 可保留。')]),
  ];
  for (const line of lines) terminal.note(line);
};

const demo = async (call: Invocation): Promise<void> => {
  const { configuration, environment, log, terminal } = call;
  const request = requestOf(call);
  if (request.data !== undefined) refuseUsed(request.data);
  const folder = request.data ?? scratchFolder(tmpdir(), request.keep, Date.now());
  const begun = performance.now();
  const ledger = await openLedger({ configuration: { ...configuration, data: folder }, environment, log });
  try {
    const { zone } = ledger.policies.policy(ledger.policies.defaultId);
    const year = demoYear(zone, Date.now(), request.until);
    const fed = await fill(call, ledger, request, year, zone);
    const head = await ledger.store.head();
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
    terminal.note(
      terminal.say(
        `${fed.complaints} complaints and ${fed.calls} calls: ${fed.messages} messages became ${head} events in ${seconds} s.`,
        `${fed.complaints} 件投诉、${fed.calls} 通来电：${fed.messages} 条消息成为 ${head} 个事件，用时 ${seconds} 秒。`,
      ),
    );
    terminal.note('');
    await tellReport(call, ledger, year);
    tellNext(call, folder, year, request.data !== undefined || request.keep);
  } finally {
    await ledger.close();
  }
};

export const addDemo = (program: Command, world: World): void => {
  const { say } = world;
  program
    .command('demo')
    .description(
      say(
        "a working year of a simulated call centre, and last week's report",
        '模拟呼叫中心的一个工作年，并输出上周周报',
      ),
    )
    .option('--cases <number>', say('complaints in the year', '一年的投诉件数'), '3000')
    .option('--seed <number>', say('the same number gives the same year', '同一数字得到同一年'), '7')
    .option('--until <date>', say('the day after the last; default today', '最后一天的次日，默认今天'))
    .option('--keep', say('keep the ledger; else a later demo removes it', '保留账本；否则以后的演示会清除它'))
    .addHelpText(
      'after',
      say(
        '\nExamples:\n  ledger demo\n  ledger demo --cases 20000 --lang zh-CN\n  ledger demo --data ./demo-ledger',
        '\n示例：\n  ledger demo\n  ledger demo --cases 20000 --lang en\n  ledger demo --data ./demo-ledger',
      ),
    )
    .action((_: unknown, command: Command) => demo(invocation(world, command)));
};
