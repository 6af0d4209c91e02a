import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { progressBar } from '../cli/progress-bar.ts';
import { tableOf } from '../cli/table.ts';
import { openLedger } from '../open/open-ledger.ts';

const replay = async (call: Invocation): Promise<void> => {
  const { configuration, environment, log, terminal } = call;
  const ledger = await openLedger({ configuration, environment, log });
  try {
    await ledger.settled();
    const { reporting } = ledger;
    const before = await reporting.digests();
    await reporting.close();
    const bar = progressBar(terminal, terminal.say('replaying', '重放中'));
    const started = performance.now();
    const events = await reporting.rebuild(undefined, { onProgress: bar.update }).finally(() => bar.stop());
    const ms = Math.round(performance.now() - started);
    const after = await reporting.digests();
    const changed = [...after].filter(([name, digest]) => before.get(name) !== digest).map(([name]) => name);
    const { json, out, say } = terminal;
    if (json) {
      const told = { events, ms, before: Object.fromEntries(before), after: Object.fromEntries(after), changed };
      return out(JSON.stringify(told));
    }
    const head = [say('projection', '投影'), say('digest before', '重放前摘要'), say('digest after', '重放后摘要')];
    out(
      tableOf(
        head,
        [...after].map(([name, digest]) => [name, before.get(name)?.slice(0, 32), digest.slice(0, 32)]),
      ),
    );
    out(
      changed.length === 0
        ? say(
            `${events} events replayed in ${ms} ms; nothing differs.`,
            `已重放 ${events} 个事件，用时 ${ms} 毫秒；结果完全一致。`,
          )
        : say(
            `${events} events replayed in ${ms} ms; ${changed.join(', ')} differed and are right now.`,
            `已重放 ${events} 个事件，用时 ${ms} 毫秒；${changed.join('、')} 原有差异，现已更正。`,
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
    .addHelpText('after', examples(world.say, 'ledger replay', 'ledger replay --data /srv/ledger --json'))
    .action((_: unknown, command: Command) => replay(invocation(world, command)));
};
