import { readFileSync } from 'node:fs';
import { LedgerError, parseStrictJson, said } from '@complaint-ledger/contracts';
import { type Quarantine, QuarantineDesk, type QuarantineState } from '@complaint-ledger/intake';
import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { tableOf } from '../cli/table.ts';
import { withLedger } from '../open/existing-ledger.ts';

const states: readonly QuarantineState[] = ['rejected', 'parked', 'resent', 'discarded'];

/** Reading and giving up need no writer of the log: they work beside a running server. */
const withQuarantine = <T>(call: Invocation, work: (quarantine: Quarantine) => Promise<T>): Promise<T> =>
  withLedger(call, async (ledger) => work(await ledger.quarantine()));

const stateOf = (flag: unknown): QuarantineState | undefined => {
  if (typeof flag !== 'string') return undefined;
  const state = states.find((each) => each === flag);
  if (state === undefined) {
    throw new LedgerError('invalid-input', said(`There is no state '${flag}'.`, `没有状态“${flag}”。`), {
      hint: said(`The states are ${states.join(', ')}.`, `可用的状态：${states.join('、')}。`),
    });
  }
  return state;
};

const list = (call: Invocation): Promise<void> =>
  withQuarantine(call, async (quarantine) => {
    const { terminal, flags } = call;
    const { say } = terminal;
    const state = stateOf(flags['state']);
    const limit = Number(flags['limit'] ?? 50);
    const page = await quarantine.list({ limit, ...(state !== undefined && { state }) });
    if (terminal.json) return terminal.out(JSON.stringify(page));
    const counts = await quarantine.counts();
    terminal.note(states.map((each) => `${each} ${counts[each]}`).join(', '));
    if (page.entries.length === 0)
      return terminal.out(say('The quarantine holds nothing like that.', '隔离区中没有符合条件的消息。'));
    terminal.out(
      tableOf(
        [
          say('entry', '编号'),
          say('state', '状态'),
          say('type', '类型'),
          say('id', '消息'),
          say('where', '位置'),
          say('what', '原因'),
        ],
        page.entries.map((entry) => [entry.quarantineId, entry.state, entry.type, entry.id, entry.path, entry.message]),
      ),
    );
  });

const show = (call: Invocation, id: string): Promise<void> =>
  withQuarantine(call, async (quarantine) => {
    const { body, message, ...entry } = await quarantine.get(id);
    const shown =
      body === undefined
        ? {}
        : 'json' in body
          ? { message: body.json }
          : { bytes: Buffer.from(body.bytes).toString('base64') };
    call.terminal.out(
      JSON.stringify({ ...entry, reason: message, ...shown }, undefined, call.terminal.json ? undefined : 2),
    );
  });

const discard = (call: Invocation, id: string): Promise<void> =>
  withQuarantine(call, async (quarantine) => {
    const { terminal, flags } = call;
    const reason = flags['reason'];
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw new LedgerError('invalid-input', said('A message is given up for a reason.', '放弃消息须说明理由。'), {
        hint: said('Add --reason "…".', '请加上 --reason "…"。'),
      });
    }
    const entry = await quarantine.discard(id, reason);
    if (terminal.json) return terminal.out(JSON.stringify(entry));
    terminal.out(terminal.say(`${id} is given up.`, `${id} 已放弃。`));
  });

const mended = (flag: unknown): unknown => {
  if (typeof flag !== 'string') return undefined;
  try {
    return parseStrictJson(readFileSync(flag));
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    throw new LedgerError('invalid-input', said(`${flag} cannot be read.`, `无法读取 ${flag}。`), {
      path: flag,
      hint: said('Name a JSON file.', '请给出一个 JSON 文件。'),
      cause: error,
    });
  }
};

const resend = async (call: Invocation, id: string): Promise<void> => {
  const { terminal, flags } = call;
  const replacement = mended(flags['with']);
  await withLedger(call, async (ledger) => {
    const { quarantine, receiver, settled } = await ledger.intake();
    const desk = new QuarantineDesk(quarantine, receiver);
    const receipt = await desk.resend({
      quarantineId: id,
      caller: 'ledger quarantine',
      ...(replacement !== undefined && { mended: replacement }),
    });
    await settled();
    if (terminal.json) terminal.out(JSON.stringify(receipt));
    if (receipt.status === 'rejected') {
      throw new LedgerError(receipt.code, `Rejected again: ${receipt.message}`, {
        path: receipt.path,
        hint: receipt.hint,
      });
    }
    if (!terminal.json) terminal.out(`${id}: ${receipt.status}`);
  });
};

export const addQuarantine = (program: Command, world: World): void => {
  const { say } = world;
  const quarantine = program
    .command('quarantine')
    .description(
      say('rejected and parked messages: list, show, resend, discard', '被拒和暂存的消息：列出、查看、重发、放弃'),
    )
    .addHelpText(
      'after',
      examples(
        say,
        'ledger quarantine list --state rejected',
        'ledger quarantine show ID',
        'ledger quarantine resend ID --with mended.json',
      ),
    );
  const entry = say('id of the entry, as `quarantine list` shows it', '条目编号，见 quarantine list');
  quarantine
    .command('list')
    .description(say('newest first', '按时间倒序列出'))
    .option('--state <state>', states.join(', '))
    .option('--limit <number>', say('at most so many', '最多条数'), '50')
    .action((_: unknown, command: Command) => list(invocation(world, command)));
  quarantine
    .command('show')
    .description(say('one message as it came, with its reasons', '查看某条消息原文及原因'))
    .argument('<entry>', entry)
    .action((id: string, _: unknown, command: Command) => show(invocation(world, command), id));
  quarantine
    .command('resend')
    .description(say('send it again, mended or as it is', '重发（可先修正）'))
    .argument('<entry>', entry)
    .option('--with <file>', say('JSON file with the mended message', '修正后的消息（JSON 文件）'))
    .action((id: string, _: unknown, command: Command) => resend(invocation(world, command), id));
  quarantine
    .command('discard')
    .description(say('give it up, with a reason', '放弃，须注明原因'))
    .argument('<entry>', entry)
    .option('--reason <text>', say('why', '原因'))
    .action((id: string, _: unknown, command: Command) => discard(invocation(world, command), id));
};
