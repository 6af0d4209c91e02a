import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyLog } from './copy-log.ts';
import { type SqliteEventStore, openSqliteEventStore } from './sqlite/sqlite-event-store.ts';
import { sampleEvents } from './testing/index.ts';

describe('copying a log', () => {
  let folder: string;
  const open: SqliteEventStore[] = [];
  const store = (name: string, clock = 1_763_000_000_000): SqliteEventStore => {
    const opened = openSqliteEventStore({ path: join(folder, name), clock: () => (clock += 7) });
    open.push(opened);
    return opened;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'copy-log-'));
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  const filled = async (): Promise<SqliteEventStore> => {
    const source = store('source.db');
    for (let turn = 0; turn < 30; turn++)
      await Promise.all([
        source.append(`case-${turn % 4}`, 'any', sampleEvents(1 + (turn % 5))),
        source.append('call-1', 'any', sampleEvents(40)),
      ]);
    return source;
  };

  it('refuses a target that holds another log', async () => {
    const [source, target] = [await filled(), store('target.db')];
    await target.append('case-1', 'any', sampleEvents(1));
    await expect(copyLog(source, target)).rejects.toMatchObject({ code: 'conflict', details: { path: 'to' } });
    expect(await target.head()).toBe(1);
  });

  it('refuses events that do not follow one another, and writes nothing', async () => {
    const [source, target] = [await filled(), store('target.db')];
    const events = await source.readStream('case-1');
    await expect(target.restore([...events.slice(0, 1), ...events.slice(2)])).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(target.restore(events.slice(1, 2))).rejects.toMatchObject({ code: 'wrong-revision' });
    expect(await target.head()).toBe(0);
  });

  it('keeps ids, order, bytes and the Merkle root', async () => {
    const [source, target] = [await filled(), store('target.db', 0)];
    const size = await source.head();
    expect(await copyLog(source, target)).toEqual({ copied: size });
    expect(target.root()).toEqual(source.root());
    expect(await target.readAll({ after: 0, limit: size })).toEqual(await source.readAll({ after: 0, limit: size }));
    for (const position of [1, 500, size]) expect(target.leafBytes(position)).toEqual(source.leafBytes(position));
  });

  it('goes on where it was broken off', async () => {
    const [source, target] = [await filled(), store('target.db', 0)];
    const stop = new Error('broken off');
    await expect(
      copyLog(source, target, () => {
        throw stop;
      }),
    ).rejects.toBe(stop);
    const before = await target.head();
    expect(before).toBeGreaterThan(0);
    expect(await copyLog(source, target)).toEqual({ copied: (await source.head()) - before });
    expect(target.root()).toEqual(source.root());
    expect(await copyLog(source, target)).toEqual({ copied: 0 });
  });
});
