import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject, RecordedEvent } from '@complaint-ledger/contracts';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { caseProjection } from '../cases/case-projection.ts';
import { tallyProjection } from '../tallies/tally-projection.ts';
import { memoryStore, projected, recorded } from '../testing/project.ts';
import { tourStory } from '../testing/tour.ts';
import { compareWithLog } from './compare-with-log.ts';
import { anyProjection } from './projector.ts';
import type { ReplayLog } from './replay.ts';

const events = recorded(tourStory().events);
const [CASES, TALLIES] = [caseProjection().name, tallyProjection().name];

describe('projections that other processes keep, compared with the log', () => {
  let store: ProjectionStore;
  let scratch: ProjectionStore;
  /** How much of the log there is by now, and what the others do when somebody looks how long it is. */
  let told: readonly RecordedEvent[];
  let meanwhile: () => Promise<void>;

  beforeEach(async () => {
    [store, scratch, told] = [memoryStore(), memoryStore(), events];
    meanwhile = async () => undefined;
  });
  afterEach(async () => {
    await store.close();
    await scratch.close();
  });

  const log: ReplayLog = {
    head: async () => {
      await meanwhile();
      return told.at(-1)?.position ?? 0;
    },
    readAll: async ({ after, upTo = Infinity, limit = Infinity }) =>
      told.filter(({ position }) => position > after && position <= upTo).slice(0, limit),
  };
  const count = async (upTo: number): Promise<void> => {
    const page = events.slice(0, upTo);
    await projected(caseProjection(), page, { store });
    await projected(tallyProjection(), page, { store });
  };
  const compare = () =>
    compareWithLog({
      log,
      store,
      scratch,
      projections: [anyProjection(caseProjection()), anyProjection(tallyProjection())],
      rounds: 3,
      waitMs: 1,
    });
  const same = [
    { name: CASES, wrong: [], moving: [] },
    { name: TALLIES, wrong: [], moving: [] },
  ];

  it('are wrong where a document says something else', async () => {
    await count(events.length);
    const kept = await store.query<JsonObject>(CASES);
    const [first] = kept;
    await store.drop(CASES);
    const spoilt = kept.map((each) => (each === first ? { ...each, body: { ...each.body, level: 'other' } } : each));
    await store.write(
      CASES,
      spoilt.map((each) => ({ ...each, replaces: 0 })),
    );
    expect((await compare()).compared).toEqual([{ name: CASES, wrong: [first?.id], moving: [] }, same[1]]);
  });

  it('are wrong where a document is that no event made', async () => {
    await count(events.length);
    await store.write(CASES, [{ id: 'nobody', body: {}, fields: {}, applied: 1, replaces: 0 }]);
    expect((await compare()).compared).toEqual([{ name: CASES, wrong: ['nobody'], moving: [] }, same[1]]);
  });

  it('are wrong where nobody counts what is missing, however long one waits', async () => {
    await count(events.length - 8);
    const { compared } = await compare();
    expect(compared.find(({ name }) => name === CASES)?.wrong).not.toEqual([]);
    expect(compared.every(({ moving }) => moving.length === 0)).toBe(true);
  });

  it('are what the log says when they are, and everything was read', async () => {
    await count(events.length);
    expect(await compare()).toEqual({ events: events.length, compared: same });
  });

  it('are waited for while the others count', async () => {
    await count(10);
    let reached = 10;
    meanwhile = async () => {
      reached = Math.min(events.length, reached + Math.ceil(events.length / 2));
      await count(reached);
    };
    expect((await compare()).compared).toEqual(same);
  });

  it('are followed while the log grows, which the others may know first', async () => {
    told = events.slice(0, -6);
    await count(events.length);
    let looks = 0;
    meanwhile = async () => {
      if (++looks === 2) told = events;
    };
    expect(await compare()).toEqual({ events: events.length, compared: same });
  });

  it('are not called wrong where they are written each time one looks', async () => {
    told = events.slice(0, -6);
    await count(events.length);
    const { compared } = await compare();
    expect(compared.every(({ wrong }) => wrong.length === 0)).toBe(true);
    expect(compared.some(({ moving }) => moving.length > 0)).toBe(true);
  });
});
