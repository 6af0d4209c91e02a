import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DocumentWrite, ProjectionStore, QueryOptions } from '../projection-store.ts';

/** A fresh, empty place for documents. */
export interface StoreUnderTest {
  /** Opens the same place each time. */
  open(): Promise<ProjectionStore>;
  /** False for an engine that may keep a part of a refused batch; its checkpoint must stay behind all the same. */
  readonly wholeBatches: boolean;
  dispose(): Promise<void>;
}

const TALLIES = 'tallies@1';

const write = (id: string, over: Partial<DocumentWrite> = {}): DocumentWrite => ({
  id,
  body: { filed: 1 },
  fields: { department: 'after-sales', week: 47 },
  applied: 1,
  replaces: 0,
  ...over,
});

/** What every projection store does. An adapter's spec calls this and adds what only it can do. */
export const projectionStoreContract = (name: string, make: () => Promise<StoreUnderTest>): void => {
  describe(`projection store contract: ${name}`, () => {
    let place: StoreUnderTest;
    let store: ProjectionStore;

    beforeEach(async () => {
      place = await make();
      store = await place.open();
      await store.ensure(TALLIES, ['department', 'week']);
    });

    afterEach(async () => {
      await store.close();
      await place.dispose();
    });

    const ids = async (options?: QueryOptions): Promise<readonly string[]> =>
      (await store.query(TALLIES, options)).map((document) => document.id);

    describe('refuses', () => {
      it('a write that replaces a version which is not stored any more', async () => {
        await store.write(TALLIES, [write('a', { applied: 5 })]);
        await store.write(TALLIES, [write('a', { applied: 9, replaces: 5, body: { filed: 2 } })]);

        await expect(store.write(TALLIES, [write('a', { applied: 11, replaces: 5 })])).rejects.toMatchObject({
          code: 'conflict',
          details: { path: 'a' },
        });
        expect(await store.get(TALLIES, ['a'])).toMatchObject([{ applied: 9, body: { filed: 2 } }]);
      });

      it('a new document that is there already', async () => {
        await store.write(TALLIES, [write('a', { applied: 5 })]);
        await expect(store.write(TALLIES, [write('a', { applied: 6, body: { filed: 9 } })])).rejects.toMatchObject({
          code: 'conflict',
        });
        expect(await store.get(TALLIES, ['a'])).toMatchObject([{ applied: 5, body: { filed: 1 } }]);
      });

      it('a replacement of a document that was never there', async () => {
        await expect(store.write(TALLIES, [write('a', { applied: 6, replaces: 5 })])).rejects.toMatchObject({
          code: 'conflict',
        });
        expect(await store.count(TALLIES)).toBe(0);
      });

      it('the checkpoint of a batch in which one document conflicts', async () => {
        await store.write(TALLIES, [write('b', { applied: 3 })], { name: TALLIES, position: 3 });
        const batch = [write('a', { applied: 8 }), write('b', { applied: 8, replaces: 2 }), write('c', { applied: 8 })];

        await expect(store.write(TALLIES, batch, { name: TALLIES, position: 8 })).rejects.toMatchObject({
          code: 'conflict',
        });
        expect(await store.checkpoint(TALLIES)).toBe(3);
        if (place.wholeBatches) expect(await ids()).toEqual(['b']);
      });

      it('a collection that was not declared', async () => {
        const unknown = { code: 'invalid-input', details: { path: 'collection' } };
        await expect(store.get('cases@1', ['a'])).rejects.toMatchObject(unknown);
        await expect(store.query('cases@1')).rejects.toMatchObject(unknown);
        await expect(store.count('cases@1')).rejects.toMatchObject(unknown);
        await expect(store.write('cases@1', [write('a')])).rejects.toMatchObject(unknown);
      });

      it.each(['where', 'orderBy', 'count', 'write'] as const)(
        'a field that was not declared, in %s',
        async (place) => {
          const unknown = { code: 'invalid-input' };
          const where = [{ field: 'branch', equals: 'x' }];
          await store.write(TALLIES, [write('a')]);
          if (place === 'where') await expect(store.query(TALLIES, { where })).rejects.toMatchObject(unknown);
          if (place === 'orderBy')
            await expect(store.query(TALLIES, { orderBy: 'branch' })).rejects.toMatchObject(unknown);
          if (place === 'count') await expect(store.count(TALLIES, where)).rejects.toMatchObject(unknown);
          if (place === 'write') {
            const batch = [write('b'), write('c', { fields: { branch: 'x' } })];
            await expect(store.write(TALLIES, batch)).rejects.toMatchObject(unknown);
            expect(await ids()).toEqual(['a']);
          }
        },
      );

      it.each([
        '',
        'Tallies',
        'tallies@',
        'tallies@x',
        'a b',
        'a"; DROP TABLE b',
        '_collections',
        '系统',
        'x'.repeat(80),
      ])('the collection name %j', async (name) => {
        await expect(store.ensure(name, [])).rejects.toMatchObject({
          code: 'invalid-input',
          details: { path: 'collection' },
        });
      });

      it.each([
        [['']],
        [['a b']],
        [['a"']],
        [['id']],
        [['applied']],
        [['a.b']],
        [['$where']],
        [['week', 'Week']],
        [['week', 'week']],
      ])('the field names %j', async (fields) => {
        await expect(store.ensure('cases@1', fields)).rejects.toMatchObject({ code: 'invalid-input' });
      });

      it('other fields for a collection that holds documents', async () => {
        await store.write(TALLIES, [write('a')]);
        await expect(store.ensure(TALLIES, ['department', 'month'])).rejects.toMatchObject({
          code: 'config',
          details: { hint: expect.stringContaining('Rebuild') },
        });
        expect(await ids({ where: [{ field: 'week', equals: 47 }] })).toEqual(['a']);
      });

      it.each([
        ['an applied position of 0', { applied: 0 }],
        ['an applied position that is no whole number', { applied: 1.5 }],
        ['a negative position to replace', { replaces: -1 }],
        [
          'a version as of the position that it replaces: a second writer could not tell them apart',
          { applied: 7, replaces: 7 },
        ],
        ['a version older than the one it replaces', { applied: 6, replaces: 7 }],
        ['an empty id', { id: '' }],
        ['a field that is no number', { fields: { week: Number.NaN } }],
      ])('%s', async (_, over) => {
        await expect(store.write(TALLIES, [write('a'), write('b', over)])).rejects.toMatchObject({
          code: 'invalid-input',
        });
        expect(await store.count(TALLIES)).toBe(0);
      });

      it.each([-1, 1.5, Number.NaN])('a checkpoint of %p', async (position) => {
        await expect(store.saveCheckpoint('relay', position)).rejects.toMatchObject({ code: 'invalid-input' });
        await expect(store.write(TALLIES, [write('a')], { name: 'relay', position })).rejects.toMatchObject({
          code: 'invalid-input',
        });
        expect(await store.count(TALLIES)).toBe(0);
      });

      it.each([{ limit: -1 }, { offset: -1 }, { limit: 0.5 }])('the page %j', async (page) => {
        await expect(store.query(TALLIES, page)).rejects.toMatchObject({ code: 'invalid-input' });
      });

      it('everything once it is closed, but not a second close', async () => {
        await store.close();
        await store.close();
        const closed = { code: 'closed' };
        await expect(store.ensure(TALLIES, ['department', 'week'])).rejects.toMatchObject(closed);
        await expect(store.get(TALLIES, ['a'])).rejects.toMatchObject(closed);
        await expect(store.query(TALLIES)).rejects.toMatchObject(closed);
        await expect(store.count(TALLIES)).rejects.toMatchObject(closed);
        await expect(store.write(TALLIES, [write('a')])).rejects.toMatchObject(closed);
        await expect(store.checkpoint('relay')).rejects.toMatchObject(closed);
        await expect(store.saveCheckpoint('relay', 1)).rejects.toMatchObject(closed);
        await expect(store.drop(TALLIES)).rejects.toMatchObject(closed);
      });
    });

    describe('documents', () => {
      it('come back as they were written, in the order asked for, without those that are not there', async () => {
        const body = {
          text: '退款 😀 "quoted"',
          deep: { list: [1, null, true, { a: '' }] },
          big: 9_007_199_254_740_991,
        };
        await store.write(TALLIES, [write('a'), write('b', { body, applied: 12 })]);

        expect(await store.get(TALLIES, ['b', 'nobody', 'a'])).toEqual([
          { id: 'b', body, applied: 12, fields: { department: 'after-sales', week: 47 } },
          { id: 'a', body: { filed: 1 }, applied: 1, fields: { department: 'after-sales', week: 47 } },
        ]);
      });

      it('keep a text that looks like a number a text, and a missing field null', async () => {
        await store.write(TALLIES, [write('a', { fields: { department: '0047' } })]);
        const [document] = await store.get(TALLIES, ['a']);
        expect(document?.fields).toEqual({ department: '0047', week: null });
      });

      it('are replaced whole, fields included', async () => {
        await store.write(TALLIES, [write('a')]);
        await store.write(TALLIES, [
          write('a', { applied: 2, replaces: 1, body: { late: 3 }, fields: { department: 'billing' } }),
        ]);
        expect(await store.query(TALLIES)).toEqual([
          { id: 'a', body: { late: 3 }, applied: 2, fields: { department: 'billing', week: null } },
        ]);
      });

      it('may be written twice in one batch, the second upon the first', async () => {
        await store.write(TALLIES, [write('a'), write('a', { applied: 2, replaces: 1, body: { filed: 2 } })]);
        expect(await store.get(TALLIES, ['a'])).toMatchObject([{ applied: 2, body: { filed: 2 } }]);
      });

      it('come by the thousand', async () => {
        const many = Array.from({ length: 2_500 }, (_, i) => write(`d${i}`, { applied: i + 1 }));
        await store.write(TALLIES, many);
        expect(await store.count(TALLIES)).toBe(2_500);
        const found = await store.get(
          TALLIES,
          many.map((each) => each.id),
        );
        expect(found.map((each) => each.applied)).toEqual(many.map((each) => each.applied));
      });

      it('of two collections do not mix', async () => {
        await store.ensure('cases@1', ['department', 'week']);
        await store.write(TALLIES, [write('a')]);
        await store.write('cases@1', [write('a', { applied: 7 }), write('b', { applied: 7 })]);
        expect(await store.count(TALLIES)).toBe(1);
        expect(await store.get('cases@1', ['a'])).toMatchObject([{ applied: 7 }]);
      });

      it('of a collection without fields are kept', async () => {
        await store.ensure('notes', []);
        await store.write('notes', [write('a', { fields: {} })]);
        expect(await store.get('notes', ['a'])).toMatchObject([{ id: 'a', fields: {} }]);
      });
    });

    it('compares texts by their UTF-8 bytes', async () => {
      const sources = ['a', 'a/b', 'b', '\u{ff5e}', '\u{1f4de}'];
      await store.write(
        TALLIES,
        sources.map((department, index) => write(`${index}`, { fields: { department, week: 1 } })),
      );
      const between = async (from: string, before: string) =>
        (await store.query(TALLIES, { where: [{ field: 'department', from, before }] })).map(({ id }) => id).join('');
      expect(await between('a\u0001', 'b')).toBe('1');
      expect(await between('b', '\u{ff5e}')).toBe('2');
      expect(await between('\u{ff5e}\u0001', '\u{1f4de}\u0001')).toBe('4');
      const ordered = await store.query(TALLIES, { orderBy: 'department' });
      expect(ordered.map(({ id }) => id).join('')).toBe('01234');
    });

    describe('a query', () => {
      beforeEach(async () => {
        await store.write(TALLIES, [
          write('a', { fields: { department: 'billing', week: 45 } }),
          write('b', { fields: { department: 'billing', week: 46 } }),
          write('c', { fields: { department: 'repair', week: 47 } }),
          write('d', { fields: { department: null, week: 46 } }),
          write('e', { fields: { department: 'repair', week: null } }),
          write('f', { fields: { department: 'repair', week: 'W46' } }),
        ]);
      });

      it.each([
        ['everything, by id', {}, 'abcdef'],
        ['an equal text', { where: [{ field: 'department', equals: 'billing' }] }, 'ab'],
        ['an equal number', { where: [{ field: 'week', equals: 46 }] }, 'bd'],
        ['what is not there', { where: [{ field: 'department', equals: null }] }, 'd'],
        ['from, inclusive', { where: [{ field: 'department', from: 'c' }] }, 'cef'],
        ['before, exclusive', { where: [{ field: 'week', before: 47 }] }, 'abd'],
        ['numbers only, from a number', { where: [{ field: 'week', from: 46 }] }, 'bcd'],
        ['texts only, before a text', { where: [{ field: 'week', before: 'X' }] }, 'f'],
        ['a range', { where: [{ field: 'week', from: 45, before: 46 }] }, 'a'],
        [
          'all conditions together',
          {
            where: [
              { field: 'department', equals: 'billing' },
              { field: 'week', from: 46 },
            ],
          },
          'b',
        ],
        [
          'two conditions on one field',
          {
            where: [
              { field: 'week', from: 46 },
              { field: 'week', before: 47 },
            ],
          },
          'bd',
        ],
        ['in descending order of id', { descending: true }, 'fedcba'],
        ['in the order of a field, nothing first, texts last', { orderBy: 'week' }, 'eabdcf'],
        ['in descending order, equals by descending id', { orderBy: 'week', descending: true }, 'fcdbae'],
        ['the first', { orderBy: 'week', limit: 2 }, 'ea'],
        ['the next', { orderBy: 'week', limit: 2, offset: 2 }, 'bd'],
        ['past the end', { offset: 6 }, ''],
        ['none', { limit: 0 }, ''],
      ] satisfies readonly (readonly [string, QueryOptions, string])[])('answers %s', async (_, options, expected) => {
        expect((await ids(options)).join('')).toBe(expected);
      });

      it('counts what it would answer', async () => {
        expect(await store.count(TALLIES)).toBe(6);
        expect(await store.count(TALLIES, [{ field: 'department', equals: 'repair' }])).toBe(3);
        expect(await store.count(TALLIES, [{ field: 'department', equals: 'nobody' }])).toBe(0);
      });
    });

    describe('a checkpoint', () => {
      it('starts at 0, moves, and is kept by name', async () => {
        expect(await store.checkpoint('relay')).toBe(0);
        await store.saveCheckpoint('relay', 7);
        await store.saveCheckpoint('relay', 9);
        await store.saveCheckpoint('sweeper', 2);
        expect(await store.checkpoint('relay')).toBe(9);
        expect(await store.checkpoint('sweeper')).toBe(2);
      });

      it('is written with its documents, and alone when no document changed', async () => {
        await store.write(TALLIES, [write('a', { applied: 4 })], { name: TALLIES, position: 4 });
        expect(await store.checkpoint(TALLIES)).toBe(4);
        await store.write(TALLIES, [], { name: TALLIES, position: 6 });
        expect(await store.checkpoint(TALLIES)).toBe(6);
      });
    });

    describe('dropping', () => {
      it('removes the documents and the checkpoint of that name, and nothing else', async () => {
        await store.ensure('cases@1', []);
        await store.write('cases@1', [write('a', { fields: {} })], { name: 'cases@1', position: 3 });
        await store.write(TALLIES, [write('a')], { name: TALLIES, position: 4 });

        await store.drop(TALLIES);

        expect(await store.count(TALLIES)).toBe(0);
        expect(await store.checkpoint(TALLIES)).toBe(0);
        expect(await store.count('cases@1')).toBe(1);
        expect(await store.checkpoint('cases@1')).toBe(3);
      });

      it('leaves a collection that can be written again', async () => {
        await store.write(TALLIES, [write('a', { applied: 4 })]);
        await store.drop(TALLIES);
        await store.write(TALLIES, [write('a', { applied: 2 })]);
        expect(await store.get(TALLIES, ['a'])).toMatchObject([{ applied: 2 }]);
      });

      it('lets it be declared with other fields', async () => {
        await store.write(TALLIES, [write('a')]);
        await store.drop(TALLIES);
        await store.ensure(TALLIES, ['month']);
        await store.write(TALLIES, [write('a', { fields: { month: 11 } })]);
        expect(await ids({ where: [{ field: 'month', equals: 11 }] })).toEqual(['a']);
        await expect(store.query(TALLIES, { orderBy: 'week' })).rejects.toMatchObject({ code: 'invalid-input' });
      });

      it('of what was never declared does nothing', async () => {
        await store.drop('never@1');
        expect(await store.checkpoint('never@1')).toBe(0);
      });
    });

    it('declaring a collection again changes nothing', async () => {
      await store.write(TALLIES, [write('a')]);
      await store.ensure(TALLIES, ['department', 'week']);
      await store.ensure(TALLIES, ['week', 'department']);
      expect(await ids()).toEqual(['a']);
    });

    it('keeps everything over a restart', async () => {
      await store.write(TALLIES, [write('a', { applied: 4 })], { name: TALLIES, position: 4 });
      await store.close();
      store = await place.open();
      expect(await store.get(TALLIES, ['a'])).toMatchObject([{ applied: 4, body: { filed: 1 } }]);
      expect(await store.checkpoint(TALLIES)).toBe(4);
      await store.ensure(TALLIES, ['department', 'week']);
      expect(await ids({ where: [{ field: 'week', equals: 47 }] })).toEqual(['a']);
    });

    it('of two writers that read the same version, one wins', async () => {
      const other = await place.open();
      try {
        await store.write(TALLIES, [write('a', { applied: 4 })]);
        const race = await Promise.allSettled([
          store.write(TALLIES, [write('a', { applied: 6, replaces: 4 })]),
          other.write(TALLIES, [write('a', { applied: 7, replaces: 4 })]),
        ]);
        expect(race.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(race.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
      } finally {
        await other.close();
      }
    });
  });
};
