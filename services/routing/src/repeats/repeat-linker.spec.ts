import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CaseEventData, type Fact, type NewEvent, complaintIdOf, derivedId } from '@complaint-ledger/contracts';
import { openInProcessFeed } from '@complaint-ledger/event-feed';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import type { PolicyBook, PolicyPack } from '@complaint-ledger/policy';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { factsOf, fakeClock } from '@complaint-ledger/testing';
import { Routing } from '../routing.ts';
import { standardBut } from '../testing/case-spec.ts';
import { REPEATS } from './repeat-linker.ts';

const caseId = (externalId: string): string => complaintIdOf('crm://test', externalId);
const customer = (name: string): string => derivedId('person', 'test', name);

const month: PolicyPack['repeats'] = { within: '30d', same: ['category', 'product'] };

const bookOf = (repeats: PolicyPack['repeats'] | 'none'): PolicyBook => {
  const policy = standardBut(repeats === undefined || repeats === 'none' ? {} : { repeats });
  return { defaultId: 'standard', policy: () => policy, ids: () => ['standard'] };
};

type Told = Parameters<ReturnType<typeof factsOf>>[2];

describe('repeats', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'repeats-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const open = async (repeats: PolicyPack['repeats'] | 'none' = month) => {
    const clock = fakeClock('2026-06-30T12:00:00+08:00');
    const store = openSqliteEventStore({ path: join(folder, 'events.db'), clock: clock.now });
    const feed = openInProcessFeed(store);
    const projections = openSqliteProjectionStore({ path: join(folder, 'projections.db') });
    const parts = { store, feed, projections, policies: bookOf(repeats), now: clock.now, sweepEveryMs: 3_600_000 };
    const routing = new Routing(parts);
    const append = async ({ stream, revision: _, position: __, recordedAt: ___, ...fact }: Fact): Promise<void> => {
      await store.append(stream, 'any', [fact as unknown as NewEvent]);
    };
    /** Files complaints without waiting for what becomes of them. */
    const file = async (externalId: string, at: string, data: Told = {}): Promise<void> => {
      const told = { department: 'sales', category: 'billing', complainant: customer('Wang'), ...data };
      await append(factsOf(externalId)('ComplaintFiled', at, told));
    };
    const links = async (): Promise<readonly (readonly [case_: string, of: string, number: number])[]> => {
      const found = [];
      for (const name of ['A1', 'A2', 'A3', 'A4', 'B1'])
        for (const { type, data } of await store.readStream(`case-${caseId(name)}`))
          if (type === 'RepeatLinked') {
            const { of, number } = data as unknown as CaseEventData['RepeatLinked'];
            found.push([name, ['A1', 'A2', 'A3', 'A4'].find((each) => caseId(each) === of) ?? of, number] as const);
          }
      return found;
    };
    const close = async (): Promise<void> => {
      await routing.stop();
      await feed.close();
      await store.close();
      await projections.close();
    };
    return { store, feed, projections, parts, routing, append, file, links, close };
  };

  const on = (day: string): string => `2026-${day}T09:00:00+08:00`;

  it('FILE-3: the same customer and matter within the time of the pack is linked to the newest before it, and numbered', async () => {
    const { routing, file, links, store, close } = await open();
    await file('A1', on('03-02'));
    await file('A2', on('03-20'));
    await file('A3', on('04-19'));
    await routing.start();
    await routing.settled();
    expect(await links()).toEqual([
      ['A2', 'A1', 2],
      ['A3', 'A2', 3],
    ]);
    const link = (await store.readStream(`case-${caseId('A2')}`)).find(({ type }) => type === 'RepeatLinked');
    expect(link).toMatchObject({
      occurredAt: on('03-20'),
      actor: { kind: 'system', id: 'repeat-linker' },
      data: { dims: { department: 'sales', filedAt: on('03-20') } },
    });
    await close();
  });

  it('FILE-3: not another customer, not another matter, not a second too late', async () => {
    const { routing, file, links, close } = await open();
    await file('A1', on('03-02'), { product: 'seed' });
    await file('A2', on('03-03'), { product: 'tool' });
    await file('A3', on('03-04'), { product: 'seed', complainant: customer('Li') });
    await file('A4', '2026-04-01T09:00:01+08:00', { product: 'seed' });
    await routing.start();
    await routing.settled();
    expect(await links()).toEqual([]);
    await close();
  });

  it('FILE-3: what neither of two says is no agreement when it is all there is', async () => {
    const { routing, append, file, links, close } = await open();
    const bare = { complainant: customer('Wang') };
    await append(factsOf('A1')('ComplaintFiled', on('03-02'), bare));
    await append(factsOf('A2')('ComplaintFiled', on('03-03'), bare));
    await file('A3', on('03-04'));
    await file('A4', on('03-05'));
    await routing.start();
    await routing.settled();
    expect(await links()).toEqual([['A4', 'A3', 2]]);
    await close();
  });

  it('FILE-3: working days count as the pack’s calendar has them', async () => {
    const { routing, file, links, close } = await open({ within: '3 working days', same: ['category'] });
    // Qingming: 4 to 6 April 2026 are off.
    await file('A1', on('04-02'));
    await file('A2', '2026-04-07T18:00:00+08:00');
    await file('A3', on('04-13'));
    await routing.start();
    await routing.settled();
    expect(await links()).toEqual([['A2', 'A1', 2]]);
    await close();
  });

  it('FILE-3: a pack that names no repeats links none', async () => {
    const { routing, file, links, projections, close } = await open('none');
    await file('A1', on('03-02'));
    await file('A2', on('03-03'));
    await routing.start();
    await routing.settled();
    expect(await links()).toEqual([]);
    expect(await projections.count(REPEATS)).toBe(0);
    await close();
  });

  it('FILE-3: a call-back to make is no matter of its own', async () => {
    const { routing, append, file, links, close } = await open();
    const missed = { outcome: 'missed', kind: 'inquiry', category: 'billing', caller: customer('Wang') };
    await append(factsOf('A1')('CallReceived', on('03-02'), missed));
    await file('A2', on('03-03'));
    await file('A3', on('03-04'));
    await routing.start();
    await routing.settled();
    const call = await routing.agenda.byExternalId('A1');
    expect((await routing.cases.load(call[0]?.caseId ?? ''))?.task).toBe(true);
    expect(await links()).toEqual([['A3', 'A2', 2]]);
    await close();
  });

  it('FILE-3: an earlier complaint that became known late links the one after it, and moves no link', async () => {
    const { routing, file, links, close } = await open();
    await routing.start();
    await file('A2', on('03-10'));
    await routing.settled();
    expect(await links()).toEqual([]);
    await file('A1', on('03-02'));
    await routing.settled();
    expect(await links()).toEqual([['A2', 'A1', 2]]);
    await file('A3', on('03-05'));
    await routing.settled();
    expect(await links()).toEqual([
      ['A2', 'A1', 2],
      ['A3', 'A1', 2],
    ]);
    await close();
  });

  it('FILE-3: says the same however the log is cut into pages', async () => {
    const { routing, file, links, close } = await open();
    await file('A2', on('03-10'));
    await file('A1', on('03-02'));
    await file('A3', on('03-05'));
    await routing.start();
    await routing.settled();
    expect(await links()).toEqual([
      ['A2', 'A1', 2],
      ['A3', 'A1', 2],
    ]);
    await close();
  });

  it('FILE-3: a complaint that was put into another class repeats those of that class from then on', async () => {
    const { routing, file, append, links, close } = await open();
    await routing.start();
    await file('A1', on('03-02'), { category: 'delivery' });
    const told = factsOf('A2');
    const filed = { department: 'sales', category: 'billing', complainant: customer('Wang') };
    await append(told('ComplaintFiled', on('03-10'), filed));
    await routing.settled();
    expect(await links()).toEqual([]);
    await append(told('ComplaintAmended', on('03-11'), { category: 'delivery' }));
    await routing.settled();
    expect(await links()).toEqual([['A2', 'A1', 2]]);
    await append(told('ComplaintAmended', on('03-12'), { category: 'billing' }));
    await routing.settled();
    expect(await links()).toEqual([['A2', 'A1', 2]]);
    await close();
  });

  it('FILE-3: linked once, also after a crash before any place in the log was saved', async () => {
    const first = await open();
    await first.file('A1', on('03-02'));
    await first.file('A2', on('03-10'));
    await first.routing.start();
    await first.routing.settled();
    const head = await first.store.head();
    await first.close();
    const projections = openSqliteProjectionStore({ path: join(folder, 'projections.db') });
    await projections.saveCheckpoint(REPEATS, 0);
    await projections.close();

    const again = await open();
    await again.routing.start();
    await again.routing.settled();
    expect(await again.store.head()).toBe(head);
    await again.file('A3', on('03-20'));
    await again.routing.settled();
    await again.close();

    const rebuilt = openSqliteProjectionStore({ path: join(folder, 'projections.db') });
    await rebuilt.drop(REPEATS);
    await rebuilt.close();
    const last = await open();
    await last.routing.start();
    await last.routing.settled();
    expect(await last.links()).toEqual([
      ['A2', 'A1', 2],
      ['A3', 'A2', 3],
    ]);
    expect(await last.projections.count(REPEATS)).toBe(3);
    await last.close();
  });

  it('FILE-3: stalls with its reason where a repeat cannot be judged, and goes on when it can', async () => {
    const { routing, file, links, projections, close } = await open();
    let broken = true;
    const query = projections.query.bind(projections);
    projections.query = async (collection, options) => {
      if (collection === REPEATS && broken) throw new Error('the disk is away');
      return query(collection, options);
    };
    await file('A1', on('03-02'));
    await file('A2', on('03-10'));
    await routing.start();
    await expect(routing.settled()).rejects.toThrow('the disk is away');
    expect(routing.stalled()).toMatchObject({ consumer: REPEATS });
    broken = false;
    await routing.decided();
    expect(await links()).toEqual([['A2', 'A1', 2]]);
    await close();
  });
});
