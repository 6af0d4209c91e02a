import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@complaint-ledger/contracts';
import { type IntakePlace, openIntakePlace } from '../testing/intake-place.ts';
import { event, filed } from '../testing/messages.ts';
import { recordPolicies } from '../testing/record-pack.ts';

const at = (clock: string): { readonly time: string } => ({ time: `2026-03-23T${clock}+08:00` });

describe('what intake records by the pack', () => {
  let place: IntakePlace;

  beforeEach(async () => {
    place = await openIntakePlace(recordPolicies());
  });
  afterEach(() => place.dispose());

  const last = async (...messages: readonly unknown[]): Promise<JsonObject> => {
    for (const message of messages) expect(await place.send(message)).toMatchObject([{ status: 'accepted' }]);
    return (await place.log()).at(-1)?.data ?? {};
  };
  const call = (data: JsonObject, attributes = {}) =>
    event('K1-received', 'call.received', { callId: 'K1', ...data }, attributes);
  const ended = (data: JsonObject, clock: string, id = 'K1-ended') =>
    event(id, 'call.ended', { callId: 'K1', ...data }, at(clock));

  describe('missing items', () => {
    it('FILE-2: marks what a complaint should say and does not; white space says nothing', async () => {
      const data = await last(filed('C1', { demand: ' \u3000\t', fields: { 'media-source': 'press' } }));
      expect(data['missing']).toEqual(['demand', 'room']);
    });

    it('FILE-2: marks nothing on a complete record', async () => {
      const data = await last(
        filed('C1', {
          complainant: { name: '王', email: 'w@example.com', room: '3-201' },
          demand: '退款',
          fields: { 'media-source': 'web' },
        }),
      );
      expect(data).not.toHaveProperty('missing');
    });

    it('CALL-4: a call that says nothing at all is taken, and every item of the pack marked once', async () => {
      expect((await last(call({})))['missing']).toEqual(['name', 'phone', 'brief', 'handling']);
    });

    it('CALL-11: a fault without its three parts has them marked', async () => {
      const told = { kind: 'fault', caller: { name: '王', phone: '138' }, brief: '故障', handling: '派修' };
      const data = await last(call({ ...told, fault: { what: '无信号', where: '' } }));
      expect(data['missing']).toEqual(['fault.where', 'fault.action']);
    });

    it('CALL-11: parts of a fault are asked of no other kind of call', async () => {
      const told = { kind: 'inquiry', caller: { name: '王', phone: '138' }, brief: '咨询', handling: '答复' };
      expect((await last(call(told)))['missing']).toEqual([]);
    });

    it('CALL-4: how it was handled may be told at the end of the call', async () => {
      const told = { caller: { name: '王', phone: '138' }, brief: '咨询' };
      const data = await last(call(told), ended({ handling: '已答复' }, '09:05:00'));
      expect(data['summary']).toMatchObject({ missing: [] });
      expect(data['was']).toMatchObject({ missing: ['handling'] });
    });
  });

  describe('topics', () => {
    it('ESC-1: finds the words of the pack in what was told, however they are written, and seals the text', async () => {
      const data = await last(filed('C1', { detail: '我已发律师函', demand: 'I will call the ＴＶ' }));
      expect(data['topics']).toEqual(['litigation', 'media']);
      expect(JSON.stringify(data)).not.toContain('律师函');
    });

    it('ESC-1: a word inside another word is not that word', async () => {
      expect(await last(filed('C1', { detail: 'an issue with the tvs' }))).not.toHaveProperty('topics');
    });
  });

  describe('fields of the pack', () => {
    it('CALL-13: stay clear when the pack says so and the value is one of its values or a short code', async () => {
      const data = await last(call({ fields: { 'media-source': 'press', age: 35, assessment: '较好', other: 'x' } }));
      expect(data['fields']).toEqual({ 'media-source': 'press', age: '35' });
      const [recorded] = await place.log();
      expect(recorded && (await place.told(recorded))).toMatchObject({ fields: { assessment: '较好', other: 'x' } });
    });

    it('CALL-13: a value that is none of the list, or a text, is sealed', async () => {
      const data = await last(call({ fields: { 'media-source': '张三 13800000009', age: '三十五\n张三' } }));
      expect(data).not.toHaveProperty('fields');
      expect(JSON.stringify(data)).not.toContain('张三');
    });

    it('are the same when they are told again, and something else when one differs', async () => {
      const told = { fields: { 'media-source': 'press', assessment: '好' } };
      await last(call(told));
      expect(await place.send(call(told))).toMatchObject([{ status: 'duplicate' }]);
      for (const other of [
        { 'media-source': 'web', assessment: '好' },
        { 'media-source': 'press', assessment: '差' },
      ])
        expect(await place.send(call({ fields: other }))).toMatchObject([{ status: 'rejected', code: 'conflict' }]);
    });
  });

  describe('confidential matters', () => {
    it('FILE-1: whistleblowing is seen by the named offices alone, from the first byte', async () => {
      expect((await last(filed('C1', { kind: 'whistleblowing' })))['seenBy']).toEqual([
        'leader-in-charge',
        'general-manager',
      ]);
    });

    it('FILE-1: a letter that nobody has sorted yet is kept as carefully', async () => {
      expect((await last(filed('C1', { channel: 'letter' })))['seenBy']).toEqual(['general-manager']);
    });

    it('FILE-1: by what the text is about, of a call too', async () => {
      expect((await last(call({ brief: '记者采访' })))['seenBy']).toEqual(['general-manager', 'press-office']);
    });

    it('FILE-1: a letter sorted as a complaint is as open as any other', async () => {
      expect(await last(filed('C1', { channel: 'letter', kind: 'complaint' }))).not.toHaveProperty('seenBy');
    });
  });

  describe('the summary of a call', () => {
    const answered = { agent: 'a-7', line: 'L1', department: 'sales', outcome: 'answered' };

    it.each([
      [3, true],
      [4, false],
    ])('CALL-1: %i rings are within three: %s', async (rings, within) => {
      expect((await last(call({ ...answered, rings })))['summary']).toMatchObject({ withinRings: within });
    });

    it('CALL-1: a call that nobody answered is neither', async () => {
      const data = await last(call({ ...answered, outcome: 'missed', rings: 2 }));
      expect(data['summary']).not.toHaveProperty('withinRings');
    });

    it('CALL-2: says whose call it was, where, and when', async () => {
      expect((await last(call(answered)))['summary']).toEqual({
        at: '2026-03-23T09:00:00+08:00',
        zone: 'Asia/Shanghai',
        department: 'sales',
        agent: 'a-7',
        line: 'L1',
        outcome: 'answered',
        missing: ['name', 'phone', 'brief', 'handling'],
      });
    });

    const received = call({ ...answered, answeredAt: '2026-03-23T09:00:10+08:00' });

    it('CALL-5: longer than five minutes without consent to hold or a promised call-back breaks the rule', async () => {
      const data = await last(received, ended({}, '09:05:11'));
      expect(data['summary']).toMatchObject({ handlingMs: 301_000, rules: ['CALL-5'] });
      expect(data['was']).not.toHaveProperty('rules');
    });

    it.each([{ holdConsent: true }, { callBackBy: '2026-03-23T11:00:00+08:00' }])(
      'CALL-5: with %j it does not',
      async (course) => {
        expect((await last(received, ended(course, '09:15:11')))['summary']).not.toHaveProperty('rules');
      },
    );

    it.each([
      [{ needsDepartment: 'finance' }, ['CALL-5']],
      [{ needsDepartment: 'finance', holdConsent: true }, undefined],
      [{ needsDepartment: 'finance', callBackBy: '2026-03-23T11:00:00+08:00' }, undefined],
      [{}, undefined],
    ])(
      'CALL-5: a short call that ends with %j, which may need another department, breaks %p',
      async (course, rules) => {
        expect(((await last(received, ended(course, '09:01:10')))['summary'] as JsonObject)['rules']).toEqual(rules);
      },
    );

    it('CALL-5: five minutes are not longer than five minutes', async () => {
      expect((await last(received, ended({}, '09:05:10')))['summary']).not.toHaveProperty('rules');
    });

    it.each([
      ['no check', {}, undefined],
      ['a check that failed', { identity: { methods: ['reserved-phone', 'id-number'], passed: false } }, false],
      ['fewer ways than it takes', { identity: { methods: ['holdings', 'holdings'], passed: true } }, false],
    ])('CALL-12: account data told after %s breaks the rule', async (_, course, passed) => {
      const { summary } = await last(call({ ...answered, accountDataTold: true, ...course }));
      expect(summary).toMatchObject({ rules: ['CALL-12'] });
      expect((summary as JsonObject)['identityPassed']).toBe(passed);
    });

    it('CALL-12: after a check that was passed it does not', async () => {
      const identity = { methods: ['reserved-phone', 'id-number'], passed: true };
      const { summary } = await last(call({ ...answered, accountDataTold: true, identity }));
      expect(summary).toMatchObject({ identityPassed: true });
      expect(summary).not.toHaveProperty('rules');
    });

    it('CALL-8: internal use of the line is misuse', async () => {
      expect((await last(call({ outcome: 'misuse' })))['summary']).toMatchObject({ rules: ['CALL-8'] });
    });

    it('is summed up anew each time that more is told of its end, whatever the batches', async () => {
      const messages = [
        received,
        ended({ satisfaction: 'satisfied' }, '09:09:00'),
        ended({ holdConsent: true }, '09:09:30', 'K1-ended-again'),
      ];
      const data = await last(...messages);
      expect(data['was']).toMatchObject({ satisfaction: 'satisfied', rules: ['CALL-5'] });
      expect(data['summary']).toMatchObject({ satisfaction: 'satisfied', handlingMs: 560_000 });
      expect(data['summary']).not.toHaveProperty('rules');
      const other = await openIntakePlace(recordPolicies());
      await other.send(...messages);
      expect((await other.log()).map((each) => each.data['summary'])).toEqual(
        (await place.log()).map((each) => each.data['summary']),
      );
      await other.dispose();
    });

    it('takes a repeated end for what it is', async () => {
      await last(received, ended({}, '09:09:00'));
      expect(await place.send(ended({}, '09:09:00'))).toMatchObject([{ status: 'duplicate' }]);
    });
  });

  describe('words that the pack has a list of', () => {
    it.each([
      ['case.escalated', { to: 'general-manager' }, { to: 'nobody' }, 'data.to'],
      ['case.investigated', { step: 'approved' }, { step: 'guessed' }, 'data.step'],
      [
        'case.compensated',
        { compensation: 'gift', amountFen: 1 },
        { compensation: 'car', amountFen: 1 },
        'data.compensation',
      ],
      [
        'case.extension-requested',
        { deadline: 'resolution', until: '2026-03-30T09:00:00+08:00', ground: 'unreached' },
        { deadline: 'resolution', until: '2026-03-30T09:00:00+08:00', ground: 'late' },
        'data.ground',
      ],
      ['case.paused', { reason: 'waiting' }, { reason: 'lunch' }, 'data.reason'],
      [
        'case.followed-up',
        { reached: true, answers: { attitude: 5 } },
        { reached: true, answers: { looks: 5 } },
        'data.answers',
      ],
      ['case.closed', { outcome: 'settled' }, { outcome: 'gone' }, 'data.outcome'],
    ] as const)('%s: takes one of them and refuses any other', async (type, good, bad, path) => {
      await place.send(filed('C1'));
      const receipts = await place.send(
        event('good', type, { complaintId: 'C1', ...good }),
        event('bad', type, { complaintId: 'C1', ...bad }),
      );
      expect(receipts).toMatchObject([{ status: 'accepted' }, { status: 'rejected', path }]);
    });

    it('CONF-1: where the pack names no questions, one is an id all the same and no text in clear', async () => {
      const answered = (id: string, question: string) =>
        event(id, 'case.followed-up', { complaintId: 'C1', reached: true, answers: { [question]: 5 } });
      await place.send(filed('C1', { policy: 'observed', level: 'normal' }));
      expect(await place.send(answered('good', 'speed'), answered('bad', '王小明 13800000000'))).toMatchObject([
        { status: 'accepted' },
        { status: 'rejected', path: 'data.answers', message: expect.not.stringContaining('王') },
      ]);
    });

    it('CALL-12: a way to prove who one is that the pack does not know is refused', async () => {
      const identity = { methods: ['reserved-phone', 'face'], passed: true };
      expect(await place.send(call({ identity }))).toMatchObject([
        { status: 'rejected', path: 'data.identity.methods' },
      ]);
    });
  });
});
