import { setTimeout as delay } from 'node:timers/promises';
import { type Tracing, startTracing } from '@complaint-ledger/telemetry';
import { type Command, Argument } from 'commander';
import { isDistributed } from '../config/distributed.ts';
import { settingNames, settingOf, settings } from '../config/settings.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import type { Say } from '../cli/language.ts';
import { version } from '../version.ts';
import { endingCalendars } from '../open/calendar-end.ts';
import { Closing } from '../open/closing.ts';
import { type DistributedLedger, type Service, openDistributed, services } from '../open/open-distributed.ts';
import { type Ledger, openLedger } from '../open/open-ledger.ts';
import { serveLedger } from '../server/ledger-server.ts';
import { stopWithin } from '../server/stop-within.ts';

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

interface Started {
  readonly url: string;
  readonly data: string;
  /** Shown once, on the first start. */
  readonly key: string | undefined;
}

/** What runs: the distributed set-up has no folder, and one service of it not every route. */
interface Part {
  readonly distributed: boolean;
  readonly service: Service | undefined;
}

const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

const runs = ({ url, data }: Started, { distributed, service }: Part, say: Say): string => {
  if (service !== undefined) return say(`${service} is running on ${url}`, `${service} 已启动：${url}`);
  return distributed
    ? say(`complaint-ledger is running on ${url}`, `complaint-ledger 已启动：${url}`)
    : say(
        `complaint-ledger is running on ${url}   (data in ${data})`,
        `complaint-ledger 已启动：${url}   （数据位于 ${data}）`,
      );
};

const toTry = ({ url, key }: Started, say: Say): readonly string[] => {
  const complaint = JSON.stringify({
    complaintId: 'C-1001',
    channel: 'phone',
    level: 'major',
    category: 'service-quality',
    complainant: { name: say('Li Hua', '李华'), phone: '13800000001' },
    detail: say('The technician was rude', '维修人员态度差'),
  });
  return [
    say('Try this in another terminal:', '在另一个终端试试：'),
    `  export LEDGER_KEY=${key ?? say("'your key'", "'您的密钥'")}`,
    `  curl -s ${url}/v1/complaints -H "Authorization: Bearer $LEDGER_KEY" -H 'Content-Type: application/json' -d ${shellWord(complaint)}`,
    `  curl -s ${url}/v1/cases/C-1001 -H "Authorization: Bearer $LEDGER_KEY"`,
    '',
  ];
};

const greeting = (started: Started, part: Part, say: Say): string => {
  const { url, key } = started;
  return [
    runs(started, part, say),
    '',
    ...(key === undefined
      ? []
      : [
          say('Your admin key. It is shown this once; keep it safe:', '管理员密钥，仅此一次显示，请妥善保存：'),
          `  ${key}`,
          '',
        ]),
    ...(part.service === undefined ? toTry(started, say) : []),
    say(
      `Pages: ${url}/   Interface: ${url}/openapi.json   Stop: Ctrl-C`,
      `首页：${url}/   接口：${url}/openapi.json   停止：Ctrl-C`,
    ),
  ].join('\n');
};

const open = async (
  { configuration, environment, log }: Invocation,
  service: Service | undefined,
): Promise<Ledger | DistributedLedger> =>
  service === undefined && !isDistributed(environment)
    ? openLedger({ configuration, environment, log })
    : openDistributed({ configuration, environment, log, ...(service && { services: [service] }) });

/** With the variables of OpenTelemetry that ask for it, what the process does is traced. */
const trace = ({ environment, log }: Invocation, service: Service | undefined): Promise<Tracing> =>
  startTracing({
    environment,
    service: service === undefined ? 'complaint-ledger' : `complaint-ledger-${service}`,
    version,
    log: (level, message) => log[level]({ part: 'tracing' }, message),
  });

const serve = async (call: Invocation, service: Service | undefined): Promise<void> => {
  const { configuration, log, terminal, signal } = call;
  const { host, port, data, leaveMs, stopMs } = configuration;
  const closing = new Closing();
  try {
    const tracing = await trace(call, service);
    // The last of all steps, and no reason to be late.
    closing.step(() => tracing.stop(stopMs / 5));
    const ledger = closing.add(await open(call, service));
    const server = closing.add(await serveLedger(ledger, { host, port, log, drainMs: stopMs / 2 }));
    const first = await ledger.keyRing.ensureFirstAdminKey();
    const started = { url: server.url, data, key: first?.secret };
    const part = { distributed: isDistributed(call.environment), service };
    terminal.out(terminal.json ? JSON.stringify(started) : greeting(started, part, terminal.say));
    for (const { calendar, last } of endingCalendars(ledger.policies, Date.now())) {
      terminal.note(
        terminal.say(
          `The working calendar ${calendar} ends with ${last}. Add the next year with --calendar: docs/calendar.md`,
          `工作日历 ${calendar} 到 ${last} 年为止。请用 --calendar 添加下一年，见 docs/calendar.md`,
        ),
      );
    }
    await aborted(signal);
    if (leaveMs > 0) {
      server.leave();
      terminal.note(
        terminal.say('Leaving: others are to get the next requests.', '正在离开：后续请求请发往其他实例。'),
      );
      await delay(leaveMs);
    }
    terminal.note(terminal.say('Stopping: finishing what is under way.', '正在停止：完成手头的请求。'));
  } finally {
    await stopWithin(stopMs, () => closing.run());
  }
};

const distributedHelp = (say: Say): string => {
  const lines = settingNames
    .map(settingOf)
    .filter(({ part }) => part === 'distributed')
    .map(({ env, en, zh }) => `  ${env.padEnd(24)}${say(en, zh)}`);
  const head = say(
    'With LEDGER_EVENTS the ledger runs on KurrentDB, Kafka and MongoDB, as any number of processes of each service.\nSettings, in the environment (or X_FILE: a file with the value):',
    '设置 LEDGER_EVENTS 后，账本运行在 KurrentDB、Kafka 与 MongoDB 上，各服务可有任意多个进程。\n环境变量（或 X_FILE：存放该值的文件）：',
  );
  return ['', head, ...lines].join('\n');
};

export const addServe = (program: Command, world: World): void => {
  const { say } = world;
  program
    .command('serve')
    .description(say('serve the ledger: intake, routing and reporting', '启动账本服务：受理、流转与报表'))
    .addArgument(
      new Argument(
        '[service]',
        say('one service alone (distributed set-up only)', '单独运行某个服务（仅分布式）'),
      ).choices([...services]),
    )
    .option(settings.host.flag, say(settings.host.en, settings.host.zh))
    .option(settings.port.flag, say(settings.port.en, settings.port.zh))
    .option(settings.webhooks.flag, say(settings.webhooks.en, settings.webhooks.zh))
    .addHelpText(
      'after',
      say(
        '\nExamples:\n  ledger serve\n  ledger serve --data /srv/ledger --port 9000\n  ledger serve reporting',
        '\n示例：\n  ledger serve\n  ledger serve --data /srv/ledger --port 9000\n  ledger serve reporting',
      ),
    )
    .addHelpText('after', () => distributedHelp(say))
    .action((service: Service | undefined, _: unknown, command: Command) => serve(invocation(world, command), service));
};
