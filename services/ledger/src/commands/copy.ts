import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { copyLog } from '@complaint-ledger/event-store';
import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { progressBar } from '../cli/progress-bar.ts';
import { Closing } from '../open/closing.ts';
import { openLogAt } from '../open/open-log.ts';
import { counted } from '../cli/counted.ts';

interface Places {
  readonly from: string;
  readonly to: string;
}

/** `events` stands for what LEDGER_EVENTS names: a secret in a command line is for everybody on the machine to read. */
const EVENTS = 'events';

const copy = async ({ terminal, settings }: Invocation, places: Places): Promise<void> => {
  const { say } = terminal;
  const closing = new Closing();
  const placeOf = (place: string): string => (place === EVENTS ? settings.needed('events') : place);
  const [from, to] = [placeOf(places.from), placeOf(places.to)];
  const namespace = settings.needed('namespace');
  try {
    const source = await openLogAt(from, { readOnly: true, namespace });
    closing.add(source.store);
    if (to.startsWith('sqlite:')) mkdirSync(folderOf(to), { recursive: true, mode: 0o700 });
    const target = await openLogAt(to, { readOnly: false, namespace });
    closing.add(target.store);
    const bar = progressBar(terminal, say('copying', '复制中'));
    const { copied } = await copyLog(source.store, target.store, ({ position, head }) =>
      bar.update(position, head),
    ).finally(() => bar.stop());
    const [before, after] = [await source.root(), await target.root()];
    const root = Buffer.from(after.root).toString('hex');
    if (after.size !== before.size || Buffer.from(before.root).toString('hex') !== root) {
      throw new LedgerError('corrupt', said('The copy has not the root of the source.', '副本的根散列与来源不同。'), {
        hint: said(
          'Was something else appended to either of them meanwhile? Copy into an empty log again.',
          '其间是否有别的内容写入其中之一？请重新复制到空的日志。',
        ),
      });
    }
    if (terminal.json) return terminal.out(JSON.stringify({ copied, size: after.size, root }));
    terminal.out(
      say(
        `${counted(copied, 'event')} copied; the copy has ${after.size}.`,
        `已复制 ${copied} 个事件；副本共 ${after.size} 个。`,
      ),
    );
    terminal.out(say(`Root of both (RFC 6962, SHA-256): ${root}`, `两边的根散列（RFC 6962，SHA-256）：${root}`));
  } finally {
    await closing.run();
  }
};

const folderOf = (place: string): string => {
  const path = place.slice('sqlite:'.length);
  return path.endsWith('.db') ? dirname(path) : path;
};

export const addCopy = (program: Command, world: World): void => {
  const { say } = world;
  program
    .command('copy')
    .description(
      say(
        'copy a log to another engine: ids, order, bytes and Merkle root stay; personal data stay sealed, the vault is not copied',
        '把日志复制到另一种引擎：编号、顺序、字节和根散列不变；个人信息仍为密文，保险库不随之复制',
      ),
    )
    .requiredOption(
      '--from <place>',
      say(
        'sqlite:FOLDER, kurrentdb://…, or events: what LEDGER_EVENTS names',
        'sqlite:文件夹、kurrentdb://…，或 events：LEDGER_EVENTS 所指的',
      ),
    )
    .requiredOption(
      '--to <place>',
      say('the same; empty, or a copy that was broken off', '同上；须为空，或为中断的副本'),
    )
    .addHelpText(
      'after',
      examples(
        say,
        'ledger copy --from sqlite:./data --to "kurrentdb://localhost:2113?tls=false"',
        'ledger copy --from events --to sqlite:./backup',
      ),
    )
    .action((_: unknown, command: Command) => {
      const call = invocation(world, command);
      return copy(call, call.flags as unknown as Places);
    });
};
