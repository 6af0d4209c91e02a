import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Checkpointer } from './checkpointer.ts';
import { openLedgerFile } from './ledger-file.ts';

describe('the checkpointer', () => {
  let folder: string;
  let path: string;
  let db: DatabaseSync;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'event-store-'));
    path = join(folder, 'ledger.db');
    db = openLedgerFile(path, { readOnly: false, autoCheckpointPages: 0 });
  });

  afterEach(async () => {
    db.close();
    await rm(folder, { recursive: true });
  });

  const commit = (times: number): void => {
    const insert = db.prepare('INSERT INTO meta (key, value) VALUES (hex(randomblob(8)), hex(randomblob(500)))');
    for (let i = 0; i < times; i++) insert.run();
  };
  const walBytes = async (): Promise<number> => (await stat(`${path}-wal`)).size;

  it('empties the write-ahead log so that it is written again from its beginning', async () => {
    commit(200);
    const full = await walBytes();
    commit(20);
    expect(await walBytes()).toBeGreaterThan(full);

    const longest = await walBytes();
    let checkpointer: Checkpointer | undefined;
    await new Promise<void>((resolve) => {
      checkpointer = new Checkpointer(path, 100, () => {
        db.exec('PRAGMA wal_checkpoint(PASSIVE)');
        resolve();
      });
      checkpointer.wrote(1_000);
      // The thread cannot know of this one: the rest is moved by the writer.
      commit(1);
    });
    const rest = await walBytes();
    expect(rest).toBeGreaterThan(longest);
    commit(100);
    expect(await walBytes()).toBe(rest);
    await checkpointer?.close();
  });

  it('starts no thread before there is enough to do, and can be closed without one', async () => {
    const checkpointer = new Checkpointer(path, 100, () => expect('called').toBe('never'));
    for (let i = 0; i < 10; i++) checkpointer.wrote(1);
    await checkpointer.close();
    await checkpointer.close();
  });

  it('harms nobody when the rest cannot be moved, and comes back', async () => {
    let calls = 0;
    let checkpointer: Checkpointer | undefined;
    await new Promise<void>((resolve) => {
      checkpointer = new Checkpointer(path, 100, () => {
        calls++;
        if (calls === 2) resolve();
        else {
          setImmediate(() => checkpointer?.wrote(1_000));
          throw new Error('disk full');
        }
      });
      checkpointer.wrote(1_000);
    });
    expect(calls).toBe(2);
    await checkpointer?.close();
  });
});
