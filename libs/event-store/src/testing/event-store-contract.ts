import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ErrorCode, isLedgerError, type NewEvent, type RecordedEvent } from '@complaint-ledger/contracts';
import * as fc from 'fast-check';
import type { AppendResult, EventStore } from '../event-store.ts';
import { sampleEvent, sampleEvents } from './sample-events.ts';
import type { StoreCapabilities, StoreFactory, StoreUnderTest } from './store-under-test.ts';

const failure = async (promise: Promise<unknown>): Promise<{ code: ErrorCode | 'none'; text: string }> => {
  try {
    await promise;
  } catch (error) {
    if (isLedgerError(error)) return { code: error.code, text: `${error.message} ${JSON.stringify(error.details)}` };
    throw error;
  }
  return { code: 'none', text: '' };
};

const idsOf = (events: readonly (NewEvent | RecordedEvent)[]): readonly string[] => events.map(({ id }) => id);

/** Everything in the log. */
const everything = async (store: EventStore): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readAll({ after: events.at(-1)?.position ?? 0 });
    if (page.length === 0) return events;
    events.push(...page);
  }
};

/** What every event store does, whatever it is made of. */
export const eventStoreContract = (name: string, makePlace: StoreFactory, capabilities: StoreCapabilities): void => {
  describe(`event store contract: ${name}`, () => {
    let place: StoreUnderTest;
    let store: EventStore;
    const { oneSequence } = capabilities;
    /** The n-th position, where positions are counted; any, where they only grow. */
    const position = (n: number): number => (oneSequence ? n : (expect.any(Number) as unknown as number));
    /** The position of the n-th event. */
    const nth = async (n: number): Promise<number> =>
      n === 0 ? 0 : ((await everything(store))[n - 1]?.position ?? -1);
    const opened: EventStore[] = [];
    const open = async (): Promise<EventStore> => {
      const another = await place.open();
      opened.push(another);
      return another;
    };

    beforeEach(async () => {
      place = await makePlace();
      store = await open();
    });

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((each) => each.close()));
      await place.dispose();
    });

    /** The refusal, after which the log is as it was and takes the next append. */
    const refused = async (
      append: () => Promise<AppendResult>,
    ): Promise<{ code: ErrorCode | 'none'; text: string }> => {
      const before = await everything(store);
      const refusal = await failure(append());
      expect(await everything(store)).toEqual(before);
      const next = await store.append('after-the-refusal', 'any', [sampleEvent()]);
      expect(next).toMatchObject({ appended: true, position: position(before.length + 1) });
      return refusal;
    };

    describe('refuses', () => {
      it('a revision that the stream has passed, or not reached', async () => {
        await store.append('case-1', 'no-stream', sampleEvents(3));
        expect(await refused(() => store.append('case-1', 1, sampleEvents(1)))).toMatchObject({
          code: 'wrong-revision',
        });
        expect(await refused(() => store.append('case-1', 3, sampleEvents(1)))).toMatchObject({
          code: 'wrong-revision',
        });
      });

      it('any revision of a stream that is not there', async () => {
        expect(await refused(() => store.append('case-1', 0, sampleEvents(1)))).toMatchObject({
          code: 'wrong-revision',
        });
      });

      it('no-stream when there is one', async () => {
        await store.append('case-1', 'any', sampleEvents(1));
        expect(await refused(() => store.append('case-1', 'no-stream', sampleEvents(2)))).toMatchObject({
          code: 'stream-exists',
        });
      });

      it('stream-exists when there is none', async () => {
        expect(await refused(() => store.append('case-1', 'stream-exists', sampleEvents(2)))).toMatchObject({
          code: 'stream-not-found',
        });
      });

      it('an id that is in the log with other content', async () => {
        const event = sampleEvent();
        await store.append('case-1', 'any', [event]);
        const { code, text } = await refused(() => store.append('case-1', 'any', [{ ...event, data: { level: 2 } }]));
        expect(code).toBe('conflict');
        expect(text).toContain(event.id);
      });

      it('an id that is in the log in another stream', async () => {
        const event = sampleEvent();
        await store.append('case-1', 'any', [event]);
        const { code, text } = await refused(() => store.append('case-2', 'no-stream', [event]));
        expect(code).toBe('conflict');
        expect(text).toContain(event.id);
      });

      it('other content also where the expected revision does not hold', async () => {
        const event = sampleEvent();
        await store.append('case-1', 'no-stream', [event]);
        const changed = { ...event, occurredAt: '2026-11-17T00:00:00.000+08:00' };
        expect(await refused(() => store.append('case-1', 'no-stream', [changed]))).toMatchObject({ code: 'conflict' });
      });

      it('an append of which a part is known, wherever in it', async () => {
        const [first, known, last] = [sampleEvent(), sampleEvent({ type: 'Known' }), sampleEvent()];
        await store.append('case-1', 'any', [known]);
        for (const batch of [
          [first, known, last],
          [known, last],
          [first, known],
        ]) {
          const { code, text } = await refused(() => store.append('case-1', 'any', batch));
          expect(code).toBe('conflict');
          expect(text).toContain(known.id);
        }
      });

      it('an append with one id twice', async () => {
        const event = sampleEvent();
        const { code, text } = await refused(() => store.append('case-1', 'any', [event, sampleEvent(), event]));
        expect(code).toBe('conflict');
        expect(text).toContain(event.id);
      });

      it('an empty append, an empty stream name, an id that is no UUID, a revision that is none', async () => {
        expect(await refused(() => store.append('case-1', 'any', []))).toMatchObject({ code: 'invalid-input' });
        expect(await refused(() => store.append('', 'any', sampleEvents(1)))).toMatchObject({ code: 'invalid-input' });
        expect(await refused(() => store.append('case-1', 'any', [sampleEvent({ id: '17' })]))).toMatchObject({
          code: 'invalid-input',
        });
        for (const expected of [-1, 0.5, Number.NaN]) {
          expect(await refused(() => store.append('case-1', expected, sampleEvents(1)))).toMatchObject({
            code: 'invalid-input',
          });
        }
      });

      it('data that is no JSON, and nothing else of that tick', async () => {
        const cyclic: Record<string, unknown> = {};
        cyclic['self'] = cyclic;
        const [good, bad, alsoGood] = await Promise.allSettled([
          store.append('case-1', 'any', sampleEvents(1)),
          store.append('case-2', 'any', [sampleEvent(), sampleEvent({ data: cyclic as NewEvent['data'] })]),
          store.append('case-3', 'any', sampleEvents(1)),
        ]);
        expect(good).toMatchObject({ status: 'fulfilled', value: { position: position(1) } });
        expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'invalid-input' } });
        expect(alsoGood).toMatchObject({ status: 'fulfilled', value: { position: position(2) } });
        expect(await store.readStream('case-2')).toEqual([]);
      });

      it('an event that breaks its types, and nothing else of that tick', async () => {
        const broken = [sampleEvent(), { ...sampleEvent(), type: undefined }] as unknown as readonly NewEvent[];
        const [good, bad, alsoGood] = await Promise.allSettled([
          store.append('case-1', 'any', sampleEvents(1)),
          store.append('case-2', 'any', broken),
          store.append('case-2', 'no-stream', sampleEvents(1)),
        ]);
        expect(good).toMatchObject({ status: 'fulfilled', value: { position: position(1) } });
        expect(bad).toMatchObject({ status: 'rejected' });
        expect(alsoGood).toMatchObject({ status: 'fulfilled', value: { revision: 0, position: position(2) } });
      });

      it('everything once it is closed', async () => {
        await store.append('case-1', 'any', sampleEvents(1));
        await store.close();
        await store.close();
        expect(await failure(store.append('case-1', 'any', sampleEvents(1)))).toMatchObject({ code: 'closed' });
        expect(await failure(store.readAll({ after: 0 }))).toMatchObject({ code: 'closed' });
        expect(await failure(store.readStream('case-1'))).toMatchObject({ code: 'closed' });
        expect(await failure(store.head())).toMatchObject({ code: 'closed' });
        expect(await failure(store.find(sampleEvent().id))).toMatchObject({ code: 'closed' });
        expect(await failure((async () => store.subscribe(0, () => undefined))())).toMatchObject({ code: 'closed' });
      });

      if (capabilities.exclusiveWriter) {
        it('a second writer while the first is open', async () => {
          expect(await failure(open())).toMatchObject({ code: 'locked' });
          await store.close();
          store = await open();
          expect(await store.append('case-1', 'any', sampleEvents(1))).toMatchObject({ position: position(1) });
        });
      }
    });

    describe('a refused append among others of its tick', () => {
      it('takes nothing from them and leaves no gap', async () => {
        const known = sampleEvent();
        await store.append('case-1', 'no-stream', [known]);
        const results = await Promise.allSettled([
          store.append('case-2', 'no-stream', sampleEvents(2)),
          store.append('case-3', 'no-stream', [sampleEvent({ type: 'NeverSeenBefore' }), known]),
          store.append('case-2', 0, sampleEvents(1)),
          store.append('case-2', 1, sampleEvents(1)),
          store.append('case-3', 'no-stream', sampleEvents(1)),
        ]);
        expect(
          results.map((result) => (result.status === 'fulfilled' ? result.value.position : result.reason.code)),
        ).toEqual([position(3), 'conflict', 'wrong-revision', position(4), position(5)]);
        const events = await everything(store);
        expect(events.map((event) => event.position)).toEqual([1, 2, 3, 4, 5].map(position));
        const places = events.map(({ stream, revision }) => `${stream}@${revision}`);
        expect(oneSequence ? places : places.toSorted()).toEqual([
          'case-1@0',
          'case-2@0',
          'case-2@1',
          'case-2@2',
          'case-3@0',
        ]);
      });
    });

    describe('appends', () => {
      it('in order, with revisions from 0 in the stream and positions from 1 in the log', async () => {
        expect(await store.append('case-1', 'no-stream', sampleEvents(2))).toEqual({
          appended: true,
          revision: 1,
          position: position(2),
        });
        expect(await store.append('case-2', 'any', sampleEvents(1))).toEqual({
          appended: true,
          revision: 0,
          position: position(3),
        });
        expect(await store.append('case-1', 1, sampleEvents(1))).toEqual({
          appended: true,
          revision: 2,
          position: position(4),
        });
        expect(await store.append('case-1', 'stream-exists', sampleEvents(1))).toEqual({
          appended: true,
          revision: 3,
          position: position(5),
        });
        expect(await store.head()).toBe(await nth(5));
      });

      it('what it was given, all of it', async () => {
        const event = sampleEvent({
          correlationId: 'call-9',
          causationId: 'command-3',
          data: { nested: { list: [1, null, 'é𝄞', true], empty: {} }, text: '\u0000"\\\n<退款>' },
          sealed: [{ person: 'p1', blob: 'AAAA' }],
        });
        await store.append('case-1', 'any', [event]);
        const [recorded] = await store.readStream('case-1');
        expect(recorded).toEqual({
          ...event,
          stream: 'case-1',
          revision: 0,
          position: position(1),
          recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        });
        expect(recorded).not.toHaveProperty('__proto__.polluted');
      });

      it('several appends of a tick in the order of the calls, each seeing those before', async () => {
        const batches = Array.from({ length: 40 }, (_, i) => [sampleEvent({ data: { call: i } }), sampleEvent()]);
        const results = await Promise.all(
          batches.map((events, i) => store.append('case-1', i === 0 ? 'no-stream' : i * 2 - 1, events)),
        );
        expect(results.map((result) => result.position)).toEqual(batches.map((_, i) => position(i * 2 + 2)));
        expect(results.map(({ revision }) => revision)).toEqual(batches.map((_, i) => i * 2 + 1));
        expect(idsOf(await store.readStream('case-1'))).toEqual(idsOf(batches.flat()));
      });

      it('more in one tick than fits one transaction, still in order', async () => {
        const events = sampleEvents(3_000);
        const results = await Promise.all(events.map((event, i) => store.append(`case-${i % 7}`, 'any', [event])));
        expect(results.map((result) => result.position)).toEqual(events.map((_, i) => position(i + 1)));
        const inLog = await everything(store);
        if (oneSequence) expect(idsOf(inLog)).toEqual(idsOf(events));
        for (let stream = 0; stream < 7; stream++)
          expect(idsOf(inLog.filter((event) => event.stream === `case-${stream}`))).toEqual(
            idsOf(events.filter((_, i) => i % 7 === stream)),
          );
      });

      it('what waits when it is closed', async () => {
        const append = store.append('case-1', 'any', sampleEvents(2));
        await store.close();
        expect(await append).toMatchObject({ appended: true, position: position(2) });
        store = await open();
        expect(await store.head()).toBe(await nth(2));
      });

      it('on after it was closed and opened again', async () => {
        await store.append('case-1', 'any', sampleEvents(5));
        await store.close();
        store = await open();
        expect(await store.append('case-1', 4, sampleEvents(1))).toEqual({
          appended: true,
          revision: 5,
          position: position(6),
        });
      });
    });

    describe('a repeated append', () => {
      it('answers as the first time, whatever revision it expects', async () => {
        const events = sampleEvents(2);
        const first = await store.append('case-1', 'no-stream', events);
        await store.append('case-1', 1, sampleEvents(3));
        for (const expected of ['no-stream', 'any', 'stream-exists', 0, 4, 99] as const) {
          expect(await store.append('case-1', expected, events)).toEqual({ ...first, appended: false });
        }
        expect(await everything(store)).toHaveLength(5);
      });

      it('is known in the same tick and after opening again', async () => {
        const event = sampleEvent();
        const both = await Promise.all([
          store.append('case-1', 'no-stream', [event]),
          store.append('case-1', 'no-stream', [event]),
        ]);
        expect(both.map(({ appended }) => appended)).toEqual([true, false]);
        await store.close();
        store = await open();
        expect(await store.append('case-1', 'no-stream', [event])).toEqual({
          appended: false,
          revision: 0,
          position: position(1),
        });
      });

      it('is the same with its keys in another order', async () => {
        const event = sampleEvent({ data: { a: 1, b: { c: 2, d: 3 } } });
        await store.append('case-1', 'any', [event]);
        const { data, ...rest } = event;
        const reordered = { data: { b: { d: 3, c: 2 }, a: data['a'] }, ...rest } as NewEvent;
        expect(await store.append('case-1', 'any', [reordered])).toMatchObject({ appended: false });
      });

      it('may have been several appends the first time', async () => {
        const [one, two] = [sampleEvent(), sampleEvent()];
        await store.append('case-1', 'any', [one]);
        await store.append('case-1', 'any', [two]);
        expect(await store.append('case-1', 'any', [one, two])).toEqual({
          appended: false,
          revision: 1,
          position: position(2),
        });
      });
    });

    describe('reads', () => {
      it('nothing of a stream that is not there, of an empty log, or of an unknown id', async () => {
        expect(await store.readStream('case-1')).toEqual([]);
        expect(await store.readStream('case-1', { direction: 'backwards' })).toEqual([]);
        expect(await store.readAll({ after: 0 })).toEqual([]);
        expect(await store.find(sampleEvent().id)).toBeUndefined();
        expect(await store.head()).toBe(0);
      });

      it('a stream forwards and backwards, from a revision, up to a limit', async () => {
        const events = sampleEvents(2_500);
        await store.append('case-2', 'any', sampleEvents(1));
        await store.append('case-1', 'any', events);
        await store.append('case-2', 'any', sampleEvents(1));
        const revisions = async (options: Parameters<EventStore['readStream']>[1]): Promise<readonly number[]> =>
          (await store.readStream('case-1', options)).map(({ revision }) => revision);
        expect(idsOf(await store.readStream('case-1'))).toEqual(idsOf(events));
        expect(idsOf(await store.readStream('case-1', { direction: 'backwards' }))).toEqual(idsOf(events).toReversed());
        expect(await revisions({ from: 2_497 })).toEqual([2_497, 2_498, 2_499]);
        expect(await revisions({ from: 3, limit: 2 })).toEqual([3, 4]);
        expect(await revisions({ direction: 'backwards', limit: 2 })).toEqual([2_499, 2_498]);
        expect(await revisions({ direction: 'backwards', from: 1 })).toEqual([1, 0]);
        expect(await revisions({ from: 2_500 })).toEqual([]);
        expect(await revisions({ limit: 0 })).toEqual([]);
        expect(await revisions({ limit: 1_001 })).toHaveLength(1_001);
      });

      it('the whole log after a position, up to one, a thousand events at a time unless told', async () => {
        await store.append('case-1', 'any', sampleEvents(1_200));
        const all = (await everything(store)).map((event) => event.position);
        if (oneSequence) expect(all).toEqual(Array.from({ length: 1_200 }, (_, i) => i + 1));
        expect(new Set(all).size).toBe(1_200);
        expect(all.toSorted((a, b) => a - b)).toEqual(all);
        const positions = async (options: Parameters<EventStore['readAll']>[0]): Promise<readonly number[]> =>
          (await store.readAll(options)).map((event) => event.position);
        const at = (n: number): number => all[n - 1] ?? -1;
        expect(await positions({ after: 0 })).toEqual(all.slice(0, 1_000));
        expect(await positions({ after: at(1_197) })).toEqual(all.slice(1_197));
        expect(await positions({ after: at(3), upTo: at(5) })).toEqual([at(4), at(5)]);
        expect(await positions({ after: at(3), limit: 1 })).toEqual([at(4)]);
        expect(await positions({ after: at(1_200) })).toEqual([]);
      });

      it('an event by its id', async () => {
        const events = sampleEvents(3);
        await store.append('case-1', 'any', events);
        const recorded = await everything(store);
        for (const [i, { id }] of events.entries()) expect(await store.find(id)).toEqual(recorded[i]);
      });
    });

    describe('a subscription', () => {
      it('ends with the error of its handler, and does not go past that page', async () => {
        await store.append('case-1', 'any', sampleEvents(3));
        const seen: number[] = [];
        const subscription = store.subscribe(0, (events) => {
          seen.push(...events.map((event) => event.position));
          throw new Error('handler failed');
        });
        await expect(subscription.done).rejects.toThrow('handler failed');
        await expect(subscription.caughtUp(await nth(3))).rejects.toThrow('handler failed');
        await store.append('case-1', 'any', sampleEvents(1));
        await subscription.stop();
        expect(seen).toEqual([await nth(1), await nth(2), await nth(3)]);
      });

      it('lets those who wait for a position know that it was stopped', async () => {
        const subscription = store.subscribe(0, () => undefined);
        const waiting = failure(subscription.caughtUp(1));
        await subscription.stop();
        await subscription.done;
        expect(await waiting).toMatchObject({ code: 'closed' });
        expect(await failure(subscription.caughtUp(1))).toMatchObject({ code: 'closed' });
      });

      it('waits for the running page when stopped, and hands out no other', async () => {
        await store.append('case-1', 'any', sampleEvents(2_500));
        let release: () => void = () => undefined;
        let entered: () => void = () => undefined;
        const running = new Promise<void>((resolve) => (entered = resolve));
        let pages = 0;
        let finished = false;
        const subscription = store.subscribe(0, async () => {
          pages++;
          entered();
          await new Promise<void>((resolve) => (release = resolve));
          finished = true;
        });
        await running;
        const stopped = subscription.stop();
        expect(finished).toBe(false);
        release();
        await stopped;
        expect({ finished, pages }).toEqual({ finished: true, pages: 1 });
      });

      it('is ended by closing the store, after the page that runs', async () => {
        await store.append('case-1', 'any', sampleEvents(1));
        const subscription = store.subscribe(0, async ([event]) => {
          if (event?.stream === 'case-1') await store.append('case-2', 'no-stream', sampleEvents(1));
        });
        await subscription.caughtUp(await nth(1));
        await store.close();
        await subscription.done;
        store = await open();
        expect(await everything(store)).toHaveLength(2);
      });

      it('is ended by closing the store, and what its page in hand appends until then is taken', async () => {
        await store.append('case-1', 'any', sampleEvents(1));
        let release: () => void = () => undefined;
        const released = new Promise<void>((resolve) => (release = resolve));
        let entered: () => void = () => undefined;
        const running = new Promise<void>((resolve) => (entered = resolve));
        const subscription = store.subscribe(0, async () => {
          entered();
          await released;
          await store.append('case-2', 'no-stream', sampleEvents(1));
        });
        await running;
        const closing = store.close();
        release();
        await closing;
        await subscription.done;
        store = await open();
        expect(await store.readStream('case-2')).toHaveLength(1);
      });

      it('starts after the position it is given', async () => {
        await store.append('case-1', 'any', sampleEvents(4));
        const seen: number[] = [];
        const subscription = store.subscribe(
          await nth(2),
          (events) => void seen.push(...events.map((event) => event.position)),
        );
        await subscription.caughtUp(await nth(4));
        await subscription.stop();
        expect(seen).toEqual([await nth(3), await nth(4)]);
      });

      it('gives pages of at most a thousand, one after the other', async () => {
        await store.append('case-1', 'any', sampleEvents(2_300));
        const sizes: number[] = [];
        let inside = 0;
        const subscription = store.subscribe(0, async (events) => {
          inside++;
          expect(inside).toBe(1);
          sizes.push(events.length);
          await Promise.resolve();
          inside--;
        });
        await subscription.caughtUp(await store.head());
        await subscription.stop();
        expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(2_300);
      });

      it('serves several at once, each at its own pace', async () => {
        const subscribers = Array.from({ length: 3 }, () => {
          const seen: string[] = [];
          return { seen, subscription: store.subscribe(0, (events) => void seen.push(...idsOf(events))) };
        });
        const events = sampleEvents(30);
        for (const event of events) await store.append('case-1', 'any', [event]);
        for (const { seen, subscription } of subscribers) {
          await subscription.caughtUp(await store.head());
          await subscription.stop();
          expect(seen).toEqual(idsOf(events));
        }
      });

      it('goes from history to live without a gap or a repetition, however appends fall in between', async () => {
        let next = 0;
        const steps = fc.array(
          fc.oneof(fc.record({ append: fc.integer({ min: 1, max: 5 }) }), fc.constant('yield' as const)),
          {
            maxLength: 25,
          },
        );
        await fc.assert(
          fc.asyncProperty(fc.integer({ min: 0, max: 1_100 }), steps, fc.boolean(), async (history, script, slow) => {
            const start = await store.head();
            if (history > 0) await store.append('history', 'any', sampleEvents(history));
            const seen: string[] = [];
            const subscription = store.subscribe(start, async (events) => {
              for (const { id } of events) seen.push(id);
              if (slow) await new Promise((resolve) => setImmediate(resolve));
            });
            const appends: Promise<AppendResult>[] = [];
            for (const step of script) {
              if (step === 'yield') await new Promise((resolve) => setImmediate(resolve));
              else appends.push(store.append(`case-${next++ % 5}`, 'any', sampleEvents(step.append)));
            }
            await Promise.all(appends);
            const head = await store.head();
            await subscription.caughtUp(head);
            await subscription.stop();
            expect(seen).toEqual(idsOf((await everything(store)).filter((event) => event.position > start)));
          }),
          { seed: 20_261_116, numRuns: 25 },
        );
      });
    });
  });
};
