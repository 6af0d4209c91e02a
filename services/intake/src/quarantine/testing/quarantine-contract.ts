import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Held, Quarantine } from '../quarantine.ts';

/** A fresh, empty quarantine. */
export interface QuarantineUnderTest {
  /** Opens the same quarantine each time, as another process would. */
  open(): Promise<Quarantine>;
  /** Writes other bytes over every body that is kept, past the adapter. */
  spoilBodies(): Promise<void>;
  /** Every body that is kept, of entries and of their earlier tries, as it lies there. */
  bodies(): Promise<readonly Uint8Array[]>;
  dispose(): Promise<void>;
}

export const problem = {
  code: 'invalid-input',
  path: 'data.level',
  message: 'no such level',
  hint: 'use another',
} as const;

export const rejected = (id: string, json: unknown = { phone: '13800000001' }, more: Partial<Held> = {}): Held => ({
  state: 'rejected',
  problem,
  body: { json },
  id,
  source: 'crm://a',
  caller: 'desk',
  ...more,
});

export const parked = (id: string, stream: string): Held =>
  rejected(id, { id }, { state: 'parked', waiting: { eventId: `event-${id}`, stream } });

/** What every quarantine does. An adapter's spec calls this and adds what only it can do. */
export const quarantineContract = (name: string, make: () => Promise<QuarantineUnderTest>): void => {
  describe(`quarantine contract: ${name}`, () => {
    let place: QuarantineUnderTest;
    let quarantine: Quarantine;

    beforeEach(async () => {
      place = await make();
      quarantine = await place.open();
    });
    afterEach(async () => {
      await quarantine.close();
      await place.dispose();
    });

    const one = async (held: Held): Promise<string> => {
      const [id] = await quarantine.keep([held]);
      return id ?? '';
    };
    const reopen = async (): Promise<void> => {
      await quarantine.close();
      quarantine = await place.open();
    };
    const isParked = async (stream: string): Promise<boolean> => (await quarantine.parkedAmong([stream])).length > 0;
    const resent = (quarantineId: string) => quarantine.settle([{ quarantineId, state: 'resent', eventId: 'e' }]);

    describe('refuses', () => {
      it('what it never kept', async () => {
        const notFound = { code: 'not-found', details: { path: 'id' } };
        await expect(quarantine.get('nothing')).rejects.toMatchObject(notFound);
        await expect(quarantine.discard('nothing', 'x')).rejects.toMatchObject(notFound);
        await expect(resent('nothing')).rejects.toMatchObject(notFound);
        await expect(quarantine.list({ limit: 1, after: 'nothing' })).rejects.toMatchObject(notFound);
      });

      it('all of a call or nothing of it', async () => {
        await expect(quarantine.keep([rejected('a'), rejected('b', {}, { entry: 'nothing' })])).rejects.toMatchObject({
          code: 'not-found',
        });
        expect((await quarantine.counts()).rejected).toBe(0);
      });

      it('to give up what the log has', async () => {
        const id = await one(rejected('a'));
        await resent(id);
        await expect(quarantine.discard(id, 'x')).rejects.toMatchObject({ code: 'conflict' });
        expect(await quarantine.get(id)).toMatchObject({ state: 'resent' });
      });

      it('to call rejected what the log has', async () => {
        const id = await one(parked('a', 's'));
        await resent(id);
        await quarantine.settle([{ quarantineId: id, state: 'rejected', problem }]);
        expect(await quarantine.get(id)).toMatchObject({
          state: 'resent',
          eventId: 'e',
          history: [{ state: 'parked' }],
        });
      });

      it('bytes that were changed', async () => {
        const id = await one(rejected('a'));
        await place.spoilBodies();
        await expect(quarantine.get(id)).rejects.toMatchObject({ code: 'corrupt' });
      });

      it('everything once it is closed, but not a second close', async () => {
        const id = await one(rejected('a'));
        await quarantine.close();
        await quarantine.close();
        const closed = { code: 'closed' };
        await expect(quarantine.keep([rejected('b')])).rejects.toMatchObject(closed);
        await expect(quarantine.get(id)).rejects.toMatchObject(closed);
        await expect(quarantine.list({ limit: 1 })).rejects.toMatchObject(closed);
        await expect(quarantine.parkedOn('s')).rejects.toMatchObject(closed);
        await expect(resent(id)).rejects.toMatchObject(closed);
        await expect(quarantine.taken([{ id: 'a', source: 'crm://a', eventId: 'e' }])).rejects.toMatchObject(closed);
        await expect(quarantine.counts()).rejects.toMatchObject(closed);
        await expect(quarantine.forget(async () => true, 'x')).rejects.toMatchObject(closed);
      });
    });

    it('keeps nothing readable of a body', async () => {
      await one(rejected('a', { phone: '13800000001', name: '张三' }));
      const [body] = await place.bodies();
      if (body === undefined) throw new Error('nothing was kept');
      for (const word of ['13800000001', '张三']) expect(Buffer.from(body).includes(word)).toBe(false);
    });

    it('gives back what it was given, after a restart too', async () => {
      const json = await one(rejected('a', { deep: [1, '二', null] }));
      const bytes = await one({ ...rejected('b'), body: { bytes: Uint8Array.from([0xff, 0x00]) } });
      await reopen();
      expect(await quarantine.get(json)).toMatchObject({
        ...problem,
        body: { json: { deep: [1, '二', null] } },
        id: 'a',
        source: 'crm://a',
        caller: 'desk',
        history: [],
      });
      const kept = await quarantine.get(bytes);
      expect(kept.body !== undefined && 'bytes' in kept.body && [...kept.body.bytes]).toEqual([0xff, 0x00]);
    });

    it('counts a message that comes again; another content or source is another message', async () => {
      const first = await one(rejected('a'));
      expect(await one(rejected('a'))).toBe(first);
      expect(await one(rejected('a', { other: 1 }))).not.toBe(first);
      expect(await one({ ...rejected('a'), source: 'crm://b' })).not.toBe(first);
      expect(await quarantine.get(first)).toMatchObject({ deliveries: 2, history: [] });
    });

    it('counts a message that comes twice in one call', async () => {
      const [first, second] = await quarantine.keep([rejected('a'), rejected('a')]);
      expect(second).toBe(first);
      expect(await quarantine.get(first ?? '')).toMatchObject({ deliveries: 2 });
    });

    it('keeps a message once that several processes are sent together, and counts it', async () => {
      const others = await Promise.all([place.open(), place.open(), place.open()]);
      const kept = await Promise.all(
        [quarantine, ...others].map((each) => each.keep([parked('a', 's'), rejected('b')])),
      );
      for (const other of others) await other.close();
      expect(new Set(kept.map(([a]) => a)).size).toBe(1);
      expect(new Set(kept.map(([, b]) => b)).size).toBe(1);
      expect(await quarantine.get(kept[0]?.[0] ?? '')).toMatchObject({ deliveries: 4 });
      expect(await quarantine.counts()).toEqual({ parked: 1, rejected: 1, resent: 0, discarded: 0 });
    });

    it('remembers what waits for a stream, in order, after a restart too', async () => {
      await quarantine.keep([parked('b', 's'), parked('a', 's'), parked('c', 't')]);
      await reopen();
      expect(await quarantine.parkedAmong(['s', 'u'])).toEqual(['s']);
      expect([...(await quarantine.parkedStreams())].sort()).toEqual(['s', 't']);
      const waiting = await quarantine.parkedOn('s');
      expect(waiting.map(({ raw }) => raw)).toEqual([{ id: 'b' }, { id: 'a' }]);
      expect(await quarantine.parkedAmong([])).toEqual([]);
    });

    it('forgets that something waits once it is settled or given up', async () => {
      const [b = '', a = ''] = await quarantine.keep([parked('b', 's'), parked('a', 's')]);
      await resent(b);
      await resent(b);
      expect(await isParked('s')).toBe(true);
      await quarantine.discard(a, 'a test');
      await quarantine.discard(a, 'again');
      expect(await isParked('s')).toBe(false);
      expect(await quarantine.counts()).toEqual({ parked: 0, rejected: 0, resent: 1, discarded: 1 });
      expect(await quarantine.get(b)).toMatchObject({ state: 'resent', eventId: 'e', history: [{ state: 'parked' }] });
      expect(await quarantine.get(a)).toMatchObject({ discardReason: 'a test', history: [{ state: 'parked' }] });
    });

    it('parks a given-up message anew when it comes again, but leaves a rejected one given up', async () => {
      const a = await one(parked('a', 's'));
      const b = await one(rejected('b'));
      await quarantine.discard(a, 'x');
      await quarantine.discard(b, 'x');
      await quarantine.keep([parked('a', 's'), rejected('b')]);
      expect(await isParked('s')).toBe(true);
      const again = await quarantine.get(a);
      expect(again).toMatchObject({ state: 'parked', deliveries: 2 });
      expect(again).not.toHaveProperty('discardReason');
      expect(await quarantine.get(b)).toMatchObject({ state: 'discarded', deliveries: 2 });
    });

    it('makes another try the entry, and what was before its history', async () => {
      const id = await one(rejected('a'));
      const reason = { ...problem, message: 'still none' };
      expect(await one(rejected('a', { mended: true }, { entry: id, problem: reason }))).toBe(id);
      expect(await quarantine.get(id)).toMatchObject({
        message: 'still none',
        body: { json: { mended: true } },
        history: [{ state: 'rejected', message: problem.message }],
      });
      // The mended form is known by now, so that it is counted when it comes by itself.
      expect(await one(rejected('a', { mended: true }))).toBe(id);
      expect(await place.bodies()).toHaveLength(2);
    });

    it('makes another try that is another entry already a repetition of that one', async () => {
      const [first, second] = [await one(rejected('a')), await one(rejected('b', { b: 1 }))];
      expect(await one(rejected('b', { b: 1 }, { entry: first }))).toBe(second);
      expect(await quarantine.get(second)).toMatchObject({ deliveries: 2 });
      expect(await quarantine.get(first)).toMatchObject({ deliveries: 1, history: [] });
    });

    it('keeps no body of what the log has, nor of its earlier tries', async () => {
      const id = await one(rejected('a'));
      await quarantine.keep([rejected('a', { mended: true }, { entry: id })]);
      await resent(id);
      expect(await quarantine.get(id)).not.toHaveProperty('body');
      expect(await place.bodies()).toEqual([]);
    });

    it('marks rejected messages resent whose mended form was taken, but none in conflict with the log', async () => {
      const conflict = { ...problem, code: 'conflict' } as const;
      const [a, other, b, waits] = await Promise.all([
        one(rejected('a')),
        one({ ...rejected('a'), source: 'crm://b' }),
        one(rejected('b', {}, { problem: conflict })),
        one(parked('c', 's')),
      ]);
      await quarantine.taken([
        { id: 'a', source: 'crm://a', eventId: 'e1' },
        { id: 'b', source: 'crm://a', eventId: 'e2' },
        { id: 'c', source: 'crm://a', eventId: 'e3' },
      ]);
      expect(await quarantine.get(a)).toMatchObject({ state: 'resent', eventId: 'e1' });
      expect(await quarantine.get(other)).toMatchObject({ state: 'rejected' });
      expect(await quarantine.get(b)).toMatchObject({ state: 'rejected' });
      expect(await quarantine.get(waits)).toMatchObject({ state: 'parked' });
    });

    it('forgets what is picked, with its earlier tries, and keeps it anew when it comes again', async () => {
      const [theirs, taken, other] = [await one(rejected('a')), await one(rejected('b')), await one(rejected('c'))];
      const waits = await one(parked('d', 's'));
      await quarantine.keep([rejected('a', { mended: 1 }, { entry: theirs })]);
      await resent(taken);
      const seen: string[] = [];
      const forgotten = await quarantine.forget(async ({ source, bodies }) => {
        const texts = bodies.map((bytes) => Buffer.from(bytes).toString('utf8'));
        seen.push(...texts.map((text) => `${source} ${text}`));
        return texts.some((text) => text.includes('mended') || text.includes('"id":"d"'));
      }, 'erased');
      expect(forgotten).toBe(2);
      expect(seen.toSorted()).toEqual([
        'crm://a {"id":"d"}',
        'crm://a {"mended":1}',
        'crm://a {"phone":"13800000001"}',
        'crm://a {"phone":"13800000001"}',
      ]);
      await reopen();
      for (const id of [theirs, waits]) {
        const entry = await quarantine.get(id);
        expect(entry).toMatchObject({ state: 'discarded', discardReason: 'erased' });
        expect(entry).not.toHaveProperty('body');
      }
      expect(await isParked('s')).toBe(false);
      expect(await quarantine.get(other)).toMatchObject({
        state: 'rejected',
        body: { json: { phone: '13800000001' } },
      });
      expect(await place.bodies()).toHaveLength(1);
      expect(await quarantine.forget(async () => false, 'erased')).toBe(0);

      expect(await quarantine.keep([rejected('a', { mended: 1 }), parked('d', 's')])).toEqual([theirs, waits]);
      expect(await quarantine.get(theirs)).toMatchObject({ state: 'rejected', body: { json: { mended: 1 } } });
      expect((await quarantine.parkedOn('s')).map(({ raw }) => raw)).toEqual([{ id: 'd' }]);
    });

    it('lists the newest first, by state and source, page by page', async () => {
      const ids = await quarantine.keep([rejected('a'), rejected('b'), parked('c', 's'), rejected('d')]);
      const page = await quarantine.list({ limit: 3 });
      expect(page.entries.map(({ quarantineId }) => quarantineId)).toEqual([...ids].reverse().slice(0, 3));
      const rest = await quarantine.list({ limit: 3, ...(page.next === undefined ? {} : { after: page.next }) });
      expect(rest.entries.map(({ id }) => id)).toEqual(['a']);
      expect(rest).not.toHaveProperty('next');
      const some = await quarantine.list({ limit: 9, state: 'rejected', source: 'crm://a' });
      expect(some.entries.map(({ id }) => id)).toEqual(['d', 'b', 'a']);
      expect((await quarantine.list({ limit: 9, source: 'crm://b' })).entries).toEqual([]);
    });
  });
};
