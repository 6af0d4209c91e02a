import { LedgerError, said } from '@complaint-ledger/contracts';
import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { progressBar } from '../cli/progress-bar.ts';
import { withLedger } from '../open/existing-ledger.ts';
import { counted } from '../cli/counted.ts';

const verify = async (call: Invocation): Promise<void> => {
  const { terminal } = call;
  const { say } = terminal;
  const bar = progressBar(terminal, say('verifying', '校验中'));
  const result = await withLedger(call, (ledger) =>
    ledger.verify(({ position, head }) => bar.update(position, head)),
  ).finally(() => bar.stop());
  const root = Buffer.from(result.root).toString('hex');
  if (terminal.json) terminal.out(JSON.stringify({ ...result, root }));
  if (!result.ok) {
    throw new LedgerError(
      'corrupt',
      said(
        `The log does not hold at position ${result.position}: ${result.reason}`,
        `日志在位置 ${result.position} 处不一致：${result.reason}`,
      ),
      {
        path: `position ${result.position}`,
        hint: said(
          `${counted(result.size, 'event before it holds', 'events before it hold')}; their root is ${root}. Restore the log from a backup.`,
          `此前的 ${result.size} 个事件完好，其根散列为 ${root}。请从备份恢复日志。`,
        ),
      },
    );
  }
  if (terminal.json) return;
  terminal.out(say(`${counted(result.size, 'event holds', 'events hold')}.`, `${result.size} 个事件全部完好。`));
  if (result.unsealed !== undefined && result.unsealed > 0)
    terminal.out(
      say(
        `The last ${result.unsealed} of them are not sealed yet: the process that relays seals them, every 5 seconds.`,
        `其中最后 ${result.unsealed} 个尚未封存：负责转发的进程每 5 秒封存一次。`,
      ),
    );
  terminal.out(say(`Root (RFC 6962, SHA-256): ${root}`, `根散列（RFC 6962，SHA-256）：${root}`));
};

export const addVerify = (program: Command, world: World): void => {
  program
    .command('verify')
    .description(
      world.say(
        're-hash the whole log, compare with what was sealed, print its root',
        '重新计算整个日志的散列，与封存值比对，并显示根散列',
      ),
    )
    .addHelpText('after', examples(world.say, 'ledger verify', 'ledger verify --data /srv/ledger --json'))
    .action((_: unknown, command: Command) => verify(invocation(world, command)));
};
