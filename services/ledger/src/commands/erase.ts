import { LedgerError } from '@complaint-ledger/contracts';
import type { SqliteVault } from '@complaint-ledger/vault';
import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { dataFolder } from '../open/data-folder.ts';
import { openVault } from '../open/open-ledger.ts';

const personsOf = async (
  vault: SqliteVault,
  { flags }: Invocation,
  person: string | undefined,
): Promise<readonly string[]> => {
  const phone = flags['phone'];
  if (person !== undefined) return [person];
  if (typeof phone !== 'string') {
    throw new LedgerError('invalid-input', 'Say who is to be erased.', {
      hint: 'Give a person id, or --phone NUMBER.',
    });
  }
  const found = await vault.findByPhone(phone);
  if (found.length > 0) return found;
  throw new LedgerError('not-found', 'The vault knows nobody with that phone number.', {
    hint: 'Give the number as it was reported; whoever was erased is not found any more.',
  });
};

const erase = async (call: Invocation, person: string | undefined): Promise<void> => {
  const { configuration, environment, terminal, flags } = call;
  const vault = await openVault(dataFolder(configuration.data), environment);
  try {
    const persons = await personsOf(vault, call, person);
    if (flags['yes'] !== true) {
      throw new LedgerError('invalid-input', `This would destroy the key of ${persons.length} person(s) for ever.`, {
        hint: 'Run it again with --yes. Totals, reports and proofs stay as they are.',
      });
    }
    for (const each of persons) {
      const { erased } = await vault.erase(each);
      if (terminal.json) terminal.out(JSON.stringify({ person: each, erased }));
      else {
        terminal.out(
          erased
            ? terminal.say(`Erased: ${each}.`, `已清除：${each}。`)
            : terminal.say(`Nothing of ${each} was left.`, `${each} 已无可清除的内容。`),
        );
      }
    }
  } finally {
    await vault.close();
  }
};

export const addErase = (program: Command, world: World): void => {
  const { say } = world;
  program
    .command('erase')
    .description(
      say(
        "destroy a person's key: their data becomes unreadable everywhere",
        '销毁某人的密钥，其个人数据在各处都不可再读',
      ),
    )
    .addHelpText('after', examples(say, 'ledger erase --phone 13800000001', 'ledger erase --phone 13800000001 --yes'))
    .argument('[person]', say('vault id of the person', '个人在保险库中的编号'))
    .option('--phone <number>', say('look the person up by phone', '按电话号码查找'))
    .option('--yes', say('yes, for ever', '确认，不可恢复'))
    .action((person: string | undefined, _: unknown, command: Command) => erase(invocation(world, command), person));
};
