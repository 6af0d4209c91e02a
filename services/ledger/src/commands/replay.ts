import { LedgerError, said } from '@complaint-ledger/contracts';
import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { progressBar } from '../cli/progress-bar.ts';
import { tableOf } from '../cli/table.ts';
import { withLedger } from '../open/existing-ledger.ts';
import { counted } from '../cli/counted.ts';

const replay = async (call: Invocation): Promise<void> => {
  const { terminal } = call;
  const { json, out, say } = terminal;
  const bar = progressBar(terminal, say('replaying', '重放中'));
  const replayed = await withLedger(call, (ledger) => ledger.replay({ onProgress: bar.update })).finally(() =>
    bar.stop(),
  );
  const { events, ms, before, after, changed, mended } = replayed;
  if (json) {
    const told = { events, ms, before: Object.fromEntries(before), after: Object.fromEntries(after), changed };
    out(JSON.stringify(told));
  } else {
    const head = [say('projection', '投影'), say('digest before', '重放前摘要'), say('digest after', '重放后摘要')];
    out(
      tableOf(
        head,
        [...after].map(([name, digest]) => [name, before.get(name)?.slice(0, 32), digest.slice(0, 32)]),
      ),
    );
    const replayedEvents = say(
      `${counted(events, 'event')} replayed in ${ms} ms; `,
      `已重放 ${events} 个事件，用时 ${ms} 毫秒；`,
    );
    if (changed.length === 0) out(replayedEvents + say('nothing differs.', '结果完全一致。'));
    else if (mended)
      out(
        replayedEvents +
          say(`${changed.join(', ')} differed and are right now.`, `${changed.join('、')} 原有差异，现已更正。`),
      );
  }
  if (changed.length > 0 && !mended) throw keptWrong(changed);
};

const keptWrong = (changed: readonly string[]): LedgerError =>
  new LedgerError(
    'corrupt',
    said(
      `What the services keep is not what the log says: ${changed.join(', ')}.`,
      `各服务保存的内容与日志不一致：${changed.join('、')}。`,
    ),
    {
      path: changed.join(', '),
      hint: said(
        'Nothing was changed. Stop every reporting process; in MongoDB delete the documents of these collections, and in _checkpoints every entry whose name holds one of theirs; start again: they are counted anew from the log.',
        '未作任何更改。请停止所有 reporting 进程，在 MongoDB 中删除这些集合的文档，以及 _checkpoints 中名称含有这些集合名的所有记录，再重新启动：将从日志重新统计。',
      ),
    },
  );

export const addReplay = (program: Command, world: World): void => {
  program
    .command('replay')
    .description(
      world.say(
        'rebuild every projection from the log; prints digests before and after; distributed: beside the services, and compares',
        '从日志重建全部投影，并显示前后摘要；分布式部署时在旁重建并比较',
      ),
    )
    .addHelpText('after', examples(world.say, 'ledger replay', 'ledger replay --data /srv/ledger --json'))
    .action((_: unknown, command: Command) => replay(invocation(world, command)));
};
