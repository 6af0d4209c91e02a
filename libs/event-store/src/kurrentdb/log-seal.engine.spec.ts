import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MerkleFrontier, leafHashOfText, verifyConsistency, verifyInclusion } from '@complaint-ledger/proof';
import { type KurrentDbDouble, startKurrentDbDouble } from '@complaint-ledger/testing/kurrentdb-double';
import { copyLog } from '../copy-log.ts';
import { openSqliteEventStore } from '../sqlite/sqlite-event-store.ts';
import { sampleEvents } from '../testing/index.ts';
import { openKurrentDbEventStore } from './kurrentdb-event-store.ts';

const server = process.env['LEDGER_KURRENTDB'];
let double: KurrentDbDouble | undefined;

beforeAll(async () => {
  if (server === undefined) double = await startKurrentDbDouble();
});
afterAll(() => double?.stop());

const open = (namespace = `spec-${randomUUID()}`) =>
  openKurrentDbEventStore({ url: server ?? double?.url ?? '', namespace });

describe('the seal of a log on KurrentDB', () => {
  it('of nothing is the empty tree, and proves nothing', async () => {
    const store = await open();
    expect(await store.seal.sealAll()).toBe(0);
    expect(await store.seal.root()).toEqual({ size: 0, root: MerkleFrontier.empty().root() });
    await expect(store.seal.inclusion(1)).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.seal.root(1)).rejects.toMatchObject({ code: 'not-found' });
    await store.close();
  });

  it('has the root of exactly the bytes that are stored, however often it is sealed', async () => {
    const store = await open();
    const frontier = MerkleFrontier.empty();
    for (const count of [1, 2, 700, 1_300]) {
      await store.append(`case-${count}`, 'no-stream', sampleEvents(count));
      expect(await store.seal.sealAll()).toBe(count);
    }
    let after = 0;
    for (;;) {
      const page = await store.readAll({ after });
      if (page.length === 0) break;
      for (const { position: _, ...body } of page) frontier.append(leafHashOfText(JSON.stringify(body)));
      after = page.at(-1)?.position ?? after;
    }
    expect(await store.seal.root()).toEqual({ size: 2_003, root: frontier.root() });
    await store.close();
  });

  it('proves that an event is in the log, and that the log only grew', async () => {
    const store = await open();
    await store.append('case-1', 'no-stream', sampleEvents(5));
    await store.seal.sealAll();
    const { root: early } = await store.seal.root();
    const { position } = await store.append('case-2', 'no-stream', sampleEvents(1_500));
    await store.seal.sealAll();
    const proof = await store.seal.inclusion(position);
    expect(proof.leafIndex).toBe(1_504);
    expect(verifyInclusion({ ...proof })).toBe(true);
    expect(verifyInclusion({ ...proof, leaf: leafHashOfText('another') })).toBe(false);
    const growth = await store.seal.consistency(5);
    expect(Buffer.from(growth.fromRoot)).toEqual(Buffer.from(early));
    expect(verifyConsistency(growth)).toBe(true);
    await store.close();
  });

  it('is kept by any number of processes at once, each event sealed once', async () => {
    const namespace = `spec-${randomUUID()}`;
    const stores = await Promise.all([open(namespace), open(namespace), open(namespace)]);
    const [first] = stores;
    await first?.append('case-1', 'no-stream', sampleEvents(2_500));
    const sealed = await Promise.all(stores.map((store) => store.seal.sealAll()));
    expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(2_500);
    expect(await first?.seal.size()).toBe(2_500);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('is that of the embedded log that was copied there, and of the one copied back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'copy-log-'));
    const source = openSqliteEventStore({ path: join(folder, 'source.db') });
    const back = openSqliteEventStore({ path: join(folder, 'back.db') });
    const store = await open();
    for (let turn = 0; turn < 8; turn++) {
      await source.append(`case-${turn % 3}`, 'any', sampleEvents(1 + turn));
      await source.append(`complaint-${turn}`, 'no-stream', sampleEvents(1));
    }
    expect(await copyLog(source, store)).toEqual({ copied: 44 });
    await store.seal.sealAll();
    expect(await store.seal.root()).toEqual(source.root());
    expect(await copyLog(store, back)).toEqual({ copied: 44 });
    expect(back.root()).toEqual(source.root());
    await Promise.all([source.close(), back.close(), store.close()]);
    rmSync(folder, { recursive: true });
  });
});
