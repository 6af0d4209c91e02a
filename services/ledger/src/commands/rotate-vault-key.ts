import type { Command } from 'commander';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { readVault } from '../config/distributed.ts';
import { dataFolder } from '../open/data-folder.ts';
import { withLedger } from '../open/existing-ledger.ts';

/** The key of the vault wraps one root key: nothing that was sealed is touched, and what runs goes on with what it has open. */
const rotate = async (call: Invocation): Promise<void> => {
  const { configuration, environment, terminal } = call;
  const { say } = terminal;
  await withLedger(call, async (ledger) => (await ledger.vault()).rotateKey());
  const given = readVault(environment).key !== undefined;
  const keyFile = given ? undefined : dataFolder(configuration.data).vaultKey;
  if (terminal.json) return terminal.out(JSON.stringify({ rotated: true, ...(keyFile !== undefined && { keyFile }) }));
  if (keyFile === undefined) {
    terminal.out(say('The vault opens with LEDGER_VAULT_KEY only.', '保险库现在只能用 LEDGER_VAULT_KEY 打开。'));
    terminal.note(
      say(
        'Take LEDGER_VAULT_KEY_PREVIOUS out of the settings of every process, and back the new key up.',
        '请从所有进程的设置中去掉 LEDGER_VAULT_KEY_PREVIOUS，并备份新密钥。',
      ),
    );
  } else {
    terminal.out(
      say(`The vault opens with the new key in ${keyFile} only.`, `保险库现在只能用 ${keyFile} 中的新密钥打开。`),
    );
    terminal.note(say('Back it up, elsewhere than the vault.', '请备份新密钥，不要与保险库放在一起。'));
  }
};

export const addRotateVaultKey = (keys: Command, world: World): void => {
  const { say } = world;
  keys
    .command('rotate-vault')
    .description(
      say(
        'let the vault open with a new key instead of the present one; works while services run, and can be run again',
        '更换保险库的密钥；可在服务运行时进行，中断后可再次运行',
      ),
    )
    .addHelpText(
      'after',
      say(
        `
A key file is replaced by a new one. A key that is given is changed in four steps:
  1. make one: openssl rand -base64 32
  2. give every process both, and restart them one by one:
     LEDGER_VAULT_KEY = the new one, LEDGER_VAULT_KEY_PREVIOUS = the one until now
  3. ledger keys rotate-vault, with the same two
  4. take LEDGER_VAULT_KEY_PREVIOUS away again`,
        `
密钥文件会换成新文件。以设置给出的密钥分四步更换：
  1. 生成新密钥：openssl rand -base64 32
  2. 把两把密钥交给每个进程并逐个重启：
     LEDGER_VAULT_KEY 为新密钥，LEDGER_VAULT_KEY_PREVIOUS 为旧密钥
  3. 以同样的两把密钥运行 ledger keys rotate-vault
  4. 去掉 LEDGER_VAULT_KEY_PREVIOUS`,
      ),
    )
    .action((_: unknown, command: Command) => rotate(invocation(world, command)));
};
