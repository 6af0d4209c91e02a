import type { EventStore, Verification, VerifyProgress } from '@complaint-ledger/event-store';
import type { Quarantine, Receiver } from '@complaint-ledger/intake';
import type { PolicyBook } from '@complaint-ledger/policy';
import type { Replayed, ReplayOptions, Reporting } from '@complaint-ledger/reporting';
import type { KeyedVault } from '@complaint-ledger/vault';
import type { Invocation } from '../cli/invocation.ts';
import { isDistributed } from '../config/distributed.ts';
import { Closing } from './closing.ts';
import { FolderLedger } from './folder-ledger.ts';

/** A pack that came with an import: its cases are judged by it from then on. */
export interface BroughtPack {
  readonly id: string;
  readonly file: string;
}

export interface VaultOptions {
  /** Somebody has said that the vault is lost for good: where there is none, a new one is made. */
  readonly isLost?: boolean;
}

/** What takes messages in. */
export interface OpenIntake {
  readonly receiver: Receiver;
  readonly quarantine: Quarantine;
  /** Resolves when what was taken in is decided and counted, as far as this process does so. */
  settled(): Promise<void>;
}

/**
 * What commands ask of a ledger, in one folder or on the engines of a distributed set-up. Each part is opened when it is first asked for
 * and closed with the command. LedgerErrors: `not-found` (there is no ledger, for what only reads), `locked` (another process writes the
 * folder), `config`, `unavailable`.
 */
export interface ExistingLedger {
  readonly policies: PolicyBook;
  /** For reading. */
  log(): Promise<EventStore>;
  /** Hashes the whole log anew and compares. */
  verify(onProgress: (progress: VerifyProgress) => void): Promise<Verification>;
  /** LedgerError `not-found` for a log that holds events whose vault is not there. */
  vault(options?: VaultOptions): Promise<KeyedVault>;
  quarantine(): Promise<Quarantine>;
  /**
   * Figures as of all that is in the log; as the process has them that writes the folder meanwhile. `asOf`: only what is known as of an
   * earlier position or time is asked for, which is made from the log and needs nobody who counts.
   */
  reporting(options?: { readonly asOf?: boolean }): Promise<Reporting>;
  /** Makes every projection anew from the log. */
  replay(options: ReplayOptions): Promise<Replayed>;
  /** For writing. `brought`: LedgerErrors `conflict`, `config` when the ledger does not go by that pack. */
  intake(brought?: BroughtPack): Promise<OpenIntake>;
  /** Where it is kept how far the import of a file came; undefined where nothing can be kept: it is sent whole again then. */
  importState(file: string): string | undefined;
}

/** Where a ledger in one folder and a distributed one are told apart, for every command. */
export const withLedger = async <T>(call: Invocation, work: (ledger: ExistingLedger) => Promise<T>): Promise<T> => {
  const closing = new Closing();
  try {
    if (!isDistributed(call.environment)) return await work(new FolderLedger(call, closing));
    // Its drivers are loaded by nobody who does not use them.
    const { SharedLedger } = await import('./shared-ledger.ts');
    return await work(new SharedLedger(call, closing));
  } finally {
    await closing.run();
  }
};
