import { LedgerError, said } from '@complaint-ledger/contracts';
import { forgetPerson } from '@complaint-ledger/intake';
import type { Vault } from '@complaint-ledger/vault';
import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { withLedger } from '../open/existing-ledger.ts';
import { counted } from '../cli/counted.ts';

const personsOf = async (
  vault: Vault,
  { flags }: Invocation,
  person: string | undefined,
): Promise<readonly string[]> => {
  const phone = flags['phone'];
  if (person !== undefined) return [person];
  if (typeof phone !== 'string') {
    throw new LedgerError('invalid-input', said('Say who is to be erased.', '请说明要清除谁。'), {
      hint: said('Give a person id, or --phone NUMBER.', '请给出人员编号，或 --phone 电话号码。'),
    });
  }
  const found = await vault.findByPhone(phone);
  if (found.length > 0) return found;
  throw new LedgerError(
    'not-found',
    said('The vault knows nobody with that phone number.', '保险库里没有使用此号码的人。'),
    {
      hint: said(
        'Give the number as it was reported; whoever was erased is not found any more.',
        '请按登记时的写法填写号码；已清除的人查不到。',
      ),
    },
  );
};

const erase = (call: Invocation, person: string | undefined): Promise<void> =>
  withLedger(call, async (ledger) => {
    const { terminal, flags } = call;
    const vault = await ledger.vault();
    const persons = await personsOf(vault, call, person);
    if (flags['yes'] !== true) throw notSure(persons.length);
    const quarantine = await ledger.quarantine();
    for (const each of persons) {
      const messages = await forgetPerson(quarantine, vault, each);
      const { erased } = await vault.erase(each);
      if (terminal.json) terminal.out(JSON.stringify({ person: each, erased, messages }));
      else {
        terminal.out(
          erased
            ? terminal.say(`Erased: ${each}.`, `已清除：${each}。`)
            : terminal.say(`Nothing of ${each} was left.`, `${each} 已无可清除的内容。`),
        );
        if (messages > 0)
          terminal.out(
            terminal.say(`Messages taken out of quarantine: ${messages}.`, `从隔离区清除的消息：${messages} 条。`),
          );
      }
    }
  });

const notSure = (persons: number): LedgerError =>
  new LedgerError(
    'invalid-input',
    said(`This would destroy the key of ${counted(persons, 'person')} for ever.`, `这将永久销毁 ${persons} 人的密钥。`),
    {
      hint: said(
        'Run it again with --yes. Totals, reports and proofs stay as they are.',
        '请加上 --yes 再运行。合计、报表和证明保持不变。',
      ),
    },
  );

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
