import { setTimeout as delay } from 'node:timers/promises';
import { toldIn } from '@complaint-ledger/contracts';
import { type Tracing, startTracing } from '@complaint-ledger/telemetry';
import { type Command, Argument } from 'commander';
import { isDistributed } from '../config/distributed.ts';
import { misspeltVariables, toldMisspelt } from '../config/misspelt.ts';
import { settingNames, settingOf, settings } from '../config/settings.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import type { Say } from '../cli/language.ts';
import { version } from '../version.ts';
import { endingCalendars } from '../open/calendar-end.ts';
import { Closing } from '../open/closing.ts';
import { type DistributedLedger, type Service, openDistributed, services } from '../open/open-distributed.ts';
import { onceReachable } from '../open/once-reachable.ts';
import { type Ledger, openLedger } from '../open/open-ledger.ts';
import { type LedgerServer, serveLedger } from '../server/ledger-server.ts';
import { stopWithin } from '../server/stop-within.ts';
import { greeting } from './serve-greeting.ts';

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

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

interface Up {
  readonly ledger: Ledger | DistributedLedger;
  readonly server: LedgerServer;
  /** Secret of the admin key that was made. */
  readonly key: string | undefined;
}

/** Closes after a failure, whose error is told: that of the closing is logged. */
const stopped = async ({ configuration, log }: Invocation, closing: Closing, what: string): Promise<void> => {
  try {
    await stopWithin(configuration.stopMs, () => closing.run());
  } catch (error) {
    log.error({ err: error }, what);
    throw error;
  }
};

/** A ledger that serves, as soon as its engines can be reached; undefined when it was told to stop before. */
const up = (call: Invocation, service: Service | undefined, closing: Closing): Promise<Up | undefined> => {
  const { configuration, log, terminal, signal } = call;
  const { host, port, stopMs } = configuration;
  const start = async (attempt: Closing): Promise<Up> => {
    const ledger = attempt.add(await open(call, service));
    const server = attempt.add(await serveLedger(ledger, { host, port, log, drainMs: stopMs / 2 }));
    const first = await ledger.keyRing.ensureFirstAdminKey();
    closing.step(() => attempt.run());
    return { ledger, server, key: first?.secret };
  };
  const told = new Set<unknown>();
  return onceReachable(start, {
    signal,
    undo: (attempt) => stopped(call, attempt, 'what a failed start opened could not be closed'),
    onAway: (error) => {
      const { engine } = error.details;
      log.warn({ engine, reason: error.message }, 'an engine is away: the start waits for it');
      if (told.has(engine)) return;
      told.add(engine);
      const { message } = toldIn(error, terminal.language);
      terminal.note(terminal.say(`Waiting, and trying again: ${message}`, `等待中，将再次尝试：${message}`));
    },
  });
};

const serveUntilStopped = async (call: Invocation, service: Service | undefined, closing: Closing): Promise<void> => {
  const { configuration, terminal, signal } = call;
  const { data, leaveMs, stopMs } = configuration;
  const tracing = await trace(call, service);
  // The last of all steps, and no reason to be late.
  closing.step(() => tracing.stop(stopMs / 5));
  const started = await up(call, service, closing);
  if (started === undefined) return;
  const { ledger, server, key } = started;
  const told = { url: server.url, data, key };
  const part = { distributed: isDistributed(call.environment), service };
  terminal.out(terminal.json ? JSON.stringify(told) : greeting(told, part, terminal.say));
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
    terminal.note(terminal.say('Leaving: others are to get the next requests.', '正在离开：后续请求请发往其他实例。'));
    await delay(leaveMs);
  }
  terminal.note(terminal.say('Stopping: finishing what is under way.', '正在停止：完成手头的请求。'));
};

const warnOfMisspelt = ({ environment, terminal: { language, note } }: Invocation): void => {
  for (const misspelt of misspeltVariables(environment)) {
    const { notRead, advice } = toldMisspelt(misspelt);
    note([notRead[language], advice[language]].join(language === 'en' ? '. ' : '。'));
  }
};

const serve = async (call: Invocation, service: Service | undefined): Promise<void> => {
  warnOfMisspelt(call);
  const closing = new Closing();
  try {
    await serveUntilStopped(call, service, closing);
  } catch (error) {
    // What failed first is what is told.
    await stopped(call, closing, 'what was open could not be closed').catch(() => undefined);
    throw error;
  }
  await stopWithin(call.configuration.stopMs, () => closing.run());
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
