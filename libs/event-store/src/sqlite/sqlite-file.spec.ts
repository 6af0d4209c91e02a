import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sampleEvent, sampleEvents } from '../testing/index.ts';
import { openSqliteEventStore, type SqliteEventStore, type SqliteEventStoreOptions } from './sqlite-event-store.ts';

describe('a ledger file', () => {
  let folder: string;
  let path: string;
  const opened: SqliteEventStore[] = [];
  const open = (options: Partial<SqliteEventStoreOptions> = {}): SqliteEventStore => {
    const store = openSqliteEventStore({ path, ...options });
    opened.push(store);
    return store;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'event-store-'));
    path = join(folder, 'ledger.db');
  });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await rm(folder, { recursive: true });
  });

  it('is not opened in a folder that is not there, nor for reading where there is none', async () => {
    expect(() => open({ path: join(folder, 'missing', 'ledger.db') })).toThrow('Opening the ledger failed');
    expect(() => open({ readOnly: true })).toThrow('There is no ledger');
  });

  it('is for this user only, and so are the files beside it', async () => {
    const store = open();
    await store.append('case-1', 'no-stream', sampleEvents(1));
    const modes = await Promise.all(
      ['', '-wal', '-shm', '.lock'].map(async (end) => [end, (await stat(path + end)).mode & 0o777] as const),
    );
    if (process.platform !== 'win32') expect(new Set(modes.map(([, mode]) => mode))).toEqual(new Set([0o600]));
  });

  it('is not made out of another file, which stays as it is', async () => {
    await writeFile(
      path,
      'a letter to the department, long enough to be none of the formats that begin with a header'.repeat(20),
    );
    const before = await stat(path);
    expect(() => open()).toThrow(
      expect.objectContaining({ code: 'config', details: expect.objectContaining({ path }) }),
    );
    expect((await stat(path)).size).toBe(before.size);
  });

  it('of a newer format is refused by number', async () => {
    await open().close();
    const db = new DatabaseSync(path);
    db.exec("UPDATE meta SET value = '2' WHERE key = 'format'");
    db.close();
    expect(() => open()).toThrow('ledger format 2, this program reads 1');
  });

  it('has one lock under all its names, and the refusal names it', async () => {
    const store = open();
    const alias = join(folder, 'alias.db');
    await symlink(path, alias);
    let refusal: unknown;
    try {
      open({ path: alias });
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ code: 'locked', details: { hint: expect.stringContaining(`${store.path}.lock`) } });
  });

  it('is free again after an opening that failed', async () => {
    await writeFile(path, 'x'.repeat(5_000));
    expect(() => open()).toThrow(
      expect.objectContaining({ code: 'config', details: expect.objectContaining({ path }) }),
    );
    await rm(path);
    expect(await open().append('case-1', 'any', sampleEvents(1))).toMatchObject({ position: 1 });
  });

  it('keeps its id, and no two have the same', async () => {
    const first = open();
    const { logId } = first;
    await first.close();
    expect(open().logId).toBe(logId);
    expect(open({ path: join(folder, 'other.db') }).logId).not.toBe(logId);
  });

  describe('opened for reading beside the writer', () => {
    it('refuses appends', async () => {
      open();
      await expect(open({ readOnly: true }).append('case-1', 'any', sampleEvents(1))).rejects.toMatchObject({
        code: 'locked',
      });
    });

    it('sees and follows what the writer appends', async () => {
      const writer = open();
      await writer.append('case-1', 'any', sampleEvents(2));
      const reader = open({ readOnly: true, pollInterval: 1 });
      const seen: number[] = [];
      const subscription = reader.subscribe(0, (events) => void seen.push(...events.map(({ position }) => position)));
      await subscription.caughtUp(2);
      await writer.append('case-2', 'any', sampleEvents(3));
      await subscription.caughtUp(5);
      expect(seen).toEqual([1, 2, 3, 4, 5]);
      expect(await reader.readStream('case-2')).toEqual(await writer.readStream('case-2'));
      expect(reader.root()).toEqual(writer.root());
    });

    it('works without a writer', async () => {
      const writer = open();
      await writer.append('case-1', 'any', sampleEvents(2));
      await writer.close();
      expect(await open({ readOnly: true }).head()).toBe(2);
    });
  });

  it('records one time for all appends of a transaction, from the clock it is given', async () => {
    let now = Date.UTC(2026, 10, 16, 1, 30);
    const store = open({ clock: () => now++ });
    await Promise.all([store.append('case-1', 'any', sampleEvents(2)), store.append('case-2', 'any', sampleEvents(1))]);
    await store.append('case-1', 'any', sampleEvents(1));
    const times = (await store.readAll({ after: 0 })).map(({ recordedAt }) => recordedAt);
    expect(times).toEqual([
      '2026-11-16T01:30:00.000Z',
      '2026-11-16T01:30:00.000Z',
      '2026-11-16T01:30:00.000Z',
      '2026-11-16T01:30:00.001Z',
    ]);
  });

  it('gives bodies as they are stored, of all events or of some types', async () => {
    const store = open();
    const types = ['CaseOpened', 'CaseContacted', 'CaseClosed'];
    const events = Array.from({ length: 2_100 }, (_, i) => sampleEvent({ type: types[i % 3] ?? '' }));
    await Promise.all(events.map((event) => store.append('case-1', 'any', [event])));

    const page = store.readBodies({ after: 0 });
    expect(page.through).toBe(1_000);
    expect(page.rows.map(([position]) => position)).toEqual(Array.from({ length: 1_000 }, (_, i) => i + 1));
    expect(page.rows[41]?.[1]).toBe(Buffer.from(store.leafBytes(42)).toString('utf8'));
    expect(store.readBodies({ after: 2_098, limit: 5 })).toMatchObject({
      rows: [
        [2_099, expect.any(String)],
        [2_100, expect.any(String)],
      ],
      through: 2_100,
    });
    expect(store.readBodies({ after: 2_100 })).toEqual({ rows: [], through: 2_100 });

    const closed = store.readBodies({ after: 0, limit: 10 }, ['CaseClosed', 'NeverWritten']);
    expect(closed.rows.map(([position]) => position)).toEqual([3, 6, 9]);
    expect(closed.through).toBe(10);
    expect(store.readBodies({ after: 0 }, ['CaseOpened', 'CaseClosed']).rows).toHaveLength(1_400);
    expect(store.readBodies({ after: 0 }, ['NeverWritten'])).toEqual({ rows: [], through: 2_100 });
  });

  it('keeps its write-ahead log short while appends go on', async () => {
    const store = open({ checkpointPages: 100 });
    let longest = 0;
    for (let i = 0; i < 150; i++) {
      await Promise.all(sampleEvents(100).map((event, stream) => store.append(`case-${stream}`, 'any', [event])));
      longest = Math.max(longest, (await stat(`${path}-wal`)).size);
    }
    // Without checkpoints it would be 45 MB; how much more than 100 pages it is depends on how soon the thread gets to run.
    expect(longest).toBeLessThan(15_000_000);
    expect((await stat(path)).size).toBeGreaterThan(5_000_000);
  });
});
