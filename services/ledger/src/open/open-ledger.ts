import { mkdirSync } from 'node:fs';
import { type KeyRing, openSqliteKeyRing } from '@complaint-ledger/access';
import { isLedgerError, LedgerError, said } from '@complaint-ledger/contracts';
import { type EventFeed, openInProcessFeed, tracedFeed } from '@complaint-ledger/event-feed';
import {
  type EventStore,
  type SqliteEventStore,
  openSqliteEventStore,
  tracedStore,
} from '@complaint-ledger/event-store';
import { type Quarantine, Receiver, Webhooks, openSqliteQuarantine } from '@complaint-ledger/intake';
import { type PolicyBook, openCalendarBook, openPolicyBook } from '@complaint-ledger/policy';
import { type ProjectionStore, openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { Reporting } from '@complaint-ledger/reporting';
import { CallerCommands, CaseCommands, Routing } from '@complaint-ledger/routing';
import { type SqliteVault, openSqliteVault } from '@complaint-ledger/vault';
import type { Logger } from 'pino';
import type { Configuration, Environment } from '../config/configuration.ts';
import { readVault } from '../config/distributed.ts';
import { readWebhookSettings } from '../config/webhook-settings.ts';
import { Closing } from './closing.ts';
import { type DataFolder, dataFolder } from './data-folder.ts';
import { installedPacks } from './installed-packs.ts';
import { tellStall } from './tell-stall.ts';
import { reportingWords } from './words.ts';

/** Everything of one ledger, working: facts in, cases decided, reports counted. */
export interface Ledger {
  readonly files: DataFolder;
  readonly store: SqliteEventStore;
  readonly feed: EventFeed;
  readonly projections: ProjectionStore;
  readonly vault: SqliteVault;
  readonly quarantine: Quarantine;
  readonly keyRing: KeyRing;
  readonly policies: PolicyBook;
  readonly receiver: Receiver;
  readonly webhooks: Webhooks;
  readonly routing: Routing;
  readonly commands: CaseCommands;
  readonly callers: CallerCommands;
  readonly reporting: Reporting;
  /** Resolves when every event in the log has been decided on and counted. */
  settled(): Promise<void>;
  /** Stops in order: what decides, what counts, what stores. */
  close(): Promise<void>;
}

export interface LedgerOptions {
  readonly configuration: Pick<Configuration, 'data' | 'policy' | 'packs' | 'webhooks'> &
    Partial<Pick<Configuration, 'calendars'>>;
  readonly environment: Environment;
  readonly log: Logger;
  /** Wall clock, ms. */
  readonly now?: () => number;
  /** Policy packs beside those of the configuration and the ledger. */
  readonly packs?: readonly string[];
}

/** What to do about a ledger that another process writes. */
const LOCKED_HINT = said(
  'Probably `ledger serve` is running on it: stop it, or send the file to it with `ledger import FILE --url http://127.0.0.1:8321 --key cl_…`.',
  '可能 `ledger serve` 正在使用它：请先停止，或用 `ledger import 文件 --url http://127.0.0.1:8321 --key cl_…` 把文件发送给它。',
);

const lockedByAnother = (folder: string, error: unknown): unknown =>
  isLedgerError(error, 'locked')
    ? new LedgerError(
        'locked',
        said(`Another process writes the ledger in ${folder}.`, `另一个进程正在写入 ${folder} 里的账本。`),
        { hint: LOCKED_HINT, cause: error },
      )
    : error;

/** The packs that a ledger decides by: built-in, configured, installed with an import. LedgerError `config`. */
export const openPolicies = (
  {
    policy,
    packs,
    calendars = [],
  }: Pick<Configuration, 'policy' | 'packs'> & Partial<Pick<Configuration, 'calendars'>>,
  files: DataFolder,
  more: readonly string[] = [],
): PolicyBook =>
  openPolicyBook({
    defaultId: policy,
    extra: [...packs, ...installedPacks(files), ...more],
    calendars: openCalendarBook({ extra: calendars }),
  });

/** Whether a log holds events: its vault was there before the first of them, and a new one would open nothing of theirs. */
export const holdsEvents = async (log: Pick<EventStore, 'head'>): Promise<boolean> => (await log.head()) > 0;

/**
 * The vault of a ledger; its key from LEDGER_VAULT_KEY, else from the key file beside it. Where there is none, one is made, but for a
 * log that holds events: LedgerError `not-found`.
 */
export const openVault = async (
  files: DataFolder,
  environment: Environment,
  log: Pick<EventStore, 'head'> | undefined,
): Promise<SqliteVault> => {
  const given = readVault(environment);
  const key = given.key === undefined ? { keyFile: files.vaultKey } : given;
  return openSqliteVault({ path: files.vault, ...key, mustExist: log !== undefined && (await holdsEvents(log)) });
};

/**
 * Opens the ledger of a folder for writing, or makes a new one. LedgerError `locked` when another process has it, `config`
 * for a policy pack or key file that does not fit, `not-found` for events whose vault is not there, `storage`, `corrupt`.
 */
export const openLedger = async (options: LedgerOptions): Promise<Ledger> => {
  const { configuration, environment, log } = options;
  const files = dataFolder(configuration.data);
  const now = options.now ?? Date.now;
  const closing = new Closing();
  try {
    mkdirSync(files.folder, { recursive: true, mode: 0o700 });
    const policies = openPolicies(configuration, files, options.packs);
    const settings = readWebhookSettings(configuration.webhooks, environment);
    const store = closing.add(openSqliteEventStore({ path: files.events, clock: now }));
    const keyRing = closing.add(openSqliteKeyRing({ path: files.access }));
    const vault = closing.add(await openVault(files, environment, store));
    const projections = closing.add(openSqliteProjectionStore({ path: files.projections }));
    const quarantine = closing.add(await openSqliteQuarantine({ path: files.quarantine, sealer: vault, now }));
    const traced = tracedStore(store, { system: 'sqlite', keepsTraces: false });
    const feed = tracedFeed(closing.add(openInProcessFeed(traced)));
    const routing = new Routing({
      store: traced,
      feed,
      projections,
      policies,
      now,
      onStall: tellStall(log, 'routing stands still at a fact and tries it again'),
      onSweepError: (err) => log.error({ err }, 'the deadline sweep failed and is tried again'),
    });
    const reporting = await Reporting.open({
      log: store,
      feed,
      store: projections,
      ...reportingWords(policies),
      decided: () => routing.decided(),
      now,
      unseal: (eventId, sealed, view) => vault.unseal(eventId, sealed, view),
    });
    closing.add(reporting);
    await reporting.follow({ onStall: tellStall(log, 'the projections stand still and are tried again') });
    closing.step(() => routing.stop());
    await routing.start();
    const receiver = new Receiver({ store: traced, vault, policies, quarantine, now });
    const { released } = await receiver.releaseParked();
    if (released > 0) log.info({ released }, 'parked messages found their matter');
    const settled = async (): Promise<void> => {
      await routing.settled();
      await reporting.caughtUp();
    };
    return {
      files,
      store,
      feed,
      projections,
      vault,
      quarantine,
      keyRing,
      policies,
      receiver,
      webhooks: new Webhooks({ receiver, policies, settings }),
      routing,
      commands: new CaseCommands(routing, traced, vault),
      callers: new CallerCommands(routing, traced, vault),
      reporting,
      settled,
      close: () => closing.run(),
    };
  } catch (error) {
    await closing.run().catch((err: unknown) => log.error({ err }, 'closing after a failed start'));
    throw lockedByAnother(files.folder, error);
  }
};
