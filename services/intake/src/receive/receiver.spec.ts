import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type JsonObject, derivedId } from '@complaint-ledger/contracts';
import type { Quarantine } from '../quarantine/quarantine.ts';
import { type IntakePlace, NOW, openIntakePlace } from '../testing/intake-place.ts';
import { SOURCE, contacted, event, filed } from '../testing/messages.ts';
import { Receiver } from './receiver.ts';

/** Of a process that holds nothing back. */
const noQuarantine = {
  parkedAmong: async () => [],
  parkedStreams: async () => [],
  taken: async () => undefined,
} as Partial<Quarantine> as Quarantine;

describe('Receiver', () => {
  let place: IntakePlace;

  beforeEach(async () => {
    place = await openIntakePlace();
  });
  afterEach(() => place.dispose());

  const only = async (message: unknown) => {
    const [receipt] = await place.send(message);
    return receipt;
  };

  describe('a time before the working calendar begins', () => {
    const early = { time: '1999-03-23T09:00:00+08:00' };
    const refusal = { status: 'rejected', path: 'time', message: expect.stringContaining('begins with 2004') };

    it('is refused, of a filing and of what follows one', async () => {
      expect(await only(filed('C1', {}, early))).toMatchObject(refusal);
      await place.send(filed('C1'));
      expect(await only({ ...contacted('C1'), ...early })).toMatchObject(refusal);
    });

    it('is judged in the zone of the policy', async () => {
      expect(await only(filed('C1', {}, { time: '2003-12-31T16:00:00Z' }))).toMatchObject({ status: 'accepted' });
      expect(await only(filed('C2', {}, { time: '2003-12-31T15:59:59Z' }))).toMatchObject(refusal);
    });

    it('is none of a policy that counts no working time', async () => {
      expect(await only(filed('C1', { policy: 'observed', level: 'normal' }, early))).toMatchObject({
        status: 'accepted',
      });
    });
  });

  describe('a time that nobody can have meant', () => {
    const refused = (path: string) => ({
      status: 'rejected',
      path,
      message: expect.stringContaining('more than 100 years from now'),
    });

    it.each([
      ['case.promised', { until: '9999-12-31T23:59:59Z' }, 'data.until'],
      ['case.promised', { until: '0001-01-01T00:00:00+14:00' }, 'data.until'],
      ['case.investigated', { until: '9999-12-31T23:59:59Z' }, 'data.until'],
      ['case.extension-requested', { deadline: 'first-response', until: '9999-12-31T23:59:59Z' }, 'data.until'],
    ])('is refused in the data of %s: no clock of the ledger reaches there', async (type, data, path) => {
      await place.send(filed('C1'));
      expect(await only({ ...contacted('C1'), type, data: { complaintId: 'C1', ...data } })).toMatchObject(
        refused(path),
      );
    });

    it('is refused as the time of a message and as a due time of the source', async () => {
      const early = { time: '0000-01-01T00:00:00+14:00' };
      expect(await only(filed('C1', { policy: 'observed', level: 'normal' }, early))).toMatchObject(refused('time'));
      const dueTimes = { 'first-response': '9999-12-31T23:59:59Z' };
      expect(await only(filed('C2', { dueTimes }))).toMatchObject(refused('data.dueTimes.first-response'));
    });
  });

  it('takes a name with a C1 character, as real logs have it', async () => {
    expect(await only(filed('C\u0085', { product: 'S.\u0085 r.l.' }))).toMatchObject({ status: 'accepted' });
  });

  it.each(['\u0000', '\n', '\t', '\u007f'])('refuses a control character in what names something: %j', async (mark) => {
    const word = `a${mark}b`;
    const to = { to: { department: word } };
    const receipts = await place.send(
      filed('C1', {}, { id: word }),
      filed('C1', {}, { subject: word }),
      filed('C1', {}, { source: `crm://${word}` }),
      filed(word, {}, { id: 'plain' }),
      filed('C1', { department: word }),
      filed('C1', { receivedBy: word }),
      event('call', 'call.received', { callId: word }),
      event('pass', 'case.transferred', { complaintId: 'C1', ...to }),
    );
    expect(receipts.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 'rejected'));
    expect(receipts.map((receipt) => ('path' in receipt ? receipt.path : ''))).toEqual([
      'id',
      'subject',
      'source',
      'data.complaintId',
      'data.department',
      'data.receivedBy',
      'data.callId',
      'data.to.department',
    ]);
    for (const receipt of receipts)
      expect(receipt).toMatchObject({ message: expect.stringContaining('control character') });
    const kept = await only(filed('C2', { detail: `first line${mark}second` }));
    expect(kept).toMatchObject({ status: 'accepted' });
  });

  describe('a rejected message', () => {
    const states = async () => (await place.quarantine.list({ limit: 10 })).entries.map(({ id, state }) => [id, state]);

    it('is resent once its mended form is taken under the same source and id', async () => {
      await place.send(filed('C1', { level: 'nonsense' }), filed('C2', { level: 'nonsense' }));
      await place.send(filed('C1', {}, { source: 'crm://another' }));
      expect(await states()).toEqual([
        ['C2-filed', 'rejected'],
        ['C1-filed', 'rejected'],
      ]);
      const taken = await only(filed('C1'));
      expect(await states()).toEqual([
        ['C2-filed', 'rejected'],
        ['C1-filed', 'resent'],
      ]);
      const [, entry] = (await place.quarantine.list({ limit: 10 })).entries;
      expect(entry).toMatchObject({ eventId: taken && 'eventId' in taken ? taken.eventId : '' });
      const kept = await place.quarantine.get(entry?.quarantineId ?? '');
      expect(kept.history.map(({ state }) => state)).toEqual(['rejected']);
      expect(kept.body).toBeUndefined();
    });

    it('is resent once its mended form, which waited for its matter, is taken', async () => {
      await place.send({ ...contacted('C1'), data: { complaintId: 'C1', reached: 'yes' } }, contacted('C1'));
      expect(await states()).toEqual([
        ['C1-contact-1', 'parked'],
        ['C1-contact-1', 'rejected'],
      ]);
      await place.send(filed('C1'));
      expect(await states()).toEqual([
        ['C1-contact-1', 'resent'],
        ['C1-contact-1', 'resent'],
      ]);
    });

    it('stays when it says something else than what the log has', async () => {
      await place.send(filed('C1'), filed('C1', { detail: 'something else' }), filed('C1'));
      expect(await states()).toEqual([['C1-filed', 'rejected']]);
    });
  });

  it('repeats no value in what it says of one: a slipped column may have put a person there', async () => {
    const receipts = await place.send(
      filed('C1', { level: '张三 13800000009' }),
      filed('C2', { policy: '张三 13800000009' }),
      filed('C3', { department: '张三 13800000009' }),
      filed('C4', { dueTimes: { '张三 13800000009': '2026-03-24T09:00:00+08:00' } }),
      filed('C5', {}, { time: '张三 13800000009' }),
      filed('C6', { receivedBy: ['张三 13800000009'] }),
    );
    expect(receipts.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'rejected'));
    expect(JSON.stringify(receipts)).not.toMatch(/张三|1380/);
    const { entries } = await place.quarantine.list({ limit: 10 });
    expect(JSON.stringify(entries)).not.toMatch(/张三|1380/);
  });

  describe('what happens to the case of a call', () => {
    const called = (callId: string, data: JsonObject = {}) =>
      event(`${callId}-received`, 'call.received', { callId, caller: { phone: '13800000002' }, ...data });
    const ofCall = `call-${derivedId('call', SOURCE, 'K1')}`;
    const streams = async () => (await place.log()).map(({ type, stream }) => [type, stream]);

    it('is told by the id of the call, and repeats itself without harm', async () => {
      await place.send(called('K1', { kind: 'complaint' }));
      const receipts = await place.send(contacted('K1'), contacted('K1'));
      expect(receipts).toMatchObject([
        { status: 'accepted', caseId: derivedId('call', SOURCE, 'K1') },
        { status: 'duplicate', caseId: derivedId('call', SOURCE, 'K1') },
      ]);
      expect(await place.send(contacted('K1'))).toMatchObject([{ status: 'duplicate' }]);
      expect(await streams()).toEqual([
        ['CallReceived', ofCall],
        ['ContactReported', ofCall],
      ]);
    });

    it('waits for the call, in the same batch or before', async () => {
      await place.send(contacted('K1', 1));
      expect(await place.send(contacted('K1', 2), called('K1', { needsHandling: true }))).toMatchObject([
        { status: 'parked' },
        { status: 'accepted' },
      ]);
      expect(await streams()).toEqual([
        ['CallReceived', ofCall],
        ['ContactReported', ofCall],
        ['ContactReported', ofCall],
      ]);
      expect(await place.quarantine.counts()).toMatchObject({ parked: 0, resent: 2 });
    });

    it('is released after a restart when the call came to another process', async () => {
      await place.send(contacted('K1'));
      const [park] = await place.quarantine.parkedOn(`complaint-${derivedId('matter', SOURCE, 'K1')}`);
      expect(park).toBeDefined();
      const other = new Receiver({ ...place, quarantine: noQuarantine, now: () => NOW });
      await other.receive([called('K1', { kind: 'complaint' })], { caller: 'other' });
      expect(await place.receiver.releaseParked()).toEqual({ released: 1 });
      expect(await place.quarantine.counts()).toMatchObject({ parked: 0 });
    });

    it('CALL-10: stand in the log as they were told, calls of one caller too, each with what is told of it and before the clock', async () => {
      const ended = event('K2-ended', 'call.ended', { callId: 'K2' });
      const advanced = event('clock', 'source.advanced', { to: '2026-03-01T00:00:00Z' });
      const receipts = await place.send(called('K1'), called('K2'), ended, advanced, called('K3'));
      expect(receipts.map(({ status }) => status)).toEqual(Array(5).fill('accepted'));
      expect((await place.log()).map(({ type, stream }) => [type, stream])).toEqual([
        ['CallReceived', ofCall],
        ['CallReceived', `call-${derivedId('call', SOURCE, 'K2')}`],
        ['CallEnded', `call-${derivedId('call', SOURCE, 'K2')}`],
        ['SourceAdvanced', `source-${derivedId('source', SOURCE, '')}`],
        ['CallReceived', `call-${derivedId('call', SOURCE, 'K3')}`],
      ]);
    });

    it('waits for a complaint when the call is no case', async () => {
      await place.send(called('K1', { kind: 'inquiry' }));
      expect(await place.send(contacted('K1'))).toMatchObject([{ status: 'parked' }]);
      await place.send(filed('K1'));
      expect((await streams()).at(-1)).toEqual(['ContactReported', `complaint-${derivedId('matter', SOURCE, 'K1')}`]);
    });

    it('belongs to the complaint when both have the same id, and the two are two matters', async () => {
      await place.send(called('K1', { kind: 'complaint' }), filed('K1'), contacted('K1'));
      expect((await streams()).at(-1)).toEqual(['ContactReported', `complaint-${derivedId('matter', SOURCE, 'K1')}`]);
    });
  });

  describe('takes', () => {
    it('a complaint: codes in clear, everything else sealed under the complainant', async () => {
      const receipt = await only(filed('C1', { contract: 'HT-9', callId: 'K1' }));
      const id = derivedId('matter', SOURCE, 'C1');
      const eventId = derivedId('event', SOURCE, 'C1-filed');
      expect(receipt).toEqual({
        index: 0,
        status: 'accepted',
        id: 'C1-filed',
        source: SOURCE,
        eventId,
        position: 1,
        caseId: id,
      });
      const [recorded] = await place.log();
      const person = await place.vault.personOf(`complaint-${id}`);
      expect(recorded).toMatchObject({
        id: eventId,
        type: 'ComplaintFiled',
        stream: `complaint-${id}`,
        occurredAt: '2026-03-23T09:00:00+08:00',
        actor: { kind: 'crm', id: SOURCE },
        source: SOURCE,
        data: {
          externalId: 'C1',
          policy: 'standard',
          channel: 'phone',
          level: 'dissatisfied',
          category: 'service-quality',
          receivedBy: 'agent-7',
          callId: derivedId('call', SOURCE, 'K1'),
          complainant: person,
        },
      });
      expect(JSON.stringify(recorded?.data)).not.toMatch(/客户|138|态度|HT-9/);
      expect(recorded && (await place.told(recorded))).toMatchObject({
        complainant: { name: '客户', phone: '13800000001' },
        detail: '态度差',
        contract: 'HT-9',
      });
    });

    it('later messages in order, by the person who did it', async () => {
      await place.send(filed('C1'), contacted('C1', 1), contacted('C1', 2));
      const log = await place.log();
      expect(log.map(({ type }) => type)).toEqual(['ComplaintFiled', 'ContactReported', 'ContactReported']);
      expect(log[1]).toMatchObject({
        actor: { kind: 'person', id: 'handler-1' },
        data: { by: 'handler-1', reached: true },
      });
      expect(log[1] && (await place.told(log[1]))).toMatchObject({ summary: '第1次联系' });
    });

    it('the names of a filled handover in clear, its text sealed (XFER-3)', async () => {
      const handover = { need: '退款', facts: ' ', promised: '今日答复' };
      const to = { department: 'finance', phone: '4001' };
      await place.send(filed('C1'), event('x', 'case.transferred', { complaintId: 'C1', to, handover }));
      const transferred = (await place.log())[1];
      expect(transferred?.data).toEqual({
        externalId: 'C1',
        to: { department: 'finance' },
        handover: ['need', 'promised'],
      });
      expect(transferred && (await place.told(transferred))).toMatchObject({ handover, to: { phone: '4001' } });
    });

    it('a call with what nobody told marked missing (CALL-4)', async () => {
      await only(event('k', 'call.received', { callId: 'K1', rings: 2, caller: { phone: '13900000000', name: '' } }));
      const [call] = await place.log();
      expect(call?.data).toMatchObject({ rings: 2, missing: ['name', 'gender', 'branch', 'brief', 'handling'] });
    });

    it('the clock of a source, again and again', async () => {
      const advance = (id: string, to: string) => event(id, 'source.advanced', { to });
      const receipts = await place.send(advance('a', '2026-03-01T00:00:00Z'), advance('b', '2026-03-02T00:00:00Z'));
      expect(receipts.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
      expect((await place.log()).map(({ stream }) => stream)).toEqual(
        Array(2).fill(`source-${derivedId('source', SOURCE, '')}`),
      );
    });

    it('a schema of this version, or of the sender', async () => {
      const receipts = await place.send(
        filed('C1', {}, { dataschema: 'https://ledger/schemas/complaint.filed.v1' }),
        filed('C2', {}, { dataschema: 'urn:ours:complaint' }),
      );
      expect(receipts.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    });

    it('nanoseconds as given', async () => {
      await only(filed('C1', {}, { time: '2025-01-08T10:12:07.672717030Z' }));
      expect((await place.log())[0]?.occurredAt).toBe('2025-01-08T10:12:07.672717030Z');
    });

    it('two complaints of one phone as one person, two without identifiers as two', async () => {
      await place.send(filed('C1'), filed('C2'), filed('C3', { complainant: {} }), filed('C4', { complainant: {} }));
      const persons = (await place.log()).map(({ data }) => data.complainant);
      expect(persons[0]).toBe(persons[1]);
      expect(new Set(persons).size).toBe(3);
    });
  });

  describe('answers duplicate', () => {
    it('to the same message again, in the same batch and after a restart', async () => {
      const first = await place.send(filed('C1'), filed('C1'), contacted('C1'));
      expect(first.map(({ status }) => status)).toEqual(['accepted', 'duplicate', 'accepted']);
      place = await place.reopen();
      const again = await place.send(contacted('C1'), filed('C1'));
      expect(again).toMatchObject([
        { status: 'duplicate', position: 2 },
        { status: 'duplicate', position: 1 },
      ]);
      expect(await place.store.head()).toBe(2);
    });

    it('when the fields come in another order', async () => {
      const message = filed('C1');
      await only(message);
      const data = Object.fromEntries(Object.entries(message.data as object).reverse());
      expect(await only({ ...message, data })).toMatchObject({ status: 'duplicate' });
    });

    it('for an erased person, and makes no new one', async () => {
      await only(filed('C1'));
      const [recorded] = await place.log();
      const person = recorded?.data.complainant as string;
      await place.vault.erase(person);
      expect(await only(filed('C1'))).toMatchObject({ status: 'duplicate' });
      expect(await place.vault.findByPhone('13800000001')).toEqual([]);
    });

    it('when the default policy has changed since', async () => {
      await only(filed('C1'));
      const { testPolicies } = await import('../testing/policies.ts');
      place = await place.reopen(testPolicies('observed'));
      expect(await only(filed('C1'))).toMatchObject({ status: 'duplicate' });
    });
  });

  it('records the clear part of what is told about an erased person', async () => {
    await only(filed('C1'));
    await place.vault.erase((await place.log())[0]?.data.complainant as string);
    expect(await only(contacted('C1'))).toMatchObject({ status: 'accepted' });
    expect(await only(contacted('C1'))).toMatchObject({ status: 'duplicate' });
    const contact = (await place.log())[1];
    expect(contact?.data).toMatchObject({ reached: true });
    expect(contact && (await place.told(contact))).toBe('erased');
  });

  describe('rejects, naming the place', () => {
    const cases: readonly (readonly [string, unknown, object])[] = [
      ['no object', 7, { code: 'invalid-input', path: '' }],
      ['no CloudEvent', { hello: 1 }, { path: 'specversion' }],
      ['no id', { ...filed('C1'), id: undefined }, { path: 'id' }],
      ['no source', { ...filed('C1'), source: '' }, { path: 'source' }],
      ['the source of the ledger itself', { ...filed('C1'), source: 'ledger' }, { path: 'source' }],
      ['a number for an id', { ...filed('C1'), id: 5 }, { path: 'id', message: 'id must be text' }],
      [
        'an unknown type',
        { ...filed('C1'), type: 'complaint.exploded' },
        { path: 'type', hint: expect.stringContaining('complaint.filed') },
      ],
      ['no time', { ...filed('C1'), time: undefined }, { path: 'time' }],
      ['a word for a time', { ...filed('C1'), time: 'yesterday' }, { path: 'time' }],
      ['a time without offset', { ...filed('C1'), time: '2026-03-23T09:00:00' }, { path: 'time' }],
      ['a day that is not', { ...filed('C1'), time: '2026-02-30T09:00:00Z' }, { path: 'time' }],
      [
        'a time in the far future',
        { ...filed('C1'), time: '2026-04-11T00:00:01Z' },
        { path: 'time', message: expect.stringContaining('24 hours') },
      ],
      ['a clock in the far future', event('a', 'source.advanced', { to: '2027-01-01T00:00:00Z' }), { path: 'data.to' }],
      ['XML', { ...filed('C1'), datacontenttype: 'text/xml' }, { path: 'datacontenttype' }],
      [
        'a version of later',
        filed('C1', {}, { dataschema: 'https://a/schemas/complaint.filed.v2' }),
        { path: 'dataschema' },
      ],
      ['base64', { ...filed('C1'), data_base64: 'e30=' }, { path: 'data_base64' }],
      ['no data', { ...filed('C1'), data: undefined }, { path: 'data' }],
      [
        'no complaintId',
        event('a', 'complaint.filed', { level: 'major' }),
        { path: 'data.complaintId', message: 'data.complaintId is missing' },
      ],
      ['a number for a complaintId', filed('C1', { complaintId: 5 }), { path: 'data.complaintId' }],
      ['null', filed('C1', { level: null }), { path: 'data.level' }],
      ['a negative loss', filed('C1', { lossFen: -1 }), { path: 'data.lossFen' }],
      ['a loss in yuan and fen', filed('C1', { lossFen: 1.5 }), { path: 'data.lossFen' }],
      [
        'a call outcome that is none',
        event('a', 'call.received', { callId: 'K', outcome: 'lost' }),
        { path: 'data.outcome', hint: expect.stringContaining('abandoned') },
      ],
      [
        'a due time that is no day',
        filed('C1', { dueTimes: { 'first-response': '2026-02-29T00:00:00Z' } }),
        { path: 'data.dueTimes.first-response' },
      ],
      [
        'a due time for no deadline',
        filed('C1', { dueTimes: { never: '2026-02-28T00:00:00Z' } }),
        { path: 'data.dueTimes.never', hint: expect.stringContaining('first-response') },
      ],
      [
        'an unknown level',
        filed('C1', { level: 'angry' }),
        { path: 'data.level', hint: expect.stringContaining('very-dissatisfied') },
      ],
      [
        'an unknown channel',
        filed('C1', { channel: 'smoke' }),
        { path: 'data.channel', hint: expect.stringContaining('phone') },
      ],
      [
        'an unknown policy',
        filed('C1', { policy: 'none' }),
        { path: 'data.policy', hint: expect.stringContaining('observed') },
      ],
      [
        'an unknown department',
        filed('C1', { department: 'moon' }),
        { path: 'data.department', hint: expect.stringContaining('sales') },
      ],
      [
        'a prototype',
        filed('C1', JSON.parse('{"__proto__": {"admin": true}}') as JsonObject),
        { path: 'data.__proto__' },
      ],
    ];
    it.each(cases)('%s', async (_, message, expected) => {
      const receipt = await only(message);
      expect(receipt).toMatchObject({ index: 0, status: 'rejected', quarantineId: expect.any(String), ...expected });
      expect(await place.store.head()).toBe(0);
    });

    it('an unknown department of a later message, under the policy of its matter', async () => {
      const [, assigned, transferred] = await place.send(
        filed('C1'),
        event('a', 'case.assigned', { complaintId: 'C1', department: 'moon' }),
        event('t', 'case.transferred', { complaintId: 'C1', to: { department: 'moon' } }),
      );
      expect(assigned).toMatchObject({ status: 'rejected', path: 'data.department' });
      expect(transferred).toMatchObject({ status: 'rejected', path: 'data.to.department' });
      expect(await only(event('v', 'case.resolved', { complaintId: 'C1', verdict: 'maybe' }))).toMatchObject({
        status: 'rejected',
        path: 'data.verdict',
      });
    });

    it('the same id with other content, in the log and in the batch', async () => {
      expect(await place.send(filed('C1'), filed('C1', { level: 'crisis' }))).toMatchObject([
        { status: 'accepted' },
        {
          status: 'rejected',
          code: 'conflict',
          path: 'id',
          id: 'C1-filed',
          message: expect.stringContaining('C1-filed'),
        },
      ]);
      expect(await only(filed('C1', { detail: '别的' }))).toMatchObject({
        status: 'rejected',
        code: 'conflict',
        path: 'id',
      });
    });

    it('a second filing of the same complaint', async () => {
      const [, second] = await place.send(filed('C1'), { ...filed('C1'), id: 'another' });
      expect(second).toMatchObject({
        status: 'rejected',
        path: 'data.complaintId',
        hint: expect.stringContaining('complaint.amended'),
      });
    });

    it('and goes on with the rest of the batch', async () => {
      const receipts = await place.send(filed('C1', { level: 'angry' }), filed('C2'), null, filed('C3'));
      expect(receipts.map(({ status, index }) => `${index} ${status}`)).toEqual([
        '0 rejected',
        '1 accepted',
        '2 rejected',
        '3 accepted',
      ]);
    });
  });

  describe('parks what is about a matter that nobody filed', () => {
    it('and records it in its order as soon as the matter is filed', async () => {
      const parked = await place.send(contacted('C1', 2), contacted('C1', 1));
      expect(parked).toMatchObject([{ status: 'parked' }, { status: 'parked' }]);
      expect(await place.store.head()).toBe(0);
      await place.send(filed('C1'), contacted('C1', 3));
      expect((await place.log()).map(({ id }) => id)).toEqual(
        ['C1-filed', 'C1-contact-2', 'C1-contact-1', 'C1-contact-3'].map((id) => derivedId('event', SOURCE, id)),
      );
      expect(await place.quarantine.counts()).toMatchObject({ parked: 0, resent: 2 });
    });

    it('also when it comes before the filing in the same batch', async () => {
      expect((await place.send(contacted('C1'), filed('C1'))).map(({ status }) => status)).toEqual([
        'parked',
        'accepted',
      ]);
      expect(await place.store.head()).toBe(2);
      expect(await only(contacted('C1'))).toMatchObject({ status: 'duplicate' });
    });

    it('once, however often it comes', async () => {
      const [first] = await place.send(contacted('C1'));
      const [second] = await place.send(contacted('C1'));
      expect(second).toEqual(first);
      expect((await place.quarantine.counts()).parked).toBe(1);
    });

    it('and rejects the same id with other content while it waits', async () => {
      await only(contacted('C1'));
      expect(await only(contacted('C1', 1, { reached: false }))).toMatchObject({
        status: 'rejected',
        code: 'conflict',
      });
    });

    it('and rejects it then when the policy of the matter does not know its words', async () => {
      await only(event('a', 'case.assigned', { complaintId: 'C1', department: 'moon' }));
      await only(filed('C1'));
      const { entries } = await place.quarantine.list({ limit: 10 });
      expect(entries).toMatchObject([{ state: 'rejected', path: 'data.department' }]);
    });

    it('and records it after a crash between the filing and the release', async () => {
      await only(contacted('C1'));
      const [waiting] = (await place.quarantine.list({ limit: 1 })).entries;
      // The filing reaches the log by another process, which knows nothing of this quarantine.
      const other = await openIntakePlace();
      await other.send(filed('C1'));
      const [recorded] = await other.log();
      await other.dispose();
      if (recorded === undefined) throw new Error('nothing was recorded');
      const person = await place.vault.personFor({ phone: '13800000001', fallback: 'x' });
      const { stream, revision: _r, position: _p, recordedAt: _t, sealed: _s, ...copy } = recorded;
      await place.store.append(stream, 'no-stream', [{ ...copy, data: { ...copy.data, complainant: person } }]);
      place = await place.reopen();
      expect(await place.receiver.releaseParked()).toEqual({ released: 1 });
      expect(await place.quarantine.get(waiting?.quarantineId ?? '')).toMatchObject({ state: 'resent' });
      expect((await place.log()).map(({ type }) => type)).toEqual(['ComplaintFiled', 'ContactReported']);
    });
  });

  it('counts the same rejected message, and keeps it sealed', async () => {
    const bad = filed('C1', { level: 'angry' });
    const [first] = await place.send(bad);
    const [second] = await place.send(bad, contacted('C9'));
    expect(second).toEqual(first);
    const { entries } = await place.quarantine.list({ state: 'rejected', limit: 10 });
    expect(entries).toMatchObject([{ deliveries: 2, id: 'C1-filed', source: SOURCE }]);
  });

  it('answers one of two that file the same complaint at the same moment', async () => {
    const results = await Promise.all([
      place.send(filed('C1')),
      place.send({ ...filed('C1'), id: 'b' }),
      place.send(contacted('C1')),
    ]);
    expect(results.flat().map(({ status }) => status)).toEqual(['accepted', 'rejected', 'accepted']);
  });

  describe('throws, so that the sender sends again with the same ids', () => {
    it('when the disk is full, and takes all of it later', async () => {
      await only(filed('C0'));
      place.store.limitSize(1);
      const batch = Array.from({ length: 200 }, (_, i) => filed(`D${i}`, { detail: '满'.repeat(1000) }));
      await expect(place.send(...batch)).rejects.toMatchObject({ code: 'storage' });
      expect(await place.quarantine.counts()).toMatchObject({ rejected: 0, parked: 0 });
      place.store.limitSize(1024 ** 3);
      const again = await place.send(...batch);
      expect(again.filter(({ status }) => status !== 'accepted' && status !== 'duplicate')).toEqual([]);
      expect(await place.store.head()).toBe(201);
    });

    it('when the vault cannot be reached', async () => {
      await place.vault.close();
      await expect(place.send(filed('C1'))).rejects.toMatchObject({ code: 'closed' });
      expect(await place.store.head()).toBe(0);
    });
  });

  it('seals what looks personal in a field that the schema does not check', async () => {
    await only(event('k', 'call.received', { callId: 'K', group: { name: '王五' }, person: '138'.repeat(100) }));
    const [call] = await place.log();
    expect(JSON.stringify(call?.data)).not.toMatch(/王五|138138/);
    expect(call && (await place.told(call))).toMatchObject({ group: { name: '王五' } });
  });

  it('puts a leap second and small letters as every reader understands them', async () => {
    await only(filed('C1', {}, { time: '2016-12-31t23:59:60.5z' }));
    expect((await place.log())[0]?.occurredAt).toBe('2016-12-31T23:59:59.5Z');
  });
});
