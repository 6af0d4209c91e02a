import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { leafHash, verifyConsistency, verifyInclusion } from '@complaint-ledger/proof';
import { sampleEvent, sampleEvents } from '../testing/index.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';
import { verifyLog } from './verify-log.ts';

const EVENTS = 1_500;

describe('verifyLog', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'event-store-'));
    path = join(folder, 'ledger.db');
    const store = openSqliteEventStore({ path });
    const events = Array.from({ length: EVENTS }, (_, i) => sampleEvent({ data: { mark: `mark-${i + 1}-end` } }));
    await Promise.all(events.map((event, i) => store.append(`case-${i % 40}`, 'any', [event])));
    await store.close();
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  /** Changes the file as somebody with a database tool could. */
  const tamper = (sql: string): void => {
    const db = new DatabaseSync(path);
    expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
    db.close();
  };

  it('finds one changed byte on disk, and says at which position', async () => {
    const bytes = await readFile(path);
    const at = bytes.indexOf('mark-777-end');
    expect(at).toBeGreaterThan(0);
    const file = await open(path, 'r+');
    await file.write(Buffer.from('M'), 0, 1, at);
    await file.close();
    expect(await verifyLog(path)).toMatchObject({
      ok: false,
      position: 777,
      size: 776,
      reason: expect.stringContaining('hash'),
    });
  });

  it('finds a damaged page', async () => {
    const bytes = await readFile(path);
    const at = bytes.indexOf('mark-1200-end');
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(8192), 0, 8192, at - (at % 8192));
    await file.close();
    const result = await verifyLog(path);
    expect(result).toMatchObject({ ok: false });
    expect(result.ok ? 0 : result.position).toBeLessThanOrEqual(1_200);
    expect(result.ok ? 0 : result.position).toBeGreaterThan(1_100);
  });

  it.each([
    ['a body rewritten', "UPDATE events SET body = json_set(body, '$.data.mark', 'other') WHERE position = 9", 'hash'],
    ['a hash rewritten', 'UPDATE events SET nodes = zeroblob(length(nodes)) WHERE position = 9', 'hash'],
    ['an event deleted', 'DELETE FROM events WHERE position = 9', 'missing'],
    ['an id column', `UPDATE events SET id = zeroblob(16) WHERE position = 9`, 'id column'],
    ['a stream column', 'UPDATE events SET stream = 3, revision = 1000 WHERE position = 9', 'stream column'],
    ['a revision column', 'UPDATE events SET revision = 1000 WHERE position = 9', 'revision column'],
    ['a type column', 'UPDATE events SET type = 99 WHERE position = 9', 'type column'],
  ])('finds %s', async (_, sql, reason) => {
    tamper(sql);
    expect(await verifyLog(path)).toMatchObject({
      ok: false,
      position: 9,
      size: 8,
      reason: expect.stringContaining(reason),
    });
  });

  it('finds a missing end when the root was noted elsewhere', async () => {
    const before = await verifyLog(path);
    tamper('DELETE FROM events WHERE position > 1490');
    const after = await verifyLog(path);
    expect(after).toMatchObject({ ok: true, size: 1_490 });
    expect(before).toMatchObject({ ok: true, size: EVENTS });
    expect(after.root).not.toEqual(before.root);
  });

  it('tells that there is no ledger, or that the file is something else', async () => {
    await expect(verifyLog(join(folder, 'nothing.db'))).rejects.toMatchObject({ code: 'config' });
    const other = join(folder, 'other.db');
    const db = new DatabaseSync(other);
    db.exec('CREATE TABLE notes (text TEXT)');
    db.close();
    await expect(verifyLog(other)).rejects.toMatchObject({ code: 'config' });
    expect(() => openSqliteEventStore({ path: other })).toThrow('not a ledger');
  });

  it('gives the root of a sound log and tells how far it is, beside the writer', async () => {
    const store = openSqliteEventStore({ path });
    const progress: number[] = [];
    const result = await verifyLog(store, ({ position, head }) => {
      expect(head).toBe(EVENTS);
      progress.push(position);
    });
    expect(result).toEqual({ ok: true, size: EVENTS, root: store.root().root });
    expect(progress).toEqual([1_000, EVENTS]);
    expect(await store.append('case-1', 'any', sampleEvents(1))).toMatchObject({ position: EVENTS + 1 });
    await store.close();
  });

  it('holds after appends that were refused half-way', async () => {
    const store = openSqliteEventStore({ path });
    const [known] = await store.readAll({ after: 41, limit: 1 });
    const results = await Promise.allSettled([
      store.append('case-x', 'any', sampleEvents(1)),
      store.append('case-x', 'any', [sampleEvent(), sampleEvent(), sampleEvent({ id: known?.id ?? '' })]),
      store.append('case-x', 'any', sampleEvents(3)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await verifyLog(store)).toEqual({ ok: true, size: EVENTS + 4, root: store.root().root });
    await store.close();
  });

  it('agrees with proofs made from the stored nodes', async () => {
    const store = openSqliteEventStore({ path });
    for (const position of [1, 2, 500, 1_024, EVENTS]) {
      const proof = store.proofOf(position);
      expect(leafHash(store.leafBytes(position)).equals(proof.leaf)).toBe(true);
      expect(verifyInclusion(proof)).toBe(true);
      expect(verifyInclusion(store.proofOf(position, Math.max(position, 1_100)))).toBe(true);
      expect(verifyConsistency(store.consistencyOf(position))).toBe(true);
    }
    expect(verifyConsistency(store.consistencyOf(0))).toBe(true);
    expect(() => store.proofOf(0)).toThrow('no position 0');
    expect(() => store.proofOf(EVENTS + 1)).toThrow(`no position ${EVENTS + 1}`);
    expect(() => store.root(EVENTS + 1)).toThrow(`no position ${EVENTS + 1}`);
    expect(() => store.leafBytes(EVENTS + 1)).toThrow(`no position ${EVENTS + 1}`);
    await store.close();
  });
});
