import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseStreamName, type CaseEvent } from '@complaint-ledger/contracts';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { memoryStore, projected, recorded } from '../testing/project.ts';
import { randomHistory } from '../testing/random-history.ts';
import { TallyReader } from './tally-reader.ts';
import { tallyDigest } from './tally-digest.ts';
import { tallyProjection } from './tally-projection.ts';

const runs = { numRuns: 60, seed: 20261123 };

const digestOf = async (
  events: readonly CaseEvent[],
  { buckets = 1, page = 1000 }: { readonly buckets?: number; readonly page?: number } = {},
): Promise<string> => {
  const store = await projected(tallyProjection({ buckets }), recorded(events), { page });
  try {
    return await tallyDigest(store);
  } finally {
    await store.close();
  }
};

/** The same events in another order of the log; each case keeps its own order. */
const reordered = (events: readonly CaseEvent[], order: readonly number[]): readonly CaseEvent[] => {
  const streams = new Map<string, CaseEvent[]>();
  for (const event of events) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  const queues = [...streams.values()];
  const next: CaseEvent[] = [];
  for (let turn = 0; next.length < events.length; turn += 1) {
    const left = queues.filter((queue) => queue.length > 0);
    const event = left[(order[turn % order.length] ?? 0) % left.length]?.shift();
    if (event !== undefined) next.push({ ...event, position: next.length + 1, recordedAt: '2030-01-01T00:00:00Z' });
  }
  return next;
};

describe('tallies', () => {
  it('are stored and read back as they were, whatever a label looks like', () => {
    const { toBody, fromBody } = tallyProjection();
    const tally = new Map([
      ['', new Map([['filed.byProduct:29|open', 2]])],
      ['29|', new Map([['deadlines.pending:3|x', -1]])],
    ]);
    expect(toBody(tally)).toEqual({ 'filed.byProduct:29|open': 2, '29|deadlines.pending:3|x': -1 });
    expect(fromBody(toBody(tally))).toEqual(tally);
  });

  it('are the same whatever the order of the cases in the log, and whenever they were recorded', async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory(), fc.array(fc.nat(7), { minLength: 1 }), async ({ events }, order) => {
        expect(await digestOf(reordered(events, order))).toBe(await digestOf(events));
      }),
      runs,
    );
  });

  it('are the same for every number of buckets and every size of page', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomHistory(),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 40 }),
        async ({ events }, buckets, page) => {
          expect(await digestOf(events, { buckets, page })).toBe(await digestOf(events));
        },
      ),
      runs,
    );
  });

  it('are the sum of the tallies of any partition by case', async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory(), fc.integer({ min: 2, max: 4 }), async ({ events }, parts) => {
        const partOf = (event: CaseEvent): number =>
          Number.parseInt(parseStreamName(event.stream).id.slice(-4), 16) % parts;
        const whole = await sumOf([await projected(tallyProjection(), recorded(events))]);
        const split: ProjectionStore[] = [];
        for (let part = 0; part < parts; part += 1) {
          const own = events.filter((event) => partOf(event) === part);
          split.push(await projected(tallyProjection(), recorded(own)));
        }
        expect(await sumOf(split)).toEqual(whole);
      }),
      runs,
    );
  });

  it('change by nothing when events are delivered again', async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory(), fc.nat(60), fc.nat(60), async ({ events }, seen, back) => {
        const store = memoryStore();
        const log = recorded(events);
        await projected(tallyProjection(), log.slice(0, seen), { store, page: 7 });
        // A consumer that lost its checkpoint, not its documents, and hears part of it again.
        await store.saveCheckpoint('tallies@2', 0);
        await projected(tallyProjection(), log.slice(Math.max(0, Math.min(seen, log.length) - back)), {
          store,
          page: 9,
        });
        expect(await tallyDigest(store)).toBe(await digestOf(events));
        await store.close();
      }),
      runs,
    );
  });

  it('leave nothing standing when every case is closed', async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory(), async (story) => {
        const store = await projected(tallyProjection(), recorded(closedCases(story.events)));
        for (const [, standing] of await new TallyReader(store).stood('2099-12-31')) {
          expect(Object.values(standing).filter((amount) => amount !== 0)).toEqual([]);
        }
        await store.close();
      }),
      runs,
    );
  });
});

/** Only the cases that end closed. */
const closedCases = (events: readonly CaseEvent[]): readonly CaseEvent[] => {
  const closed = new Set<string>();
  for (const { type, stream } of events) {
    if (type === 'CaseClosed') closed.add(stream);
    if (type === 'CaseReopened') closed.delete(stream);
  }
  return events.filter(({ stream }) => closed.has(stream));
};

/** Every figure of some stores together, but for zeros. */
const sumOf = async (stores: readonly ProjectionStore[]): Promise<ReadonlyMap<string, number>> => {
  const sum = new Map<string, number>();
  for (const store of stores) {
    for (const { id, body } of await store.query<Record<string, number>>('tallies@2')) {
      for (const [measure, amount] of Object.entries(body)) {
        const key = `${id} ${measure}`;
        const total = (sum.get(key) ?? 0) + amount;
        if (total === 0) sum.delete(key);
        else sum.set(key, total);
      }
    }
    await store.close();
  }
  return sum;
};
