import { LedgerError, said } from '@complaint-ledger/contracts';
import type { Command } from 'commander';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { withLedger } from '../open/existing-ledger.ts';

const make = async (call: Invocation): Promise<void> => {
  const { flags, terminal } = call;
  if (flags['yes'] !== true)
    throw new LedgerError(
      'invalid-input',
      said(
        'A new vault opens nothing of what is in the log: names, phone numbers and texts stay sealed.',
        '新保险库打不开日志中已有的内容：姓名、电话和文字都将保持密文。',
      ),
      {
        hint: said(
          'Restore the vault from your backup. If there is none, run it again with --yes.',
          '请从备份中恢复保险库；若没有备份，请加上 --yes 再运行。',
        ),
      },
    );
  await withLedger(call, (ledger) => ledger.vault({ isLost: true }));
  if (terminal.json) return terminal.out(JSON.stringify({ vault: true }));
  terminal.out(
    terminal.say('There is a vault: services can start beside this log.', '已有保险库：服务可在此日志旁启动。'),
  );
  terminal.note(
    terminal.say(
      'A quarantine that the lost vault sealed (quarantine.db, quarantine_*) opens no more: remove it first.',
      '由丢失的保险库加密的隔离区（quarantine.db、quarantine_*）也无法打开：请先移走。',
    ),
  );
};

export const addNewVault = (keys: Command, world: World): void => {
  const { say } = world;
  keys
    .command('new-vault')
    .description(
      say(
        'make an empty vault for a log whose own one is lost for good; one that is there stays as it is',
        '在日志原有保险库永久丢失后新建空的保险库；已有的保险库保持不变',
      ),
    )
    .option('--yes', say('yes, it is lost', '确认已丢失'))
    .action((_: unknown, command: Command) => make(invocation(world, command)));
};
