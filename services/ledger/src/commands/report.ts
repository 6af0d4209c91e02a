import { periodsOf, previousPeriod } from '@complaint-ledger/policy';
import {
  type AgentReport,
  type KnownOn,
  type Report,
  type ReportKind,
  type Reporting,
  agentCsv,
  renderAgents,
  renderReport,
  reportCsv,
  reportKinds,
} from '@complaint-ledger/reporting';
import { Argument, type Command, Option } from 'commander';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { withLedger } from '../open/existing-ledger.ts';

const kinds = Object.keys(reportKinds) as readonly ReportKind[];
const formats = ['table', 'json', 'csv'] as const;
type Format = (typeof formats)[number];

/** The last period of that kind that is over. */
export const lastComplete = (kind: ReportKind, now: number, zone: string): string =>
  previousPeriod(reportKinds[kind], periodsOf(now, zone)[reportKinds[kind]]);

const knownOn = (flag: unknown): KnownOn | undefined => {
  if (typeof flag !== 'string') return undefined;
  return /^\d+$/.test(flag) ? { position: Number(flag) } : { time: flag };
};

const written = async (
  reporting: Reporting,
  report: Report,
  format: Format,
  { terminal, flags }: Invocation,
): Promise<string> => {
  const { vocabulary } = reporting;
  if (format === 'json') return JSON.stringify(report);
  if (format === 'csv') {
    return reportCsv(report, { language: terminal.language, vocabulary, bom: flags['bom'] === true }).trimEnd();
  }
  const penalties = await reporting.penalties({
    kind: reportKinds[report.kind],
    period: report.period,
    knownOn: knownOn(flags['asOf']),
    ...(typeof flags['department'] === 'string' && { department: flags['department'] }),
  });
  return renderReport(report, terminal.language, { vocabulary, penalties }).trimEnd();
};

const writtenAgents = (
  { vocabulary }: Reporting,
  report: AgentReport,
  format: Format,
  { terminal: { language }, flags }: Invocation,
): string => {
  if (format === 'json') return JSON.stringify(report);
  if (format === 'csv') return agentCsv(report, { language, vocabulary, bom: flags['bom'] === true }).trimEnd();
  return renderAgents(report, language, { vocabulary }).trimEnd();
};

const report = async (call: Invocation, kind: ReportKind, period: string | undefined): Promise<void> => {
  const { terminal, flags } = call;
  await withLedger(call, async (ledger) => {
    const reporting = await ledger.reporting({ asOf: flags['asOf'] !== undefined });
    const department = flags['department'];
    const question = {
      kind,
      period: period ?? lastComplete(kind, Date.now(), reporting.zone),
      knownOn: knownOn(flags['asOf']),
      ...(typeof department === 'string' && { department }),
    };
    const format = terminal.json ? 'json' : (formats.find((each) => each === flags['format']) ?? 'table');
    if (flags['agents'] === true) {
      terminal.out(writtenAgents(reporting, await reporting.agents(question), format, call));
      return;
    }
    const asked = await reporting.report(question);
    terminal.out(await written(reporting, asked, format, call));
  });
};

export const addReport = (program: Command, world: World): void => {
  const { say } = world;
  program
    .command('report')
    .description(say('a weekly, monthly, quarterly or annual report', '周报、月报、季报或年报'))
    .addArgument(new Argument('<kind>', kinds.join(', ')).choices(kinds))
    .argument(
      '[period]',
      say(
        '2026-W47, 2026-11, 2026-Q4 or 2026; default: the last one that is over',
        '2026-W47、2026-11、2026-Q4 或 2026；默认为最近一个完整周期',
      ),
    )
    .option('--department <id>', say('the company and this department only', '只看全公司与该部门'))
    .option(
      '--as-of <when>',
      say('as known then: a time with offset, or a log position', '按当时所知：带时区的时间，或日志位置'),
    )
    .option('--agents', say('by agent: calls, call-backs, rules broken', '按人员：来电、回电、违规'))
    .addOption(new Option('--format <format>', formats.join(', ')).choices(formats).default('table'))
    .option('--bom', say('begin CSV with a byte order mark, for Excel', 'CSV 以字节序标记开头，供 Excel 使用'))
    .addHelpText(
      'after',
      say(
        '\nExamples:\n  ledger report weekly\n  ledger report weekly 2026-W47 --department sales\n  ledger report monthly 2026-03 --as-of 2026-04-01T09:00:00+08:00\n  ledger report annual 2026 --format csv > 2026.csv',
        '\n示例：\n  ledger report weekly\n  ledger report weekly 2026-W47 --department sales\n  ledger report monthly 2026-03 --as-of 2026-04-01T09:00:00+08:00\n  ledger report annual 2026 --format csv > 2026.csv',
      ),
    )
    .action((kind: ReportKind, period: string | undefined, _: unknown, command: Command) =>
      report(invocation(world, command), kind, period),
    );
};
