import { existsSync } from 'node:fs';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { verifyLog } from '@complaint-ledger/event-store';
import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { progressBar } from '../cli/progress-bar.ts';
import { dataFolder } from '../open/data-folder.ts';

const verify = async ({ configuration, terminal }: Invocation): Promise<void> => {
  const { events, folder } = dataFolder(configuration.data);
  if (!existsSync(events)) {
    throw new LedgerError('not-found', said(`There is no ledger in ${folder}.`, `${folder} 里没有账本。`), {
      path: events,
      hint: said('Name its folder with --data.', '请用 --data 指定其文件夹。'),
    });
  }
  const { say } = terminal;
  const bar = progressBar(terminal, say('verifying', '校验中'));
  const result = await verifyLog(events, ({ position, head }) => bar.update(position, head)).finally(() => bar.stop());
  const root = Buffer.from(result.root).toString('hex');
  if (terminal.json) terminal.out(JSON.stringify({ ...result, root }));
  if (!result.ok) {
    throw new LedgerError('corrupt', `The log does not hold at position ${result.position}: ${result.reason}`, {
      path: events,
      hint: `The ${result.size} events before it do; their root is ${root}. Restore the file from a backup.`,
    });
  }
  if (terminal.json) return;
  terminal.out(say(`${result.size} events hold.`, `${result.size} 个事件全部完好。`));
  terminal.out(say(`Root (RFC 6962, SHA-256): ${root}`, `根散列（RFC 6962，SHA-256）：${root}`));
};

export const addVerify = (program: Command, world: World): void => {
  program
    .command('verify')
    .description(world.say('re-hash the whole log and print its root', '重新计算整个日志的散列并显示根散列'))
    .addHelpText('after', examples(world.say, 'ledger verify', 'ledger verify --data /srv/ledger --json'))
    .action((_: unknown, command: Command) => verify(invocation(world, command)));
};
