import { existsSync, statSync } from 'node:fs';
import { LedgerError, said } from '@complaint-ledger/contracts';
import { type LogRoot, type RestorableStore, openSqliteEventStore } from '@complaint-ledger/event-store';
import { dataFolder } from './data-folder.ts';

/** A log of either engine, with the root of its Merkle tree. */
export interface OpenLog {
  readonly store: RestorableStore;
  /** Root of every event in the log. */
  root(): Promise<LogRoot>;
}

const HINT = said(
  'Write sqlite:FOLDER or kurrentdb://user:secret@host:2113?tls=true.',
  '请写 sqlite:文件夹 或 kurrentdb://user:secret@host:2113?tls=true。',
);

const openSqlite = (place: string, readOnly: boolean): OpenLog => {
  const isFolder = !place.endsWith('.db') && (!existsSync(place) || statSync(place).isDirectory());
  const path = isFolder ? dataFolder(place).events : place;
  if (readOnly && !existsSync(path)) {
    throw new LedgerError('not-found', said(`There is no ledger in ${place}.`, `${place} 里没有账本。`), {
      path,
      hint: HINT,
    });
  }
  const store = openSqliteEventStore({ path, readOnly });
  return { store, root: async () => store.root() };
};

/**
 * Opens a log by where it is: `sqlite:` and a folder or file, or a connection string of KurrentDB, whose streams begin with the namespace.
 * LedgerError `config` for neither, `not-found`, `locked`, `unavailable`.
 */
export const openLogAt = async (
  place: string,
  { readOnly, namespace }: { readonly readOnly: boolean; readonly namespace?: string },
): Promise<OpenLog> => {
  if (place.startsWith('sqlite:')) return openSqlite(place.slice('sqlite:'.length), readOnly);
  if (!/^(kurrentdb|esdb)(\+discover)?:\/\//.test(place)) {
    throw new LedgerError('config', said('This is no place of a log.', '这不是日志所在的位置。'), {
      path: 'place',
      hint: HINT,
    });
  }
  // Its driver has native parts, which nobody loads who does not use it.
  const { openKurrentDbEventStore } = await import('@complaint-ledger/event-store/kurrentdb');
  const store = await openKurrentDbEventStore({ url: place, ...(namespace !== undefined && { namespace }) });
  return {
    store,
    root: async () => {
      await store.seal.sealAll();
      return store.seal.root();
    },
  };
};
