import { existsSync, renameSync } from 'node:fs';
import { LedgerError, isLedgerError, said } from '@complaint-ledger/contracts';
import type { Command } from 'commander';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { isDistributed } from '../config/distributed.ts';
import { dataFolder } from '../open/data-folder.ts';
import { type ExistingLedger, withLedger } from '../open/existing-ledger.ts';

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
  const isMade = await withLedger(call, madeUnlessThere);
  const aside = isMade && !isDistributed(call.environment) ? setAside(call) : undefined;
  if (terminal.json) return terminal.out(JSON.stringify({ made: isMade, ...(aside === undefined ? {} : { aside }) }));
  terminal.out(
    isMade
      ? terminal.say(
          'An empty vault was made: services can start beside this log.',
          '已新建空的保险库：服务可在此日志旁启动。',
        )
      : terminal.say('The vault is there: nothing was made, nothing changed.', '保险库仍在：没有新建，也没有改动。'),
  );
  if (!isMade) return;
  terminal.note(
    aside === undefined
      ? terminal.say(
          'Messages in quarantine that the lost vault sealed open no more; collections quarantine_* of the database, if there are any, must be removed.',
          '隔离区中由丢失的保险库加密的消息无法再打开；数据库中如有 quarantine_* 集合，须将其移走。',
        )
      : terminal.say(
          `The quarantine, which the lost vault sealed, opens no more and was put aside: ${aside}.`,
          `隔离区由丢失的保险库加密，无法再打开，已移到一旁：${aside}。`,
        ),
  );
};

const madeUnlessThere = async (ledger: ExistingLedger): Promise<boolean> => {
  try {
    await ledger.vault();
    return false;
  } catch (error) {
    if (!isLedgerError(error, 'not-found')) throw error;
    await ledger.vault({ isLost: true });
    return true;
  }
};

/** What lies beside the file of a SQLite database while it is open, or after a process was killed. */
const PARTS = ['', '-wal', '-shm'];

/** Where the quarantine of the folder is now, if it has one. */
const setAside = ({ configuration }: Invocation): string | undefined => {
  const { quarantine } = dataFolder(configuration.data);
  if (!existsSync(quarantine)) return undefined;
  const aside = `${quarantine}.lost-${Date.now()}`;
  for (const part of PARTS) if (existsSync(quarantine + part)) renameSync(quarantine + part, aside + part);
  return aside;
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
