import { existsSync } from 'node:fs';
import { LedgerError, isLedgerError, said } from '@complaint-ledger/contracts';
import {
  type EventStore,
  type Verification,
  type VerifyProgress,
  openSqliteEventStore,
  verifyLog,
} from '@complaint-ledger/event-store';
import { type Quarantine, openSqliteQuarantine } from '@complaint-ledger/intake';
import type { PolicyBook } from '@complaint-ledger/policy';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { type Replayed, type ReplayOptions, Reporting } from '@complaint-ledger/reporting';
import type { KeyedVault } from '@complaint-ledger/vault';
import type { Invocation } from '../cli/invocation.ts';
import type { Closing } from './closing.ts';
import { type DataFolder, dataFolder } from './data-folder.ts';
import type { BroughtPack, ExistingLedger, OpenIntake, VaultOptions } from './existing-ledger.ts';
import { importStateIn } from './import-state.ts';
import { installPack } from './installed-packs.ts';
import { type Ledger, openLedger, openPolicies, openVault } from './open-ledger.ts';
import { reportingWords } from './words.ts';

/** A ledger in one folder. */
export class FolderLedger implements ExistingLedger {
  readonly #call: Invocation;
  readonly #closing: Closing;
  readonly #files: DataFolder;
  #vault: KeyedVault | undefined;

  constructor(call: Invocation, closing: Closing) {
    this.#call = call;
    this.#closing = closing;
    this.#files = dataFolder(call.configuration.data);
  }

  get policies(): PolicyBook {
    return openPolicies(this.#call.configuration, this.#files);
  }

  async log(): Promise<EventStore> {
    this.#checkExists();
    return this.#closing.add(openSqliteEventStore({ path: this.#files.events, readOnly: true }));
  }

  async verify(onProgress: (progress: VerifyProgress) => void): Promise<Verification> {
    this.#checkExists();
    return verifyLog(this.#files.events, onProgress);
  }

  async vault({ isLost = false }: VaultOptions = {}): Promise<KeyedVault> {
    this.#checkExists();
    const log = isLost ? undefined : await this.log();
    this.#vault ??= this.#closing.add(await openVault(this.#files, this.#call.environment, log));
    return this.#vault;
  }

  async quarantine(): Promise<Quarantine> {
    const sealer = await this.vault();
    return this.#closing.add(await openSqliteQuarantine({ path: this.#files.quarantine, sealer }));
  }

  async reporting(): Promise<Reporting> {
    this.#checkExists();
    try {
      const ledger = await this.#open();
      await ledger.settled();
      return ledger.reporting;
    } catch (error) {
      if (!isLedgerError(error, 'locked')) throw error;
      return this.#besideWriter();
    }
  }

  async replay(options: ReplayOptions): Promise<Replayed> {
    this.#checkExists();
    const ledger = await this.#open();
    await ledger.settled();
    return ledger.reporting.replay(options);
  }

  async intake(brought?: BroughtPack): Promise<OpenIntake> {
    if (brought !== undefined) installPack(this.#files, brought.id, brought.file);
    return this.#open();
  }

  importState(file: string): string | undefined {
    return importStateIn(this.#files, file);
  }

  async #open(): Promise<Ledger> {
    const { configuration, environment, log } = this.#call;
    return this.#closing.add(await openLedger({ configuration, environment, log }));
  }

  async #besideWriter(): Promise<Reporting> {
    const log = await this.log();
    const store = this.#closing.add(openSqliteProjectionStore({ path: this.#files.projections }));
    return this.#closing.add(await Reporting.open({ log, store, ...reportingWords(this.policies) }));
  }

  #checkExists(): void {
    const { events, folder } = this.#files;
    if (existsSync(events)) return;
    throw new LedgerError('not-found', said(`There is no ledger in ${folder}.`, `${folder} 里没有账本。`), {
      path: events,
      hint: said(
        'Name its folder with --data, or make one: `ledger serve`, `ledger import`, `ledger demo`.',
        '请用 --data 指定其文件夹，或新建一个：`ledger serve`、`ledger import`、`ledger demo`。',
      ),
    });
  }
}
