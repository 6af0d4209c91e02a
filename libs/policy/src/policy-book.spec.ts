import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { epochOf } from './time/instant.ts';
import { openPolicyBook } from './policy-book.ts';

const folder = mkdtempSync(join(tmpdir(), 'packs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const book = openPolicyBook();
const standard = book.policy('standard');

describe('the built-in packs', () => {
  it('are all sound, standard the default', () => {
    expect(book.ids()).toEqual(expect.arrayContaining(['observed', 'standard']));
    expect(book.defaultId).toBe('standard');
  });
});

describe('the standard pack', () => {
  const startedAt = '2026-03-23T09:00:00+08:00';
  const minutes = (deadline: string, level: string): number => {
    const found = standard.due(deadline, { matter: { level }, startedBy: 'filed', startedAt });
    return found ? (found.dueAt - epochOf(startedAt)) / 60_000 : Number.NaN;
  };

  it('LEVEL-1: has the two responses and the penalty of each level', () => {
    const table = Object.keys(standard.pack.levels).map((level) => [
      level,
      minutes('first-response', level),
      minutes('second-response', level) / 60,
      standard.penaltyFen('first-response', level),
      standard.penaltyFen('second-response', level),
    ]);
    expect(table).toEqual([
      ['dissatisfied', 30, 24, 2000, 2000],
      ['very-dissatisfied', 20, 24, 3000, 3000],
      ['major', 10, 24, 5000, 5000],
      ['crisis', 10, 24, 8000, 8000],
    ]);
    expect(standard.pack.defaultLevel).toBe('dissatisfied');
  });

  it('LEVEL-1: counts the first and the second contact of each round, and nothing else, as responses', () => {
    const responses = standard.deadlines.filter(({ response }) => response);
    expect(responses.map(({ id, starts, metBy, nth }) => [id, starts, metBy, nth])).toEqual([
      ['first-response', 'round', 'contacted', 1],
      ['second-response', 'round', 'contacted', 2],
    ]);
  });

  it('FILE-4, RES-1, RES-2, CALL-6, CALL-7, FUP-1: has the other deadlines; only a promise in a crisis is fined', () => {
    const others = standard.deadlines.filter(({ response }) => response !== true);
    expect(others.map(({ id, rule, starts, metBy, within }) => [id, rule, starts, metBy, within])).toEqual([
      [
        'work-order',
        'FILE-4',
        'filed',
        'assigned',
        { by: 'channel', table: { government: '5min' }, otherwise: '10min' },
      ],
      [
        'answer',
        'RES-2',
        'round',
        'resolved',
        { by: 'kind', table: { inquiry: 'same day', query: 'same day', opinion: '2d' } },
      ],
      ['weekly-call-back', 'RES-2', 'round', 'contacted', { by: 'kind', table: { suggestion: '7d' } }],
      ['government-answer', 'RES-2', 'round', 'resolved', { by: 'channel', table: { government: '30min' } }],
      ['resolution', 'RES-1', 'round', 'resolved', '3 working days'],
      ['call-back', 'CALL-6', 'promised', 'contacted', 'given'],
      ['missed-call', 'CALL-7', 'missed-call', 'contacted', '2 working hours'],
      ['follow-up', 'FUP-1', 'resolved', 'followed-up', '3 working days'],
    ]);
    const fined = (level: string) => others.map(({ id }) => standard.penaltyFen(id, level)).filter((fen) => fen > 0);
    expect([fined('major'), fined('crisis')]).toEqual([[], [8000]]);
  });

  it('XFER-1, XFER-2, XFER-3, FIRST-3: one transfer between departments, two handlers, all handed over, no question passed on', () => {
    expect(standard.pack.transfer).toEqual({
      unit: 'department',
      limit: 1,
      handlers: 2,
      handover: ['need', 'facts', 'promised', 'contact'],
      keeps: [{ kind: ['inquiry', 'query'] }],
    });
  });

  it('proposes a department of its own for every category and kind', () => {
    const { categories = {}, kinds = {}, departments = {} } = standard.pack;
    const proposed = [
      ...Object.keys(categories).map((category) => standard.propose({ category }, startedAt)),
      ...Object.keys(kinds).map((kind) => standard.propose({ kind }, startedAt)),
    ].map((proposal) => proposal?.holder.department ?? '');
    expect(proposed.filter((department) => !Object.hasOwn(departments, department))).toEqual([]);
    expect(new Set(proposed).size).toBeGreaterThanOrEqual(7);
    expect(Object.keys(departments)).toHaveLength(10);
    expect(standard.propose({ category: 'product-quality' }, startedAt)?.holder).toEqual({ department: 'quality' });
    expect(standard.propose({ category: 'billing', kind: 'fault' }, startedAt)?.holder).toEqual({
      department: 'finance',
    });
  });

  it('CALL-3: opens a case for needs that somebody must handle', () => {
    const { kinds = {}, handledCallKinds } = standard.pack;
    expect(Object.keys(kinds)).toHaveLength(10);
    expect(handledCallKinds).toEqual(['complaint', 'opinion', 'suggestion', 'fault', 'after-sales', 'whistleblowing']);
  });
});

describe('the observed pack', () => {
  const observed = book.policy('observed');

  it('takes any word, and judges only what the source itself promised', () => {
    const { kinds, categories, channels, departments, transfer } = observed.pack;
    expect([kinds, categories, channels, departments, transfer.handover]).toEqual(Array.from({ length: 5 }));
    const request = { matter: { level: 'normal' }, startedBy: 'filed', startedAt: '2012-03-31T23:00:00+02:00' };
    expect(observed.due('resolution', request)).toBeUndefined();
    expect(observed.due('resolution', { ...request, given: '2012-04-01T00:00:00+02:00' })?.dueAt).toBe(
      Date.UTC(2012, 2, 31, 22),
    );
  });
});

describe('openPolicyBook', () => {
  it('adds packs that extend a built-in one', () => {
    const extra = file('branch.yaml', 'id: branch\nversion: 1\nextends: observed\nzone: Europe/Stockholm\n');
    const branch = openPolicyBook({ extra: [extra], defaultId: 'branch' }).policy('branch');
    expect([branch.zone, branch.pack.defaultLevel]).toEqual(['Europe/Stockholm', 'normal']);
  });

  it('lets a pack take the place of the built-in one that it extends, for those that extend it too', () => {
    const extra = [
      file('standard.yaml', 'id: standard\nversion: 7\nextends: standard\nworkingHours: ["08:00-17:00"]\n'),
      file('shop.yaml', 'id: shop\nversion: 1\nextends: standard\n'),
    ];
    const changed = openPolicyBook({ extra });
    expect(changed.policy('standard').version).toBe(7);
    expect(changed.policy('standard').pack.levels).toEqual(standard.pack.levels);
    expect(changed.policy('shop').pack.workingHours).toEqual(['08:00-17:00']);
  });

  it('names the packs there are when one is asked for that is not', () => {
    expect(() => book.policy('standart')).toThrow(
      expect.objectContaining({
        code: 'not-found',
        details: expect.objectContaining({ hint: "Do you mean 'standard'?" }),
      }),
    );
    expect(() => openPolicyBook({ defaultId: 'mine' })).toThrow(
      expect.objectContaining({ message: "There is no policy pack 'mine'." }),
    );
  });

  it('refuses two files of one id, a missing file and a missing folder', () => {
    const twins = [file('a.yaml', 'id: twin\nextends: observed\n'), file('b.yaml', 'id: twin\nextends: observed\n')];
    expect(() => openPolicyBook({ extra: twins })).toThrow("both define the policy pack 'twin'");
    expect(() => openPolicyBook({ extra: [join(folder, 'none.yaml')] })).toThrow('none.yaml cannot be read');
    expect(() => openPolicyBook({ packs: join(folder, 'none') })).toThrow('cannot be read');
  });
});
