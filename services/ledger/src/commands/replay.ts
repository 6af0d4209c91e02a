import type { Command } from 'commander';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { progressBar } from '../cli/progress-bar.ts';
import { tableOf } from '../cli/table.ts';
import { openLedger } from '../open/open-ledger.ts';

const replay = async (call: Invocation): Promise<void> => {
  const { configuration, environment, log, terminal } = call;
  const ledger = await openLedger({ configuration, environment, log });
  try {
    await ledger.settled();
    const before = await ledger.following.digests();
    const bar = progressBar(terminal, terminal.say('replaying', '重放中'));
    const head = await ledger.store.head();
    const started = performance.now();
    await ledger.following.rebuild(head, (position) => bar.update(position, head)).finally(() => bar.stop());
    const ms = Math.round(performance.now() - started);
    const after = await ledger.following.digests();
    const changed = [...after].filter(([name, digest]) => before.get(name) !== digest).map(([name]) => name);
    if (terminal.json) {
      return terminal.out(
        JSON.stringify({
          events: head,
          ms,
          before: Object.fromEntries(before),
          after: Object.fromEntries(after),
          changed,
        }),
      );
    }
    const { say } = terminal;
    terminal.out(
      tableOf(
        [say('projection', '投影'), say('digest before', '重放前摘要'), say('digest after', '重放后摘要')],
        [...after].map(([name, digest]) => [name, before.get(name)?.slice(0, 32), digest.slice(0, 32)]),
      ),
    );
    terminal.out(
      changed.length === 0
        ? say(
            `${head} events replayed in ${ms} ms; nothing differs.`,
            `已重放 ${head} 个事件，用时 ${ms} 毫秒；结果完全一致。`,
          )
        : say(
            `${head} events replayed in ${ms} ms; ${changed.join(', ')} differed and are right now.`,
            `已重放 ${head} 个事件，用时 ${ms} 毫秒；${changed.join('、')} 原有差异，现已更正。`,
          ),
    );
  } finally {
    await ledger.close();
  }
};

export const addReplay = (program: Command, world: World): void => {
  program
    .command('replay')
    .description(
      world.say(
        'rebuild every projection from the log; prints digests before and after',
        '从日志重建全部投影，并显示前后摘要',
      ),
    )
    .action((_: unknown, command: Command) => replay(invocation(world, command)));
};
