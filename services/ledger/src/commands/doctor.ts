import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { isLedgerError, LedgerError, said } from '@complaint-ledger/contracts';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { openSqliteKeyRing } from '@complaint-ledger/access';
import type { Command } from 'commander';
import { settings } from '../config/settings.ts';
import { examples } from '../cli/examples.ts';
import { type Invocation, type World, invocation } from '../cli/invocation.ts';
import { tableOf } from '../cli/table.ts';
import { dataFolder } from '../open/data-folder.ts';
import { openPolicies, openVault } from '../open/open-ledger.ts';

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

const portIsFree = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port }, () => server.close(() => resolve(true)));
  });

/** Each check says what it found, or throws what is wrong. */
const checks = ({
  configuration,
  environment,
  terminal,
}: Invocation): Readonly<Record<string, () => Promise<string>>> => {
  const { say } = terminal;
  const files = dataFolder(configuration.data);
  const isNew = !existsSync(files.events);
  return {
    node: async () => `Node ${process.versions.node}, SQLite ${process.versions['sqlite'] ?? '?'}`,
    folder: async () => {
      if (isNew)
        return say(
          `${files.folder}: no ledger yet; \`ledger serve\` makes one`,
          `${files.folder}：尚无账本，ledger serve 会新建`,
        );
      accessSync(files.folder, constants.R_OK | constants.W_OK);
      return files.folder;
    },
    policies: async () => {
      const book = openPolicies(configuration, files);
      return book
        .ids()
        .map((id) => {
          const { version, workingYears } = book.policy(id);
          const last = workingYears?.last;
          if (last === undefined) return `${id}@${version}`;
          return say(`${id}@${version} (working days known to ${last})`, `${id}@${version}（工作日历至 ${last} 年）`);
        })
        .join(', ');
    },
    log: async () => {
      if (isNew) return say('no events yet', '尚无事件');
      const store = openSqliteEventStore({ path: files.events, readOnly: true });
      try {
        const head = await store.head();
        return say(
          `${head} events; it opens, but was not re-hashed: \`ledger verify\` does that`,
          `${head} 个事件；可以打开，但未重新计算哈希：请运行 ledger verify`,
        );
      } finally {
        await store.close();
      }
    },
    writer: async () => {
      if (isNew) return say('nobody', '无');
      try {
        const store = openSqliteEventStore({ path: files.events });
        await store.close();
        return say('nobody writes it now', '当前无进程写入');
      } catch (error) {
        if (isLedgerError(error, 'locked')) return say('a running process writes it', '有进程正在写入');
        throw error;
      }
    },
    vault: async () => {
      if (!existsSync(files.vault)) return say('no vault yet', '尚无保险库');
      if (existsSync(files.vaultKey) && (statSync(files.vaultKey).mode & 0o077) !== 0) {
        throw new LedgerError(
          'config',
          said(`${files.vaultKey} can be read by others`, `其他用户可以读取 ${files.vaultKey}`),
          {
            hint: `chmod 600 ${files.vaultKey}`,
          },
        );
      }
      const vault = await openVault(files, environment);
      await vault.close();
      return say('opens with its key', '可用密钥打开');
    },
    keys: async () => {
      if (!existsSync(files.access)) return say('none yet; the first start prints one', '尚无密钥，首次启动会打印一个');
      const ring = openSqliteKeyRing({ path: files.access });
      try {
        const active = (await ring.list()).filter(({ revokedAt }) => revokedAt === undefined);
        return say(`${active.length} in force`, `${active.length} 个有效`);
      } finally {
        await ring.close();
      }
    },
    port: async () =>
      (await portIsFree(configuration.host, configuration.port))
        ? `${configuration.host}:${configuration.port} ${say('is free', '空闲')}`
        : `${configuration.host}:${configuration.port} ${say('is in use: a running ledger, or another program', '已被占用：可能是正在运行的 ledger 或其他程序')}`,
  };
};

const found = async (check: string, look: () => Promise<string>): Promise<Finding> => {
  try {
    return { check, ok: true, detail: await look() };
  } catch (error) {
    const hint = error instanceof LedgerError ? error.details.hint : undefined;
    const message = error instanceof Error ? error.message : String(error);
    return { check, ok: false, detail: hint === undefined ? message : `${message}. ${hint}` };
  }
};

const doctor = async (call: Invocation): Promise<void> => {
  const { terminal } = call;
  const findings: Finding[] = [];
  for (const [check, look] of Object.entries(checks(call))) findings.push(await found(check, look));
  const wrong = findings.filter(({ ok }) => !ok);
  if (terminal.json) terminal.out(JSON.stringify({ ok: wrong.length === 0, findings }));
  else {
    const { say } = terminal;
    terminal.out(
      tableOf(
        [say('check', '检查'), '', say('found', '结果')],
        findings.map(({ check, ok, detail }) => [check, ok ? say('ok', '正常') : say('WRONG', '有误'), detail]),
      ),
    );
  }
  if (wrong.length > 0) {
    throw new LedgerError(
      'config',
      said(
        `${wrong.map(({ check }) => check).join(', ')}: not as it should be`,
        `${wrong.map(({ check }) => check).join('、')}：有问题`,
      ),
      {
        hint: said('What is wrong and what to do about it stands above.', '问题及处理办法见上。'),
      },
    );
  }
};

export const addDoctor = (program: Command, world: World): void => {
  program
    .command('doctor')
    .description(
      world.say('check folder, log, vault, keys, policies and port', '检查文件夹、日志、保险库、密钥、制度包和端口'),
    )
    .addHelpText('after', examples(world.say, 'ledger doctor', 'ledger doctor --data /srv/ledger --port 9000'))
    .option(settings.host.flag, world.say(settings.host.en, settings.host.zh))
    .option(settings.port.flag, world.say(settings.port.en, settings.port.zh))
    .action((_: unknown, command: Command) => doctor(invocation(world, command)));
};
