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
