import { LedgerError, said, toldIn } from '@complaint-ledger/contracts';
import {
  type ImportProgress,
  type ImportSummary,
  type Send,
  dryRun,
  planImport,
  runImport,
} from '@complaint-ledger/intake';
import type { Command } from 'commander';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { progressBar } from '../cli/progress-bar.ts';
import { settings } from '../config/settings.ts';
import { tableOf } from '../cli/table.ts';
import { withLedger } from '../open/existing-ledger.ts';
import { httpSend } from './http-send.ts';
import { counted } from '../cli/counted.ts';

const text = (flag: unknown): string | undefined => (typeof flag === 'string' ? flag : undefined);

interface Request {
  readonly file: string;
  readonly mapping: string | undefined;
  readonly policyOverride: string | undefined;
  readonly snapshot: string | undefined;
  readonly rejectsPath: string | undefined;
}

const withBar = async (
  call: Invocation,
  request: Request,
  send: Send,
  statePath: string | undefined,
  after: () => Promise<void>,
): Promise<ImportSummary> => {
  const { terminal, signal } = call;
  const { say } = terminal;
  const bar = progressBar(terminal, say('importing', '导入中'));
  const onProgress = ({ rows, bytes }: ImportProgress): void =>
    bar.update(bytes.done, bytes.total, say(counted(rows, 'row'), `${rows} 行`));
  try {
    const summary = await runImport({
      ...request,
      send,
      onProgress,
      signal,
      statePath,
    });
    await after();
    return summary;
  } finally {
    bar.stop();
  }
};

const intoLedger = (call: Invocation, request: Request): Promise<ImportSummary> =>
  withLedger(call, async (ledger) => {
    const { policy } = await planImport(request);
    const brought = policy?.file === undefined ? undefined : { id: policy.id, file: policy.file };
    const { receiver, settled } = await ledger.intake(brought);
    const send: Send = (batch) => receiver.receive(batch, { caller: 'ledger import' });
    return withBar(call, request, send, ledger.importState(request.file), settled);
  });

const overHttp = (call: Invocation, request: Request, url: string): Promise<ImportSummary> => {
  const key = call.settings.value('apiKey');
  if (key === undefined) {
    throw new LedgerError(
      'unauthenticated',
      said('A server takes messages with a key only.', '向服务器发送消息需要密钥。'),
      {
        hint: said(
          'Add --key cl_… or set LEDGER_KEY; `ledger keys create publisher "import"` makes one.',
          '请加上 --key cl_… 或设置 LEDGER_KEY；密钥用 `ledger keys create publisher "import"` 创建。',
        ),
      },
    );
  }
  const { terminal, signal } = call;
  const onWait = (why: LedgerError): void =>
    terminal.note(
      `${toldIn(why, terminal.language).message} ${terminal.say('Sending it again for a while.', '将继续重发一段时间。')}`,
    );
  return withBar(
    call,
    request,
    httpSend({ url, key, language: terminal.language, signal, onWait }),
    undefined,
    async () => undefined,
  );
};

const tellSummary = ({ terminal }: Invocation, summary: ImportSummary): void => {
  if (terminal.json) return terminal.out(JSON.stringify(summary));
  const { say } = terminal;
  const lines: readonly (readonly [string, number])[] = [
    [say('rows read', '读取行数'), summary.rows],
    [say('messages', '消息'), summary.messages],
    [say('accepted', '已记入'), summary.accepted],
    [say('already there', '重复'), summary.duplicates],
    [say('parked', '暂存'), summary.parked],
    [say('rejected', '被拒'), summary.rejected],
    [say('rows that could not be read', '无法读取的行'), summary.badRows],
    [say('rows that wait for a mended one', '等待修正的行'), summary.heldRows],
    [say('sent in an earlier run', '此前已发送'), summary.skipped],
  ];
  terminal.out(
    tableOf(
      [say('import', '导入'), ''],
      lines.filter(([, value], index) => index < 3 || value > 0),
    ),
  );
  for (const note of summary.notes) terminal.note(note);
  if (summary.rejectsFile !== undefined) {
    terminal.note(
      say(
        `Rows to mend: ${summary.rejectsFile}. Mend them there and import that file; nothing is doubled.`,
        `待修正的行：${summary.rejectsFile}。修正后导入该文件即可，不会重复。`,
      ),
    );
  }
};

const importFile = async (call: Invocation, file: string): Promise<void> => {
  const { flags, terminal } = call;
  const request: Request = {
    file,
    mapping: text(flags['mapping']),
    policyOverride: text(flags['policy']),
    snapshot: text(flags['snapshot']),
    rejectsPath: text(flags['rejects']),
  };
  if (flags['dryRun'] === true) {
    const summary = await dryRun(request, (line) => terminal.out(line.trimEnd()));
    return terminal.note(JSON.stringify(summary));
  }
  const url = text(flags['url']);
  tellSummary(call, url === undefined ? await intoLedger(call, request) : await overHttp(call, request, url));
};

export const addImport = (program: Command, world: World): void => {
  const { say } = world;
  program
    .command('import')
    .description(say('take in a CSV, XLSX or NDJSON file', '导入 CSV、XLSX 或 NDJSON 文件'))
    .argument('<file>', say('the file', '文件'))
    .option(
      '--mapping <file>',
      say(
        'how its columns become messages (YAML); not for NDJSON of CloudEvents',
        '列与消息的对应（YAML）；CloudEvents 的 NDJSON 不需要',
      ),
    )
    .option(
      '--policy <pack>',
      say("policy pack (id or file) in place of the mapping's", '替代映射中的制度包（编号或文件）'),
    )
    .option(
      '--snapshot <time>',
      say('when the file was made: deadlines are judged up to then', '文件生成时间：时限判定截至该时刻'),
    )
    .option(
      '--rejects <file>',
      say('where rejected rows go; default FILE.rejects.csv', '被拒行的去处，默认 文件名.rejects.csv'),
    )
    .option('--dry-run', say('check everything, print the messages, send nothing', '只检查并输出消息，不发送'))
    .option(
      '--url <url>',
      say('send to a running server instead of opening the ledger', '发送到正在运行的服务，而不直接打开账本'),
    )
    .option(settings.apiKey.flag, say('API key for --url (or LEDGER_KEY)', '--url 所用密钥（或 LEDGER_KEY）'))
    .addHelpText(
      'after',
      say(
        '\nExamples:\n  ledger import complaints.csv --mapping crm.yaml\n  ledger import events.ndjson --url http://127.0.0.1:8321 --key cl_…',
        '\n示例：\n  ledger import complaints.csv --mapping crm.yaml\n  ledger import events.ndjson --url http://127.0.0.1:8321 --key cl_…',
      ),
    )
    .action((file: string, _: unknown, command: Command) => importFile(invocation(world, command), file));
};
