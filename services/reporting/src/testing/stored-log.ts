import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseEvent } from '@complaint-ledger/contracts';
import { type SqliteEventStore, openSqliteEventStore } from '@complaint-ledger/event-store';

export interface StoredLog extends AsyncDisposable {
  readonly log: SqliteEventStore;
  readonly folder: string;
}

/** A real log in a folder of its own; the folder goes with it. */
export const storedLog = (clock: () => number = Date.now): StoredLog => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-reporting-'));
  const log = openSqliteEventStore({ path: join(folder, 'ledger.db'), clock });
  return {
    log,
    folder,
    async [Symbol.asyncDispose]() {
      await log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Appends the events of a story in their order. */
export const appendStory = async (log: SqliteEventStore, events: readonly CaseEvent[]): Promise<void> => {
  for (const { stream, revision: _, position: __, recordedAt: ___, ...event } of events) {
    await log.append(stream, 'any', [event]);
  }
};
