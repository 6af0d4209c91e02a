import { type Argument, Command, Help, type Option } from 'commander';
import { addDemo } from '../demo/demo.ts';
import { addConfig } from '../commands/config.ts';
import { addCopy } from '../commands/copy.ts';
import { addDoctor } from '../commands/doctor.ts';
import { addErase } from '../commands/erase.ts';
import { addForm } from '../commands/form.ts';
import { addImport } from '../commands/import.ts';
import { addKeys } from '../commands/keys.ts';
import { addParked } from '../commands/parked.ts';
import { addPolicy } from '../commands/policy.ts';
import { addQuarantine } from '../commands/quarantine.ts';
import { addReport } from '../commands/report.ts';
import { addReplay } from '../commands/replay.ts';
import { addServe } from '../commands/serve.ts';
import { addTopics } from '../commands/topics.ts';
import { addVerify } from '../commands/verify.ts';
import { settings } from '../config/settings.ts';
import { version } from '../version.ts';
import type { World } from './invocation.ts';
import type { Say } from './language.ts';

const titles: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Global Options:': '通用选项：',
};

class LedgerHelp extends Help {
  readonly #say: Say;

  constructor(say: Say) {
    super();
    this.#say = say;
    this.showGlobalOptions = true;
  }

  override styleTitle(title: string): string {
    return this.#say(title, titles[title] ?? title);
  }

  override optionDescription(option: Option): string {
    return this.#inWords(option.description, super.optionDescription(option));
  }

  override argumentDescription(argument: Argument): string {
    return this.#inWords(argument.description, super.argumentDescription(argument));
  }

  /** What Commander adds to a description, such as ` (choices: "a", "b", default: "a")`, is English only. */
  #inWords(description: string, whole: string): string {
    const added = /^ ?\((.*)\)$/s.exec(whole.slice(description.length))?.[1];
    if (added === undefined) return whole;
    const zh = added
      .replace(/^choices: /, '可选：')
      .replace(/(?:^|, )default: /, (label) => (label.startsWith(',') ? '，默认：' : '默认：'));
    return this.#say(whole, `${description}（${zh}）`);
  }
}

class LedgerCommand extends Command {
  readonly #say: Say;

  constructor(name: string, say: Say) {
    super(name);
    this.#say = say;
    this.helpOption('-h, --help', say('show this help', '显示帮助'));
    this.helpCommand(false);
  }

  override createHelp(): Help {
    return Object.assign(new LedgerHelp(this.#say), this.configureHelp());
  }

  override createCommand(name: string): LedgerCommand {
    return new LedgerCommand(name, this.#say);
  }
}

/** The `ledger` command: every subcommand, nothing run yet. */
export const ledgerProgram = (world: World): Command => {
  const { say } = world;
  const program = new LedgerCommand('ledger', say)
    .description(
      say(
        'Complaint handling as a ledger: every fact once, every deadline, transfer and penalty explained.',
        '投诉处理账本：每个事实只记一次，每个时限、转办和扣罚都有据可查。',
      ),
    )
    .version(version, '-v, --version', say('show the version', '显示版本'))
    .option(settings.config.flag, say(settings.config.en, settings.config.zh))
    .option(settings.data.flag, say(settings.data.en, settings.data.zh))
    .option('--json', say('results as JSON, for programs', '结果输出为 JSON，供程序使用'))
    .option(settings.lang.flag, say(settings.lang.en, settings.lang.zh))
    .option(settings.policy.flag, say(settings.policy.en, settings.policy.zh))
    .option(settings.packs.flag, say(settings.packs.en, settings.packs.zh))
    .option(settings.calendars.flag, say(settings.calendars.en, settings.calendars.zh))
    .option(settings.log.flag, say(settings.log.en, settings.log.zh))
    .configureOutput({
      writeOut: (text) => void world.stdout.write(text),
      writeErr: () => undefined,
    })
    .exitOverride()
    .showSuggestionAfterError(true)
    .addHelpText(
      'after',
      say(
        `
Examples:
  ledger serve                                    start, on http://127.0.0.1:8321
  ledger demo                                     a working year of a simulated call centre
  ledger import complaints.csv --mapping m.yaml   take a file in
  ledger report weekly                            last week's report
  ledger report monthly 2026-03 --format csv      a month, for a spreadsheet
  ledger verify                                   re-hash the whole log

Every setting is also an environment variable and a key of a configuration file: docs/configuration.md, \`ledger config show\`.`,
        `
示例：
  ledger serve                                    启动，http://127.0.0.1:8321
  ledger demo                                     模拟呼叫中心的一个工作年
  ledger import complaints.csv --mapping m.yaml   导入文件
  ledger report weekly                            上周周报
  ledger report monthly 2026-03 --format csv      月报，供电子表格使用
  ledger verify                                   重新校验整个日志

所有设置也可用环境变量和设置文件：docs/configuration.zh-CN.md、\`ledger config show\`。`,
      ),
    );
  for (const add of [
    addServe,
    addDemo,
    addImport,
    addReport,
    addForm,
    addReplay,
    addVerify,
    addCopy,
    addTopics,
    addParked,
    addPolicy,
    addKeys,
    addErase,
    addQuarantine,
    addConfig,
    addDoctor,
  ]) {
    add(program, world);
  }
  return program;
};
