import { setTimeout as delay } from 'node:timers/promises';
import { LedgerError, said } from '@complaint-ledger/contracts';
import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import type { Say } from '../cli/language.ts';
import { tableOf } from '../cli/table.ts';
import { settings } from '../config/settings.ts';
import { checksOf } from '../doctor/checks-of.ts';
import { examine } from '../doctor/examine.ts';
import type { Finding, Outcome } from '../doctor/finding.ts';
import { Closing } from '../open/closing.ts';

/** Seconds. */
const PATIENCE = 10;

/** How long what was opened may take to close, ms: a server that hangs is left behind. */
const CLOSING_MS = 2_000;

const secondsOf = (text: unknown): number => {
  const seconds = Number(text ?? PATIENCE);
  if (seconds > 0 && seconds <= 600) return seconds;
  throw new LedgerError(
    'invalid-input',
    said(`--timeout cannot be '${String(text)}'.`, `--timeout 不能是“${String(text)}”。`),
    { path: 'timeout', hint: said('Use seconds, above 0 and at most 600.', '请用大于 0、不超过 600 的秒数。') },
  );
};

const outcomeWords = (say: Say): Readonly<Record<Outcome, string>> => ({
  ok: say('ok', '正常'),
  warning: say('warning', '注意'),
  failed: say('WRONG', '有误'),
  unknown: say('unknown', '未知'),
});

const look = async (call: Invocation): Promise<readonly Finding[]> => {
  const within = 1_000 * secondsOf(call.flags['timeout']);
  const closing = new Closing();
  try {
    // Servers have less time than checks: what depends on one that hangs is told apart from it.
    return await examine(await checksOf(call, { closing, within: 0.75 * within }), within);
  } finally {
    await Promise.race([closing.run().catch(() => undefined), delay(CLOSING_MS, undefined, { ref: false })]);
  }
};

const doctor = async (call: Invocation): Promise<void> => {
  const { terminal } = call;
  const { say, language } = terminal;
  const findings = await look(call);
  const wrong = findings.filter(({ outcome }) => outcome === 'failed');
  if (terminal.json) {
    const told = findings.map(({ told: sentence, advice, outcome, ...rest }) => ({
      ...rest,
      outcome,
      ok: outcome === 'ok' || outcome === 'warning',
      detail: sentence[language],
      ...(advice && { advice: advice[language] }),
    }));
    terminal.out(JSON.stringify({ ok: wrong.length === 0, findings: told }));
  } else {
    const words = outcomeWords(say);
    terminal.out(
      tableOf(
        [say('check', '检查'), '', say('found', '结果')],
        findings.map(({ check, outcome, told, advice, ms }) => {
          const slow = ms >= 100 ? ` (${ms} ms)` : '';
          const todo = advice === undefined ? '' : `\n→ ${advice[language]}`;
          return [check, words[outcome], `${told[language]}${slow}${todo}`];
        }),
      ),
    );
  }
  if (wrong.length === 0) return;
  const names = [...new Set(wrong.map(({ check }) => check))];
  throw new LedgerError('config', said(`${names.join(', ')}: not as it should be`, `${names.join('、')}：有问题`), {
    hint: said('What is wrong and what to do about it stands above.', '问题及处理办法见上。'),
  });
};

export const addDoctor = (program: Command, world: World): void => {
  const { say } = world;
  program
    .command('doctor')
    .description(
      say(
        'check settings, disk, packs and calendars, log, vault, keys, port; with LEDGER_EVENTS servers, topics, clocks and lag, too',
        '检查设置、磁盘、制度包与日历、日志、保险库、密钥、端口；设置 LEDGER_EVENTS 时还检查服务器、主题、时钟与积压',
      ),
    )
    .addHelpText(
      'after',
      examples(
        say,
        'ledger doctor',
        'ledger doctor --data /srv/ledger --port 9000',
        'ledger doctor --config ledger.yaml --json',
      ),
    )
    .option(settings.host.flag, say(settings.host.en, settings.host.zh))
    .option(settings.port.flag, say(settings.port.en, settings.port.zh))
    .option(
      '--timeout <seconds>',
      say(`longest wait for each check (${PATIENCE})`, `每项检查最多等待的秒数（${PATIENCE}）`),
    )
    .action((_: unknown, command: Command) => doctor(invocation(world, command)));
};
