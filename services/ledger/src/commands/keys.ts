import { type KeyRing, isRole, openSqliteKeyRing, roles } from '@complaint-ledger/access';
import { LedgerError, said } from '@complaint-ledger/contracts';
import type { Command } from 'commander';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { tableOf } from '../cli/table.ts';
import { isDistributed, readMongoDb } from '../config/distributed.ts';
import { dataFolder } from '../open/data-folder.ts';
import { addNewVault } from './new-vault.ts';
import { addRotateVaultKey } from './rotate-vault-key.ts';

const openKeyRing = async ({ configuration, environment }: Invocation): Promise<KeyRing> => {
  if (!isDistributed(environment)) return openSqliteKeyRing({ path: dataFolder(configuration.data).access });
  const { openMongoKeyRing } = await import('@complaint-ledger/access/mongodb');
  return openMongoKeyRing({ url: readMongoDb(environment) });
};

/** Keys can be made and revoked while a server runs: it looks them up in the same place. */
const withKeyRing = async <T>(call: Invocation, work: (ring: KeyRing) => Promise<T>): Promise<T> => {
  const ring = await openKeyRing(call);
  try {
    return await work(ring);
  } finally {
    await ring.close();
  }
};

const create = (call: Invocation, role: string, label: string): Promise<void> =>
  withKeyRing(call, async (ring) => {
    const { terminal, flags } = call;
    if (!isRole(role)) {
      throw new LedgerError('invalid-input', said(`There is no role '${role}'.`, `没有角色“${role}”。`), {
        hint: said(`The roles are ${roles.join(', ')}.`, `可用的角色：${roles.join('、')}。`),
      });
    }
    const { actor, office } = flags;
    const created = await ring.create({
      role,
      label,
      ...(typeof actor === 'string' && { actorId: actor }),
      ...(Array.isArray(office) && { offices: office }),
    });
    if (terminal.json) return terminal.out(JSON.stringify(created));
    terminal.out(created.secret);
    terminal.note(
      terminal.say(
        `Key ${created.keyId} for the role ${role}. It is shown only now; the ledger keeps its hash.`,
        `密钥 ${created.keyId}，角色 ${role}。仅此一次显示；账本只保存其散列值。`,
      ),
    );
  });

const list = (call: Invocation): Promise<void> =>
  withKeyRing(call, async (ring) => {
    const { terminal } = call;
    const keys = await ring.list();
    if (terminal.json) return terminal.out(JSON.stringify(keys));
    const { say } = terminal;
    const head = [
      say('key', '密钥'),
      say('role', '角色'),
      say('label', '用途'),
      say('offices', '职务'),
      say('created', '创建时间'),
      say('revoked', '吊销时间'),
    ];
    terminal.out(
      tableOf(
        head,
        keys.map((key) => [key.keyId, key.role, key.label, key.offices?.join(', '), key.createdAt, key.revokedAt]),
      ),
    );
  });

const revoke = (call: Invocation, keyId: string): Promise<void> =>
  withKeyRing(call, async (ring) => {
    const { terminal } = call;
    const { revoked } = await ring.revoke(keyId);
    if (terminal.json) return terminal.out(JSON.stringify({ keyId, revoked }));
    terminal.out(
      revoked
        ? terminal.say(`Key ${keyId} is refused from now on.`, `密钥 ${keyId} 已吊销。`)
        : terminal.say(`Key ${keyId} was revoked before.`, `密钥 ${keyId} 早已吊销。`),
    );
  });

export const addKeys = (program: Command, world: World): void => {
  const { say } = world;
  const keys = program
    .command('keys')
    .description(
      say("API keys: create, list, revoke; the vault's key: rotate", 'API 密钥：创建、列出、吊销；保险库密钥：更换'),
    )
    .addHelpText(
      'after',
      examples(say, 'ledger keys create publisher crm', 'ledger keys list', 'ledger keys revoke ID'),
    );
  keys
    .command('create')
    .description(say('make a key and print it once', '创建密钥并显示一次'))
    .argument('<role>', roles.join(', '))
    .argument('<label>', say('whose it is or what for', '归谁使用或作何用途'))
    .option('--actor <id>', say('employee or system that acts with it', '使用它的员工或系统编号'))
    .option(
      '--office <office>',
      say('office of the policy pack that its bearer holds; may be repeated', '持有人担任的职务（见制度包），可重复'),
      (office: string, before: readonly string[] | undefined) => [...(before ?? []), office],
    )
    .addHelpText(
      'after',
      say(
        '\nExamples:\n  ledger keys create publisher "CRM north"\n  ledger keys create manager "Ms Li" --actor li --office general-manager',
        '\n示例：\n  ledger keys create publisher "北区 CRM"\n  ledger keys create manager "李总" --actor li --office general-manager',
      ),
    )
    .action((role: string, label: string, _: unknown, command: Command) =>
      create(invocation(world, command), role, label),
    );
  keys
    .command('list')
    .description(say('every key there ever was', '列出所有密钥'))
    .action((_: unknown, command: Command) => list(invocation(world, command)));
  keys
    .command('revoke')
    .description(say('refuse a key from now on', '吊销密钥'))
    .argument('<key>', say('id of the key, as `keys list` shows it', '密钥编号，见 keys list'))
    .action((keyId: string, _: unknown, command: Command) => revoke(invocation(world, command), keyId));
  addRotateVaultKey(keys, world);
  addNewVault(keys, world);
};
