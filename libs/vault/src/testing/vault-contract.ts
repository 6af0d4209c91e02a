import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@complaint-ledger/contracts';
import fc from 'fast-check';
import type { PersonalFields, Vault } from '../vault.ts';

/** A fresh, empty vault. */
export interface VaultUnderTest {
  /** Opens the same vault with the same key each time. */
  open(): Promise<Vault>;
  dispose(): Promise<void>;
}

const fields: PersonalFields = {
  complainant: { name: '张三', phone: '13800000001' },
  detail: '空调修了三次，仍不制冷 😡',
};

/** What every vault does. An adapter's spec calls this and adds what only it can do. */
export const vaultContract = (name: string, make: () => Promise<VaultUnderTest>): void => {
  describe(`vault contract: ${name}`, () => {
    let place: VaultUnderTest;
    let vault: Vault;

    beforeEach(async () => {
      place = await make();
      vault = await place.open();
    });

    afterEach(async () => {
      await vault.close();
      await place.dispose();
    });

    const sealed = async (person: string, eventId: string, what: PersonalFields = fields) => {
      const [blob] = await vault.seal([{ person, eventId, fields: what }]);
      if (blob === undefined) throw new Error('no blob for the request');
      return blob;
    };
    const someone = (phone = '13800000001'): Promise<string> => vault.personFor({ phone, fallback: 'complaint-1' });

    describe('refuses', () => {
      it('a blob of another event, of another person, cut or changed', async () => {
        const [person, other] = [await someone(), await someone('13900000002')];
        const eventId = newId();
        const blob = await sealed(person, eventId);
        const corrupt = { code: 'corrupt', details: { path: expect.stringContaining(person) } };

        await expect(vault.unseal(newId(), blob, 'clear')).rejects.toMatchObject(corrupt);
        await expect(vault.unseal(eventId, { ...blob, person: other }, 'clear')).rejects.toMatchObject({
          code: 'corrupt',
        });
        for (const bad of ['', blob.blob.slice(0, -4), blob.blob.slice(4), `${blob.blob}AAAA`, `${blob.blob}!`, '退款'])
          await expect(vault.unseal(eventId, { person, blob: bad }, 'masked')).rejects.toMatchObject(corrupt);
      });

      it('a blob with any one character changed', async () => {
        const [person, eventId] = [await someone(), newId()];
        const { blob } = await sealed(person, eventId, { name: '张三' });
        for (let at = 0; at < blob.length; at++) {
          const changed = `${blob.slice(0, at)}${blob[at] === 'A' ? 'B' : 'A'}${blob.slice(at + 1)}`;
          await expect(vault.unseal(eventId, { person, blob: changed }, 'clear')).rejects.toMatchObject({
            code: 'corrupt',
          });
        }
      });

      it('to call a person erased whom it never knew', async () => {
        const eventId = newId();
        const blob = await sealed(await someone(), eventId);
        await expect(vault.unseal(eventId, { ...blob, person: newId() }, 'clear')).rejects.toMatchObject({
          code: 'unavailable',
          details: { hint: expect.stringContaining('restore') },
        });
      });

      it('to seal for an erased person, and seals nothing else of that batch', async () => {
        const [person, other] = [await someone(), await someone('13900000002')];
        await vault.erase(person);
        const requests = [other, person].map((each) => ({ person: each, eventId: newId(), fields }));
        await expect(vault.seal(requests)).rejects.toMatchObject({
          code: 'not-found',
          details: { path: 'requests[1].person' },
        });
      });

      it('to link a matter to an erased or unknown person', async () => {
        const person = await someone();
        await vault.erase(person);
        await expect(vault.link('complaint-1', person)).rejects.toMatchObject({ code: 'not-found' });
        await expect(
          vault.linkMany([
            { subject: 'complaint-2', person: await someone() },
            { subject: 'complaint-3', person: newId() },
          ]),
        ).rejects.toMatchObject({ code: 'not-found' });
        expect(await vault.personOf('complaint-1')).toBeUndefined();
        expect(await vault.personOf('complaint-2')).toBeUndefined();
      });

      it('a person who is no id, and an event id that is none', async () => {
        const person = await someone();
        await expect(vault.seal([{ person: '张三', eventId: newId(), fields }])).rejects.toMatchObject({
          code: 'invalid-input',
        });
        await expect(vault.seal([{ person, eventId: '', fields }])).rejects.toMatchObject({ code: 'invalid-input' });
        await expect(vault.seal([{ person, eventId: 'a\nb', fields }])).rejects.toMatchObject({
          code: 'invalid-input',
        });
        await expect(vault.erase("' OR 1=1")).rejects.toMatchObject({ code: 'invalid-input' });
      });

      it('everything once it is closed, but not a second close', async () => {
        const [person, eventId] = [await someone(), newId()];
        const blob = await sealed(person, eventId);
        await vault.close();
        await vault.close();
        const closed = { code: 'closed' };
        await expect(vault.seal([{ person, eventId, fields }])).rejects.toMatchObject(closed);
        await expect(vault.unseal(eventId, blob, 'clear')).rejects.toMatchObject(closed);
        await expect(someone()).rejects.toMatchObject(closed);
        await expect(vault.findByPhone('13800000001')).rejects.toMatchObject(closed);
        await expect(vault.namedIn(['13800000001'])).rejects.toMatchObject(closed);
        await expect(vault.link('complaint-1', person)).rejects.toMatchObject(closed);
        await expect(vault.personOf('complaint-1')).rejects.toMatchObject(closed);
        await expect(vault.subjectsOf(person)).rejects.toMatchObject(closed);
        await expect(vault.erase(person)).rejects.toMatchObject(closed);
      });
    });

    describe('sealing', () => {
      it('gives back exactly what was sealed, whatever it was', async () => {
        const person = await someone();
        await fc.assert(
          fc.asyncProperty(
            fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
            fc.uuid(),
            async (any, eventId) => {
              const parsed = JSON.parse(JSON.stringify(any)) as PersonalFields;
              const opened = await vault.unseal(eventId, await sealed(person, eventId, parsed), 'clear');
              expect(opened).toEqual({ state: 'clear', fields: parsed });
            },
          ),
          { seed: 20_261_121, numRuns: 200 },
        );
      });

      it('shows none of it in the blob', async () => {
        const { blob } = await sealed(await someone(), newId());
        const bytes = Buffer.from(blob, 'base64url').toString('latin1');
        for (const word of ['13800000001', 'complainant', Buffer.from('张三').toString('latin1')])
          expect(bytes.includes(word)).toBe(false);
      });

      it('has the same bytes for a repeated delivery, in whatever order the fields come', async () => {
        const [person, eventId] = [await someone(), newId()];
        const first = await sealed(person, eventId, { a: 1, b: [{ x: 'ä', y: null }], __proto__x: '' });
        const again = await sealed(person, eventId, { __proto__x: '', b: [{ y: null, x: 'ä' }], a: 1 });
        expect(again).toEqual(first);
      });

      it('has other bytes, from the first on, for another event, person or text', async () => {
        const [person, other, eventId] = [await someone(), await someone('13900000002'), newId()];
        const blobs = [
          await sealed(person, eventId),
          await sealed(person, newId()),
          await sealed(other, eventId),
          await sealed(person, eventId, { ...fields, detail: '空调修了三次，仍不制冷 😠' }),
          await sealed(person, eventId, { b: [1, 2] }),
          await sealed(person, eventId, { b: [2, 1] }),
        ];
        expect(new Set(blobs.map(({ blob }) => blob.slice(0, 16))).size).toBe(blobs.length);
      });

      it('of a batch answers in order, also for several events of one person', async () => {
        const [person, other] = [await someone(), await someone('13900000002')];
        const requests = [person, other, person].map((each, n) => ({ person: each, eventId: newId(), fields: { n } }));
        const blobs = await vault.seal(requests);
        for (const [n, request] of requests.entries()) {
          const blob = blobs[n] ?? { person: '', blob: '' };
          expect(blob.person).toBe(request.person);
          expect(await vault.unseal(request.eventId, blob, 'clear')).toEqual({ state: 'clear', fields: { n } });
        }
        expect(await vault.seal([])).toEqual([]);
      });

      it('makes a key for a person whom somebody else named, once', async () => {
        const [person, eventId] = [newId(), newId()];
        const [first, same] = await Promise.all([sealed(person, eventId), sealed(person, eventId)]);
        expect(same).toEqual(first);
        expect(await vault.unseal(eventId, first, 'clear')).toEqual({ state: 'clear', fields });
      });

      it('can be read after a restart', async () => {
        const [person, eventId] = [await someone(), newId()];
        const blob = await sealed(person, eventId);
        await vault.close();
        vault = await place.open();
        expect(await vault.unseal(eventId, blob, 'clear')).toEqual({ state: 'clear', fields });
        expect(await sealed(person, eventId)).toEqual(blob);
        expect(await someone()).toBe(person);
      });

      it('shows a masked view that a colleague recognises', async () => {
        const [person, eventId] = [await someone(), newId()];
        expect(await vault.unseal(eventId, await sealed(person, eventId), 'masked')).toEqual({
          state: 'masked',
          fields: { complainant: { name: '张＊＊', phone: '138****0001' }, detail: '＊＊＊' },
        });
      });
    });

    describe('a person', () => {
      it('is found again by the phone, however it is written', async () => {
        const person = await someone('13800000001');
        expect(await someone('+86 138-0000-0001')).toBe(person);
        expect(await someone('００８６１３８０００００００１')).toBe(person);
        expect(await vault.findByPhone('(86) 138 0000 0001')).toEqual([person]);
        expect(await vault.findByPhone('13800000002')).toEqual([]);
        expect(await vault.findByPhone('n/a')).toEqual([]);
        expect(await vault.namedIn(['nobody', '', '+86 138 0000 0001', '13800000001'])).toEqual([person]);
        expect(await vault.namedIn([])).toEqual([]);
      });

      it('is decided by phone, then id number, account, e-mail, then the matter', async () => {
        const all = { idNumber: '11010119900307123x', account: '6222 0001', email: 'A@x.com', fallback: 'complaint-1' };
        const byPhone = await vault.personFor({ ...all, phone: '13800000001' });
        const byId = await vault.personFor({ ...all, phone: '138****0001' });
        const byAccount = await vault.personFor({ account: '62220001', email: 'b@x.com', fallback: 'complaint-2' });
        const byEmail = await vault.personFor({ email: ' a@X.COM ', fallback: 'complaint-3' });
        const byMatter = await vault.personFor({
          phone: '',
          idNumber: '',
          account: '',
          email: '',
          fallback: 'complaint-1',
        });

        expect(new Set([byPhone, byId, byAccount, byEmail, byMatter]).size).toBe(5);
        expect(await vault.personFor({ idNumber: '11010119900307123X', fallback: 'z' })).toBe(byId);
        expect(await vault.personFor({ email: 'a@x.com', fallback: 'z' })).toBe(byEmail);
        expect(await vault.personFor({ fallback: 'complaint-1' })).toBe(byMatter);
        expect(await vault.personFor({ fallback: 'complaint-2' })).not.toBe(byAccount);
      });

      it('is not another person whose account or fallback has the same text as the phone', async () => {
        const people = await vault.personsFor([
          { phone: '13800000001', fallback: 'x' },
          { idNumber: '13800000001', fallback: 'x' },
          { account: '13800000001', fallback: 'x' },
          { email: '13800000001', fallback: 'x' },
          { fallback: '13800000001' },
        ]);
        expect(new Set(people).size).toBe(5);
      });

      it('is made once, however many ask at the same time', async () => {
        const asked = await Promise.all(Array.from({ length: 20 }, (_, i) => someone(`1380000000${i % 2}`)));
        expect(new Set(asked).size).toBe(2);
        const [a, b, again] = await vault.personsFor([
          { phone: '13700000001', fallback: 'x' },
          { phone: '13700000002', fallback: 'x' },
          { phone: '+8613700000001', fallback: 'x' },
        ]);
        expect(again).toBe(a);
        expect(b).not.toBe(a);
      });

      it('is the same for two processes', async () => {
        const other = await place.open();
        try {
          const [eventId, person] = [newId(), await someone()];
          expect(await other.personFor({ phone: '13800000001', fallback: 'y' })).toBe(person);
          const blob = await sealed(person, eventId);
          expect(await other.unseal(eventId, blob, 'clear')).toEqual({ state: 'clear', fields });
        } finally {
          await other.close();
        }
      });
    });

    describe('links', () => {
      it('lead from a matter to its person and back; the last one counts', async () => {
        const [person, other] = [await someone(), await someone('13900000002')];
        await vault.linkMany([
          { subject: 'complaint-2', person },
          { subject: 'complaint-1', person },
          { subject: 'call-1', person: other },
        ]);
        expect(await vault.personOf('complaint-1')).toBe(person);
        expect(await vault.personOf('complaint-9')).toBeUndefined();
        expect(await vault.subjectsOf(person)).toEqual(['complaint-1', 'complaint-2']);

        await vault.link('complaint-1', other);
        await vault.link('complaint-1', other);
        expect(await vault.subjectsOf(person)).toEqual(['complaint-2']);
        expect(await vault.subjectsOf(other)).toEqual(['call-1', 'complaint-1']);
      });

      it('come with the person of a new matter, whether they are known or new', async () => {
        const known = await someone();
        const [first, second, third] = await vault.personsFor([
          { phone: '13800000001', fallback: 'x', subject: 'complaint-1' },
          { phone: '13900000002', fallback: 'y', subject: 'complaint-2' },
          { fallback: 'complaint-3', subject: 'complaint-3' },
        ]);
        expect(first).toBe(known);
        expect(await Promise.all(['complaint-1', 'complaint-2', 'complaint-3'].map((s) => vault.personOf(s)))).toEqual([
          first,
          second,
          third,
        ]);
        await vault.personsFor([{ phone: '13900000002', fallback: 'x', subject: 'complaint-1' }]);
        expect(await vault.personOf('complaint-1')).toBe(second);
      });
    });

    describe('an erasure', () => {
      it('makes every blob of the person unreadable, for good, and nobody else', async () => {
        const [person, other] = [await someone(), await someone('13900000002')];
        const [first, second, third] = [newId(), newId(), newId()];
        const blobs = [await sealed(person, first), await sealed(person, second)] as const;
        const kept = await sealed(other, third);

        expect(await vault.erase(person)).toEqual({ erased: true });

        expect(await vault.unseal(first, blobs[0], 'clear')).toEqual({ state: 'erased' });
        expect(await vault.unseal(second, blobs[1], 'masked')).toEqual({ state: 'erased' });
        expect(await vault.unseal(third, kept, 'clear')).toEqual({ state: 'clear', fields });
        await vault.close();
        vault = await place.open();
        expect(await vault.unseal(first, blobs[0], 'clear')).toEqual({ state: 'erased' });
      });

      it('can be asked for again', async () => {
        const person = await someone();
        await vault.erase(person);
        expect(await vault.erase(person)).toEqual({ erased: false });
        expect(await vault.erase(newId())).toEqual({ erased: false });
      });

      it('forgets the phone and the matters: the same phone is a new person', async () => {
        const person = await someone();
        await vault.link('complaint-1', person);
        await vault.erase(person);

        expect(await vault.findByPhone('13800000001')).toEqual([]);
        expect(await vault.personOf('complaint-1')).toBeUndefined();
        expect(await vault.subjectsOf(person)).toEqual([]);
        const after = await someone();
        expect(after).not.toBe(person);
        const eventId = newId();
        expect(await vault.unseal(eventId, await sealed(after, eventId), 'clear')).toEqual({ state: 'clear', fields });
      });

      it('leaves no new matter with the erased person, although both come at the same time', async () => {
        const person = await someone();
        const [, answered] = await Promise.all([
          vault.erase(person),
          vault.personFor({ phone: '13800000001', fallback: 'x', subject: 'complaint-1' }),
        ]);
        expect(answered).not.toBe(person);
        expect(await vault.personOf('complaint-1')).toBe(answered);
        expect(await vault.subjectsOf(person)).toEqual([]);
      });

      it('made by another process is seen at once, also by who had the key in memory', async () => {
        const [person, eventId] = [await someone(), newId()];
        const blob = await sealed(person, eventId);
        const other = await place.open();
        try {
          await other.erase(person);
        } finally {
          await other.close();
        }
        expect(await vault.unseal(eventId, blob, 'clear')).toEqual({ state: 'erased' });
        await expect(sealed(person, eventId)).rejects.toMatchObject({ code: 'not-found' });
      });
    });
  });
};
