import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openInProcessFeed } from '@complaint-ledger/event-feed';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { findCase } from './cases/find-case.ts';
import { Reporting } from './reporting.ts';
import { figureAt } from './reports/figure-at.ts';
import { appendStory, storedLog } from './testing/stored-log.ts';
import { Story, shanghai } from './testing/story.ts';
import { tourStory } from './testing/tour.ts';

const zone = 'Asia/Shanghai';

/** A ledger that learns of an event a minute. */
const minutes = (from: string): (() => number) => {
  let now = Date.parse(from);
  return () => (now += 60_000);
};

const tourLedger = async () => {
  const stored = storedLog(minutes('2026-05-01T00:00:00Z'));
  const story = tourStory();
  await appendStory(stored.log, story.events);
  const store = openSqliteProjectionStore({ path: join(stored.folder, 'projections.db') });
  const feed = openInProcessFeed(stored.log);
  const reporting = await Reporting.open({ log: stored.log, feed, store, zone });
  return {
    reporting,
    store,
    story,
    log: stored.log,
    async [Symbol.asyncDispose]() {
      await reporting.close();
      await feed.close();
      await store.close();
      await stored[Symbol.asyncDispose]();
    },
  };
};

describe('reporting', () => {
  it('keeps up with the log', async () => {
    await using ledger = await tourLedger();
    await ledger.reporting.caughtUp();
    const filed = async (): Promise<unknown> => {
      const { company } = await ledger.reporting.report({ kind: 'weekly', period: '2026-W13' });
      return figureAt(company.figures, 'filed.total');
    };
    expect(await filed()).toBe(6);
    const later = new Story('crm://later');
    later.open('L1', shanghai('2026-03-24 09:00'));
    await appendStory(ledger.log, later.events);
    await ledger.reporting.caughtUp();
    expect(await filed()).toBe(7);
  });

  it('finds what was told a moment ago, once it has been decided', async () => {
    const stored = storedLog();
    const store = openSqliteProjectionStore({ path: ':memory:' });
    const story = new Story('crm://fresh');
    const { id } = story.open('F1', shanghai('2026-03-24 09:00'));
    let decisions = 0;
    const decided = async (): Promise<void> => {
      if (decisions++ === 0) await appendStory(stored.log, story.events);
    };
    const reporting = await Reporting.open({ log: stored.log, store, zone, decided });
    const ask = (named: string) => reporting.findOnceKnown(() => findCase(store, { id: named }));
    expect(await ask('F1')).toMatchObject({ id });
    expect(await ask('F1')).toMatchObject({ id });
    expect(decisions).toBe(1);
    await expect(ask('F2')).rejects.toMatchObject({ code: 'not-found' });
    await reporting.close();
    await store.close();
    await stored[Symbol.asyncDispose]();
  });

  it('makes projections anew with the same digest', async () => {
    await using ledger = await tourLedger();
    await ledger.reporting.caughtUp();
    const digests = await ledger.reporting.digests();
    expect(digests.size).toBe(6);
    const progress: number[] = [];
    const reached = await ledger.reporting.rebuild(undefined, { onProgress: (position) => progress.push(position) });
    expect(reached).toBe(await ledger.log.head());
    expect(progress.at(-1)).toBe(reached);
    expect(await ledger.reporting.digests()).toEqual(digests);
    expect(await ledger.reporting.rebuild(['tallies@2'])).toBe(reached);
    expect(await ledger.reporting.digests()).toEqual(digests);
  });

  it('mends a projection that was damaged', async () => {
    await using ledger = await tourLedger();
    await ledger.reporting.caughtUp();
    const digests = await ledger.reporting.digests();
    const [damaged] = await ledger.store.query('cases@2', { limit: 1 });
    await ledger.store.write('cases@2', [
      {
        id: damaged?.id ?? '',
        body: null,
        fields: damaged?.fields ?? {},
        applied: 1000,
        replaces: damaged?.applied ?? 0,
      },
    ]);
    expect((await ledger.reporting.digests()).get('cases@2')).not.toBe(digests.get('cases@2'));
    await ledger.reporting.rebuild(['cases@2']);
    expect(await ledger.reporting.digests()).toEqual(digests);
  });

  it('follows on from where a rebuild came to', async () => {
    await using ledger = await tourLedger();
    await ledger.reporting.rebuild();
    const digest = await ledger.reporting.digest();
    await ledger.reporting.caughtUp();
    expect(await ledger.reporting.digest()).toBe(digest);
  });

  it('goes on following after a rebuild', async () => {
    await using ledger = await tourLedger();
    await ledger.reporting.caughtUp();
    await ledger.reporting.rebuild();
    const later = new Story('crm://later');
    later.open('L1', shanghai('2026-03-24 09:00'));
    await appendStory(ledger.log, later.events);
    await ledger.reporting.caughtUp();
    expect(await ledger.reporting.lag()).toBe(0);
    const { company } = await ledger.reporting.report({ kind: 'weekly', period: '2026-W13' });
    expect(figureAt(company.figures, 'filed.total')).toBe(7);
  });

  it('refuses to rebuild a projection that there is not', async () => {
    await using ledger = await tourLedger();
    await expect(ledger.reporting.rebuild(['tallys@1'])).rejects.toMatchObject({
      code: 'invalid-input',
      details: { path: 'projection' },
    });
  });

  it('reports as known on a position: late facts are not in it', async () => {
    await using ledger = await tourLedger();
    await ledger.reporting.caughtUp();
    const reversal = ledger.story.events.findIndex(({ type }) => type === 'DeadlineMissReversed') + 1;
    const missed = async (position?: number): Promise<unknown> => {
      const { departments } = await ledger.reporting.report({
        kind: 'weekly',
        period: '2026-W13',
        ...(position !== undefined && { knownOn: { position } }),
      });
      return figureAt(departments['after-sales']?.figures ?? {}, 'responsesMissed');
    };
    expect(await missed(reversal - 1)).toBe(2);
    expect(await missed(reversal)).toBe(1);
    expect(await missed()).toBe(1);
  });

  it('reports as known on a time: it cuts by when the ledger learnt', async () => {
    await using ledger = await tourLedger();
    await ledger.reporting.caughtUp();
    const known = async (time: string) =>
      (await ledger.reporting.report({ kind: 'weekly', period: '2026-W13', knownOn: { time } })).asOf;
    const [third] = await ledger.log.readAll({ after: 2, limit: 1 });
    expect(await known(third?.recordedAt ?? '')).toEqual({ position: 3, time: third?.recordedAt });
    expect(await known('2026-04-30T00:00:00Z')).toMatchObject({ position: 0 });
    expect(await known('2030-01-01T00:00:00+08:00')).toMatchObject({ position: ledger.story.events.length });
  });

  it.each([[{ position: 10_000 }], [{ time: 'yesterday' }]])('refuses to know as of %j', async (knownOn) => {
    await using ledger = await tourLedger();
    const asked = ledger.reporting.report({ kind: 'weekly', period: '2026-W13', knownOn });
    await expect(asked).rejects.toMatchObject({ code: 'invalid-input', details: { path: 'asOf' } });
  });

  it('drills into the past as it was known', async () => {
    await using ledger = await tourLedger();
    await ledger.reporting.caughtUp();
    const reversal = ledger.story.events.findIndex(({ type }) => type === 'DeadlineMissReversed') + 1;
    const found = await ledger.reporting.drill({
      kind: 'weekly',
      period: '2026-W13',
      figure: 'responsesMissed',
      department: 'after-sales',
      knownOn: { position: reversal - 1 },
    });
    expect(found.sum).toBe(2);
    expect(found.events.map((event) => event.case)).toEqual(['C2', 'C7']);
  });
});
