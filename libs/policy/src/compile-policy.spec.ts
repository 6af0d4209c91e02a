import { describe, expect, it } from '@jest/globals';
import { openCalendarBook } from './calendar/calendar-book.ts';
import { compilePolicy } from './compile-policy.ts';
import { loadPack } from './load-pack.ts';
import { formatInZone } from './time/instant.ts';

const calendars = openCalendarBook();
const policy = compilePolicy(
  loadPack(
    `id: shop
version: 3
name: { zh-CN: 商店, en: Shop }
zone: Asia/Shanghai
calendar: CN
workingHours: ['09:00-18:00']
levels:
  low: { zh-CN: 低, en: Low }
  high: { zh-CN: 高, en: High }
defaultLevel: low
deadlines:
  reply:
    name: { zh-CN: 答复, en: Reply }
    rule: RES-2
    starts: filed
    metBy: contacted
    within: { high: 90min }
    penalty: { high: 12.50 CNY }
  settled:
    name: { zh-CN: 办结, en: Settled }
    starts: filed
    metBy: resolved
    within: { low: 3 working days, high: 2 working hours }
    penalty: 20 CNY
  promised:
    name: { zh-CN: 承诺, en: Promised }
    starts: filed
    metBy: resolved
    within: given
transfer: { unit: group, limit: 1, systems: [siebel] }
assignment:
  - when: { category: [delivery, parcel], level: high }
    to: { department: logistics, person: lead }
  - when: { category: delivery }
    to: { department: logistics }
`,
    { file: 'shop.yaml', resolve: () => undefined },
  ),
  calendars,
);

const start = { startedBy: 'filed', startedAt: '2026-02-14T17:00:00+08:00' };
const due = (deadline: string, level: string, given?: string) => {
  const found = policy.due(deadline, { ...start, matter: { level }, ...(given !== undefined && { given }) });
  return found && { at: formatInZone(found.dueAt, policy.zone), explanation: found.explanation };
};

describe('due', () => {
  it('counts elapsed time by the level and says so', () => {
    expect(due('reply', 'high')).toEqual({
      at: '2026-02-14T18:30:00+08:00',
      explanation: { policy: 'shop', policyVersion: 3, rule: 'RES-2', ...start, length: '90min', clock: 'elapsed' },
    });
  });

  it('is undefined for a level that has no such deadline', () => {
    expect(due('reply', 'low')).toBeUndefined();
    expect(due('reply', 'unheard-of')).toBeUndefined();
  });

  it('counts working time and names calendar and stretches', () => {
    expect(due('settled', 'high')).toEqual({
      at: '2026-02-24T10:00:00+08:00',
      explanation: {
        policy: 'shop',
        policyVersion: 3,
        ...start,
        length: '2 working hours',
        clock: 'working',
        calendar: 'CN 2026.1',
        intervals: [
          { from: '2026-02-14T17:00:00+08:00', to: '2026-02-14T18:00:00+08:00' },
          { from: '2026-02-24T09:00:00+08:00', to: '2026-02-24T10:00:00+08:00' },
        ],
      },
    });
    expect(due('settled', 'low')?.at).toBe('2026-02-26T17:00:00+08:00');
  });

  it('takes the due time that the source gave, and has none of its own where only that counts', () => {
    expect(due('promised', 'low')).toBeUndefined();
    expect(due('promised', 'low', '2026-03-01T00:00:00+01:00')).toEqual({
      at: '2026-03-01T07:00:00+08:00',
      explanation: { policy: 'shop', policyVersion: 3, ...start, length: 'given by the source', clock: 'given' },
    });
    expect(due('reply', 'low', '2026-03-01T00:00:00+08:00')?.explanation.clock).toBe('given');
  });

  it('says that the calendar lacks a year instead of counting ordinary weekdays', () => {
    const request = { matter: { level: 'low' }, startedBy: 'filed', startedAt: '2026-12-31T12:00:00+08:00' };
    expect(() => policy.due('settled', request)).toThrow(expect.objectContaining({ code: 'calendar' }));
  });

  it('knows its deadlines', () => {
    expect(policy.deadlines.map(({ id }) => id)).toEqual(['reply', 'settled', 'promised']);
    expect(() => due('repaid', 'low')).toThrow(
      expect.objectContaining({
        code: 'not-found',
        details: expect.objectContaining({ hint: 'It has reply, settled, promised.' }),
      }),
    );
  });
});

describe('penaltyFen', () => {
  it('is by level, for every level, or nothing', () => {
    expect(policy.penaltyFen('reply', 'high')).toBe(1250);
    expect(policy.penaltyFen('reply', 'low')).toBe(0);
    expect(policy.penaltyFen('settled', 'low')).toBe(2000);
    expect(policy.penaltyFen('promised', 'low')).toBe(0);
  });
});

describe('propose', () => {
  it('lets the first rule speak whose every condition fits', () => {
    expect(policy.propose({ category: 'delivery', level: 'high' }, '2026-03-23T09:00:00+08:00')).toEqual({
      holder: { department: 'logistics', person: 'lead' },
      rule: 'assignment.0',
    });
    expect(policy.propose({ category: 'delivery', level: 'low' }, '2026-03-23T09:00:00+08:00')?.rule).toBe(
      'assignment.1',
    );
    expect(policy.propose({ category: 'delivery' }, '2026-03-23T09:00:00+08:00')?.rule).toBe('assignment.1');
    expect(policy.propose({ category: 'parcel' }, '2026-03-23T09:00:00+08:00')).toBeUndefined();
    expect(policy.propose({}, '2026-03-23T09:00:00+08:00')).toBeUndefined();
  });
});

describe('isSystem', () => {
  it('knows the actors that the pack calls systems', () => {
    expect([policy.isSystem('siebel'), policy.isSystem('agent-7')]).toEqual([true, false]);
  });
});

describe('compilePolicy', () => {
  it('says in which years it can count working time, and that a pack of clock time needs none', () => {
    expect(policy.workingYears).toEqual({ first: 2004, last: calendars.calendar('CN').lastYear });
    const { reply } = policy.pack.deadlines;
    if (reply === undefined) throw new Error('the pack has no reply');
    expect(compilePolicy({ ...policy.pack, deadlines: { reply } }, calendars).workingYears).toBeUndefined();
  });

  it('refuses a calendar that is not installed', () => {
    expect(() => compilePolicy({ ...policy.pack, calendar: 'FR' }, calendars)).toThrow(
      expect.objectContaining({
        code: 'config',
        message: "There is no working calendar 'FR'.",
        details: expect.objectContaining({ hint: expect.stringContaining('Installed are CN') }),
      }),
    );
  });
});

const words = { 'zh-CN': '词', en: 'word' };
const rule = { name: words, starts: 'filed', metBy: 'contacted' } as const;
const company = compilePolicy(
  {
    ...policy.pack,
    companyDays: { closed: ['2026-03-24'], open: ['2026-03-28'] },
    categories: {
      goods: words,
      fresh: { ...words, under: 'goods' },
      fruit: { ...words, under: 'fresh' },
    },
    duty: [{ person: 'duty-1', on: ['sun'] }],
    confidential: [
      { when: { kind: 'whistleblowing' }, seenBy: ['general-manager'] },
      { when: { category: 'goods', level: 'high' }, seenBy: ['quality-head'] },
    ],
    assignment: [
      { when: { outOfHours: true }, to: { department: 'office', duty: true } },
      { when: { category: 'goods' }, to: { department: 'sales', ownGroup: true } },
      { when: {}, to: { department: 'sales' } },
    ],
    deadlines: {
      today: { ...rule, within: 'same day' },
      'working-today': { ...rule, within: 'same working day' },
      sorted: { ...rule, within: { by: 'category', table: { goods: '24h', fruit: '2h' }, otherwise: '48h' } },
      channelled: { ...rule, within: { by: 'channel', table: { phone: '30min' } } },
    },
  },
  calendars,
);
const monday = '2026-03-23T17:00:00+08:00';
const dueAt = (id: string, matter: object = {}, startedAt = monday) => {
  const due = company.due(id, { matter: { level: 'low', ...matter }, startedBy: 'filed', startedAt });
  return due && formatInZone(due.dueAt, 'Asia/Shanghai');
};

describe('a length by another dimension', () => {
  it('FILE-5: is that of the category, or of the nearest above it, or of every other', () => {
    expect(dueAt('sorted', { category: 'fruit' })).toBe('2026-03-23T19:00:00+08:00');
    expect(dueAt('sorted', { category: 'fresh' })).toBe('2026-03-24T17:00:00+08:00');
    expect(dueAt('sorted', { category: 'advice' })).toBe('2026-03-25T17:00:00+08:00');
    expect(dueAt('sorted')).toBe('2026-03-25T17:00:00+08:00');
  });

  it('FILE-1: is none where the table has none', () => {
    expect(dueAt('channelled', { channel: 'phone' })).toBe('2026-03-23T17:30:00+08:00');
    expect(dueAt('channelled', { channel: 'letter' })).toBeUndefined();
    expect(dueAt('channelled')).toBeUndefined();
  });
});

describe('a length that ends with the day', () => {
  it('RES-2: says which time it counted', () => {
    const ask = (id: string) => company.due(id, { matter: { level: 'low' }, startedBy: 'filed', startedAt: monday });
    expect(ask('today')?.explanation).toMatchObject({
      length: 'same day',
      clock: 'elapsed',
      intervals: [{ from: monday, to: '2026-03-24T00:00:00+08:00' }],
    });
    expect(ask('today')?.explanation.calendar).toBeUndefined();
    expect(ask('working-today')?.explanation).toMatchObject({
      length: 'same working day',
      clock: 'working',
      calendar: expect.stringMatching(/^CN /),
      intervals: [{ from: monday, to: '2026-03-23T18:00:00+08:00' }],
    });
  });

  it("RES-2: counts the company's own days", () => {
    expect(dueAt('working-today', {}, '2026-03-23T18:00:00+08:00')).toBe('2026-03-25T18:00:00+08:00');
    expect(dueAt('working-today', {}, '2026-03-27T18:00:00+08:00')).toBe('2026-03-28T18:00:00+08:00');
  });

  it('is over when any length of the pack is', () => {
    const end = (length: string) => {
      const ms = company.endOf(length, monday);
      return ms === undefined ? undefined : formatInZone(ms, 'Asia/Shanghai');
    };
    expect(end('1 working day')).toBe('2026-03-25T17:00:00+08:00');
    expect(end('15d')).toBe('2026-04-07T17:00:00+08:00');
    expect([end('given'), end('soon')]).toEqual([undefined, undefined]);
  });
});

describe('office hours and duty', () => {
  it("ESC-3: closed outside the hours, on days off and on the company's own", () => {
    const closed = (at: string) => company.outOfHours(at);
    expect([closed(monday), closed('2026-03-23T18:00:00+08:00'), closed('2026-03-22T10:00:00+08:00')]).toEqual([
      false,
      true,
      true,
    ]);
    expect([closed('2026-03-24T10:00:00+08:00'), closed('2026-03-28T10:00:00+08:00')]).toEqual([true, false]);
  });

  it('ESC-3: a pack that never asks is never closed, and needs no year of the calendar', () => {
    const { assignment: _, ...pack } = company.pack;
    const unasked = compilePolicy({ ...pack, deadlines: { today: { ...rule, within: 'same day' } } }, calendars);
    expect(unasked.outOfHours('2041-03-23T20:00:00+08:00')).toBe(false);
    expect(unasked.workingYears).toBeUndefined();
    expect(() => company.outOfHours('2041-03-23T20:00:00+08:00')).toThrow(
      expect.objectContaining({ code: 'calendar' }),
    );
  });

  it('ESC-3: who is on duty is proposed, and where nobody is, the next rule speaks', () => {
    const closed = { outOfHours: true };
    expect(company.propose(closed, '2026-03-22T10:00:00+08:00')).toEqual({
      holder: { department: 'office', person: 'duty-1' },
      rule: 'assignment.0',
    });
    expect(company.propose(closed, '2026-03-23T20:00:00+08:00')?.rule).toBe('assignment.2');
    expect(company.dutyAt('2026-03-23T20:00:00+08:00')).toBeUndefined();
  });

  it('FIRST-2: the own group speaks only for a customer who has one', () => {
    expect(company.propose({ category: 'fruit', customerGroup: 'east' }, monday)?.holder).toEqual({
      department: 'sales',
      group: 'east',
    });
    expect(company.propose({ category: 'fruit' }, monday)?.rule).toBe('assignment.2');
  });
});

describe('what the pack makes of a matter', () => {
  it('FILE-5: the class is the topmost category above', () => {
    expect(['fruit', 'fresh', 'goods', 'unknown'].map((each) => company.classOf(each))).toEqual([
      'goods',
      'goods',
      undefined,
      undefined,
    ]);
  });

  it('FILE-1: the first rule that fits says who alone sees it', () => {
    expect(company.seenBy({ kind: 'whistleblowing', category: 'fruit', level: 'high' })).toEqual(['general-manager']);
    expect(company.seenBy({ category: 'fruit', level: 'high' })).toEqual(['quality-head']);
    expect(company.seenBy({ category: 'fruit', level: 'low' })).toBeUndefined();
  });
});
