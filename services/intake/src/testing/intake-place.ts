import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PolicyBook } from '@complaint-ledger/policy';
import { type RecordedEvent, type JsonObject, isLedgerError } from '@complaint-ledger/contracts';
import { type SqliteEventStore, openSqliteEventStore } from '@complaint-ledger/event-store';
import { type SqliteVault, openSqliteVault } from '@complaint-ledger/vault';
import type { Quarantine } from '../quarantine/quarantine.ts';
import { openSqliteQuarantine } from '../quarantine/sqlite-quarantine.ts';
import type { Receipt } from '../receive/receipt.ts';
import { Receiver } from '../receive/receiver.ts';
import { testPolicies } from './policies.ts';

/** 2026-04-10T00:00:00Z: later than everything that the specs tell of. */
export const NOW = Date.UTC(2026, 3, 10);

export interface IntakePlace {
  readonly receiver: Receiver;
  readonly store: SqliteEventStore;
  readonly vault: SqliteVault;
  readonly quarantine: Quarantine;
  readonly policies: PolicyBook;
  /** Closes everything and opens the same files again, as after a restart. */
  reopen(policies?: PolicyBook): Promise<IntakePlace>;
  log(): Promise<readonly RecordedEvent[]>;
  /** Everything that one event tells, unsealed; `erased` when its person is. */
  told(event: RecordedEvent): Promise<JsonObject | 'erased'>;
  send(...events: readonly unknown[]): Promise<readonly Receipt[]>;
  dispose(): Promise<void>;
}

const openAt = async (folder: string, policies: PolicyBook): Promise<IntakePlace> => {
  const store = openSqliteEventStore({ path: join(folder, 'ledger.sqlite'), clock: () => NOW });
  const vault = openSqliteVault({ path: join(folder, 'vault.sqlite'), keyFile: join(folder, 'vault.key') });
  const quarantine = await openSqliteQuarantine({
    path: join(folder, 'quarantine.sqlite'),
    sealer: vault,
    now: () => NOW,
  });
  const receiver = new Receiver({ store, vault, policies, quarantine, now: () => NOW });
  const close = async (): Promise<void> => {
    await store.close();
    await quarantine.close();
    await vault.close();
  };
  return {
    receiver,
    store,
    vault,
    quarantine,
    policies,
    reopen: async (next = policies) => {
      await close();
      return openAt(folder, next);
    },
    log: () => store.readAll({ after: 0 }),
    told: async (event) => {
      let all: JsonObject = event.data;
      for (const sealed of event.sealed ?? []) {
        const unsealed = await vault.unseal(event.id, sealed, 'clear');
        if (unsealed.state === 'erased') return 'erased';
        all = { ...all, ...unsealed.fields };
      }
      return all;
    },
    send: (...events) => receiver.receive(events, { caller: 'spec' }),
    dispose: async () => {
      await close().catch((error: unknown) => {
        if (!isLedgerError(error, 'closed')) throw error;
      });
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** An intake on the real embedded stores in a folder of its own. */
export const openIntakePlace = async (policies: PolicyBook = testPolicies()): Promise<IntakePlace> =>
  openAt(await mkdtemp(join(tmpdir(), 'intake-')), policies);
