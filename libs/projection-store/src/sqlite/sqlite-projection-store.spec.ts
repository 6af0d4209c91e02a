import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { projectionStoreContract } from '../testing/index.ts';
import { openSqliteProjectionStore } from './sqlite-projection-store.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'projection-store-'));
const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

projectionStoreContract('SQLite', async () => {
  const folder = newFolder();
  return {
    open: async () => openSqliteProjectionStore({ path: join(folder, 'deep', 'projections.db') }),
    wholeBatches: true,
    dispose: async () => remove(folder),
  };
});

describe('SQLite projection store', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = newFolder();
    path = join(folder, 'projections.db');
  });
  afterEach(() => remove(folder));

  const write = (id: string) => ({ id, body: {}, fields: { week: 1 }, applied: 1, replaces: 0 });

  it('says "locked" when another process keeps the file, and works once it lets go', async () => {
    const store = openSqliteProjectionStore({ path, busyTimeout: 20 });
    await store.ensure('tallies@1', ['week']);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    try {
      await expect(store.write('tallies@1', [write('a')], { name: 'tallies@1', position: 1 })).rejects.toMatchObject({
        code: 'locked',
        details: { path, hint: expect.stringContaining('Another process') },
      });
      expect(await store.count('tallies@1')).toBe(0);
    } finally {
      other.exec('ROLLBACK');
      other.close();
    }
    await store.write('tallies@1', [write('a')]);
    expect(await store.count('tallies@1')).toBe(1);
    await store.close();
  });

  it('calls a file that is no database corrupt', () => {
    writeFileSync(path, 'department,week\n'.repeat(1_000));
    expect(() => openSqliteProjectionStore({ path })).toThrow(expect.objectContaining({ code: 'corrupt' }));
  });

  it('names the place when the file cannot be opened', () => {
    expect(() => openSqliteProjectionStore({ path: folder })).toThrow(
      expect.objectContaining({ code: 'storage', details: expect.objectContaining({ path: folder }) }),
    );
  });

  it('names the place when its folder cannot be made', () => {
    writeFileSync(path, '');
    expect(() => openSqliteProjectionStore({ path: join(path, 'p.db') })).toThrow(
      expect.objectContaining({ code: 'storage', details: expect.objectContaining({ path: join(path, 'p.db') }) }),
    );
  });

  it('takes nothing of a batch when the file fails in its middle', async () => {
    const store = openSqliteProjectionStore({ path });
    await store.ensure('tallies@1', ['week']);
    await store.close();
    const failing = new DatabaseSync(path);
    failing.exec(
      `CREATE TRIGGER failing BEFORE INSERT ON "tallies@1" WHEN NEW.id = 'last' BEGIN SELECT RAISE(ABORT, 'no more'); END`,
    );
    failing.close();

    const again = openSqliteProjectionStore({ path });
    await expect(
      again.write('tallies@1', [write('a'), write('last')], { name: 'tallies@1', position: 1 }),
    ).rejects.toMatchObject({ code: 'storage' });
    expect(await again.count('tallies@1')).toBe(0);
    expect(await again.checkpoint('tallies@1')).toBe(0);
    await again.close();
  });

  it('answers a field query from its index', async () => {
    const store = openSqliteProjectionStore({ path });
    await store.ensure('tallies@1', ['week']);
    await store.close();
    const db = new DatabaseSync(path);
    const plan = db
      .prepare(`EXPLAIN QUERY PLAN SELECT id FROM "tallies@1" WHERE week >= 3 AND week < '' ORDER BY week, id`)
      .all();
    db.close();
    expect(plan.map((step) => step['detail'])).toEqual([expect.stringMatching(/^SEARCH .* INDEX tallies@1 by week/)]);
  });
});
