import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { openSqliteKeyRing } from '@complaint-ledger/access';
import { isLedgerError, said } from '@complaint-ledger/contracts';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { openSqliteQuarantine } from '@complaint-ledger/intake';
import type { PolicyBook } from '@complaint-ledger/policy';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { noVault } from '@complaint-ledger/vault';
import type { Invocation } from '../cli/invocation.ts';
import { dataFolder } from '../open/data-folder.ts';
import { holdsEvents, openVault } from '../open/open-ledger.ts';
import { newestVerdict } from './clock-checks.ts';
import { type Check, type Verdict, failed, failureOf, ok } from './finding.ts';
import { keysVerdict, quarantineVerdict } from './kept-verdicts.ts';
import { missingPacks, packsVerdict } from './missing-packs.ts';
import { counted } from '../cli/counted.ts';

/** How far in the future an event may be that this machine itself recorded, ms. */
const CLOCK_LIMIT = 1_000;

interface Closable {
  close(): Promise<void> | void;
}

const during = async <T extends Closable, R>(part: T, work: (part: T) => Promise<R>): Promise<R> => {
  try {
    return await work(part);
  } finally {
    await part.close();
  }
};

/** What a ledger in one folder needs. Nothing is made that is not there. */
export const embeddedChecks = (
  { configuration, environment }: Pick<Invocation, 'configuration' | 'environment'>,
  policies: () => PolicyBook,
  now: () => number,
): readonly Check[] => {
  const files = dataFolder(configuration.data);
  const isNew = !existsSync(files.events);
  const readLog = () => openSqliteEventStore({ path: files.events, readOnly: true });

  const openedVault = () =>
    isNew ? openVault(files, environment, undefined) : during(readLog(), (log) => openVault(files, environment, log));

  const writer = async (): Promise<Verdict> => {
    if (isNew) return ok(said('nobody', '无'));
    try {
      await openSqliteEventStore({ path: files.events }).close();
      return ok(said('nobody writes it now', '当前无进程写入'));
    } catch (error) {
      if (isLedgerError(error, 'locked')) return ok(said('a running process writes it', '有进程正在写入'));
      throw error;
    }
  };

  const vault = async (): Promise<Verdict> => {
    if (!existsSync(files.vault)) {
      const isLost = !isNew && (await during(readLog(), holdsEvents));
      return isLost ? failureOf(noVault(files.vault)) : ok(said('no vault yet', '尚无保险库'));
    }
    if (existsSync(files.vaultKey) && (statSync(files.vaultKey).mode & 0o077) !== 0) {
      const command = `chmod 600 ${files.vaultKey}`;
      return failed(
        said(`${files.vaultKey} can be read by others`, `其他用户可以读取 ${files.vaultKey}`),
        said(`Run: ${command}`, `请运行：${command}`),
      );
    }
    return during(await openedVault(), async () => ok(said('opens with its key', '可用密钥打开')));
  };

  return [
    {
      name: 'folder',
      look: async () => {
        if (isNew)
          return ok(
            said(
              `${files.folder}: no ledger yet; \`ledger serve\` makes one`,
              `${files.folder}：尚无账本，ledger serve 会新建`,
            ),
          );
        accessSync(files.folder, constants.R_OK | constants.W_OK);
        return ok(said(files.folder, files.folder));
      },
    },
    {
      name: 'log',
      look: async () => {
        if (isNew) return ok(said('no events yet', '尚无事件'));
        return during(readLog(), async (log) => {
          const head = await log.head();
          return ok(
            said(
              `${counted(head, 'event')}; it opens, but was not re-hashed: \`ledger verify\` does that`,
              `${head} 个事件；可以打开，但未重新计算哈希：请运行 ledger verify`,
            ),
            { head },
          );
        });
      },
    },
    {
      name: 'clock',
      look: async () => {
        if (isNew) return newestVerdict(undefined, now(), CLOCK_LIMIT);
        return during(readLog(), async (log) => newestVerdict((await log.last())?.recordedAt, now(), CLOCK_LIMIT));
      },
    },
    { name: 'writer', look: writer },
    { name: 'vault', look: vault },
    {
      name: 'keys',
      look: async () => {
        if (!existsSync(files.access)) return keysVerdict({ list: async () => [] }, false);
        return during(openSqliteKeyRing({ path: files.access }), (ring) => keysVerdict(ring, false));
      },
    },
    {
      name: 'packs',
      look: async () => {
        if (!existsSync(files.projections)) return packsVerdict([]);
        return during(openSqliteProjectionStore({ path: files.projections }), async (store) =>
          packsVerdict(await missingPacks(store, policies())),
        );
      },
    },
    {
      name: 'quarantine',
      look: async () => {
        if (!existsSync(files.quarantine)) return ok(said('none yet', '尚无'));
        return during(await openedVault(), async (sealer) =>
          during(await openSqliteQuarantine({ path: files.quarantine, sealer }), quarantineVerdict),
        );
      },
    },
  ];
};
