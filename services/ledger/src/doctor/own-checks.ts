import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { said } from '@complaint-ledger/contracts';
import type { PolicyBook } from '@complaint-ledger/policy';
import { halfDistributed } from '../config/distributed.ts';
import type { Environment, GivenSettings } from '../config/given-settings.ts';
import { misspeltVariables, toldMisspelt } from '../config/misspelt.ts';
import { settingNames, settingOf } from '../config/settings.ts';
import { readWebhookSettings } from '../config/webhook-settings.ts';
import { endingCalendars } from '../open/calendar-end.ts';
import { type Verdict, failed, failureOf, ok, warning } from './finding.ts';

const misspelt = (environment: Environment): readonly Verdict[] =>
  misspeltVariables(environment).map((found) => {
    const { notRead, advice } = toldMisspelt(found);
    return warning(notRead, advice, { ...found });
  });

const openToOthers = (path: string): boolean =>
  process.platform !== 'win32' && ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0;

/** Secrets in files that others may read. */
const exposed = (settings: GivenSettings): readonly Verdict[] => {
  const files = new Set(
    settingNames
      .filter((name) => settingOf(name).secret !== undefined)
      .flatMap((name) => {
        const origin = settings.origin(name);
        return settings.heldIn(name) ?? (origin.from === 'file' ? [origin.file] : []);
      }),
  );
  return [...files]
    .filter(openToOthers)
    .map((path) =>
      warning(
        said(`${path} holds a secret and can be read by others`, `${path} 含有密钥，其他用户可以读取`),
        said(`Run: chmod 600 ${path}`, `请运行：chmod 600 ${path}`),
        { path },
      ),
    );
};

const webhookFaults = (settings: GivenSettings, environment: Environment): readonly unknown[] => {
  try {
    readWebhookSettings(settings.value('webhooks'), environment);
    return [];
  } catch (error) {
    return [error];
  }
};

/** What was set: every value that does not fit, every variable that nobody reads, every secret that lies open. */
export const settingsVerdicts = (settings: GivenSettings, environment: Environment): readonly Verdict[] => {
  const faults = settings.faults();
  if (faults.length > 0) return faults.map(failureOf);
  const wrong = webhookFaults(settings, environment);
  if (wrong.length > 0) return wrong.map(failureOf);
  const half = halfDistributed(settings);
  const found = [...misspelt(environment), ...(half ? [failureOf(half)] : []), ...exposed(settings)];
  if (found.length > 0) return found;
  const given = settingNames.filter((name) => settings.origin(name).from !== 'default').length;
  const file =
    settings.file === undefined ? said('', '') : said(`, file ${settings.file}`, `，设置文件 ${settings.file}`);
  return [ok(said(`${given} given${file.en}`, `已设置 ${given} 项${file['zh-CN']}`))];
};

const MIB = 1024 * 1024;

const size = (bytes: number): string =>
  bytes >= 1024 * MIB ? `${(bytes / (1024 * MIB)).toFixed(1)} GiB` : `${Math.floor(bytes / MIB)} MiB`;

export interface FreeSpace {
  /** Bytes. */
  readonly free: number;
  readonly total: number;
}

const DISK_ADVICE = said(
  'Make room or move the folder: an event that cannot be written is not taken.',
  '请腾出空间或迁移文件夹：写不下的事件不会被接收。',
);

/** Failed below 256 MiB, a warning below 2 GiB or a twentieth, whichever is less. */
export const diskVerdict = (folder: string, { free, total }: FreeSpace): Verdict => {
  const facts = { folder, free, total };
  const told = said(
    `${size(free)} of ${size(total)} free at ${folder}`,
    `${folder} 可用空间 ${size(free)}，共 ${size(total)}`,
  );
  if (free < 256 * MIB) return failed(told, DISK_ADVICE, facts);
  if (free < Math.min(2048 * MIB, total / 20)) return warning(told, DISK_ADVICE, facts);
  return ok(told, facts);
};

/** Of the disk that a folder lies on, or will. */
export const freeSpace = async (folder: string): Promise<FreeSpace> => {
  let at = folder;
  while (statSync(at, { throwIfNoEntry: false }) === undefined && dirname(at) !== at) at = dirname(at);
  const { bavail, blocks, bsize } = await statfs(at);
  return { free: bavail * bsize, total: blocks * bsize };
};

/** Packs as they were read. */
export const policiesVerdict = (policies: PolicyBook): Verdict => {
  const packs = policies.ids().map((id) => `${id}@${policies.policy(id).version}`);
  return ok(said(packs.join(', '), packs.join('、')), { packs });
};

/** Working calendars that end within 45 days, at `now` in ms. */
export const calendarVerdicts = (policies: PolicyBook, now: number): Verdict | readonly Verdict[] => {
  const ending = endingCalendars(policies, now);
  if (ending.length === 0) return ok(said('every working calendar has the coming weeks', '工作日历覆盖近期'));
  return ending.map(({ calendar, last, end }) => {
    const told = said(`the working calendar ${calendar} ends with ${last}`, `工作日历 ${calendar} 到 ${last} 年为止`);
    const advice = said(
      'Add the next year with --calendar or LEDGER_CALENDARS: docs/calendar.md. Without it nothing that needs it is decided.',
      '请用 --calendar 或 LEDGER_CALENDARS 添加下一年，见 docs/calendar.md；否则需要它的事项无法判定。',
    );
    return end <= now ? failed(told, advice, { calendar, last }) : warning(told, advice, { calendar, last });
  });
};

/** Whether the address can be listened on; in use is no fault, since a running ledger has it. */
export const portVerdict = async (host: string, port: number): Promise<Verdict> => {
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port }, () => server.close(() => resolve(undefined)));
  });
  const place = `${host}:${port}`;
  if (code === undefined) return ok(said(`${place} is free`, `${place} 空闲`), { isFree: true });
  if (code === 'EADDRINUSE')
    return ok(
      said(
        `${place} is in use: a running ledger, or another program`,
        `${place} 已被占用：可能是正在运行的 ledger 或其他程序`,
      ),
      { isFree: false },
    );
  return failed(
    said(`${place} cannot be listened on: ${code}`, `无法在 ${place} 上监听：${code}`),
    said(
      'Take an address of this machine for LEDGER_HOST, and a port for LEDGER_PORT that this user may use.',
      '请将 LEDGER_HOST 设为本机地址，将 LEDGER_PORT 设为当前用户可用的端口。',
    ),
    { isFree: false, code },
  );
};

export const nodeVerdict = (): Verdict => {
  const { node, sqlite = '?' } = process.versions;
  return ok(said(`Node ${node}, SQLite ${sqlite}`, `Node ${node}，SQLite ${sqlite}`), { node, sqlite });
};
