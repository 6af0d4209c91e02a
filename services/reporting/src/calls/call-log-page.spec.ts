import { describe, expect, it } from '@jest/globals';
import { parseStreamName, type RecordedEvent } from '@complaint-ledger/contracts';
import type { Unseal } from '../personal/open-sealed.ts';
import { type ToldCall, callStory } from '../testing/call-story.ts';
import { projected } from '../testing/project.ts';
import { shanghai as at } from '../testing/story.ts';
import { readCallLog } from './call-log.ts';
import { callLogCsv } from './call-log-csv.ts';
import { callLogPage } from './call-log-page.ts';
import { callProjection } from './call-projection.ts';
import { type Reader, type ShownCallLog, shownCalls } from './shown-calls.ts';

const answered = { agent: 'a-1', outcome: 'answered' };

const calls: readonly ToldCall[] = [
  { id: 'jan', summaries: [{ at: at('2026-01-05 09:00'), ...answered }] },
  { id: 'march', summaries: [{ at: at('2026-03-01 09:00'), ...answered }] },
  {
    id: 'first',
    summaries: [
      {
        at: at('2026-03-23 09:00'),
        ...answered,
        kind: 'purchase',
        missing: ['branch', 'fault.where'],
        callBackBy: at('2026-03-23 11:00'),
      },
      {
        at: at('2026-03-23 09:00'),
        ...answered,
        kind: 'purchase',
        missing: ['branch', 'fault.where'],
        rules: ['CALL-5'],
      },
    ],
  },
  { id: 'bad', summaries: [{ at: at('2026-03-23 10:00'), outcome: 'nuisance' }] },
];

const unseal: Unseal = async () => ({
  state: 'clear',
  fields: { caller: { name: '<王 & 小明>', phone: '138' }, brief: 'asked\nwhat it costs' },
});

const logOf = async (reader: Partial<Reader> = {}, more: readonly RecordedEvent[] = []): Promise<ShownCallLog> => {
  const events = callStory(calls).map((event) =>
    event.type === 'CallReceived' ? { ...event, sealed: [{ person: 'p', blob: 'x' }] } : event,
  );
  const store = await projected(callProjection(), [...events, ...more]);
  return shownCalls(await readCallLog(store, { date: '2026-03-23', zone: 'Asia/Shanghai' }), {
    view: 'clear',
    sees: () => true,
    unseal,
    deskOf: (_, kind) => (kind === 'purchase' ? { department: 'marketing', contact: '400-1' } : undefined),
    ...reader,
  });
};

describe('the work log of a day', () => {
  it('CALL-2: archives each call under a running number of the month and of the quarter', async () => {
    const { calls: shown } = await logOf();
    expect(shown.map(({ archiveMonth, archiveQuarter }) => [archiveMonth, archiveQuarter])).toEqual([
      ['2026-03-0002', '2026-Q1-0003'],
      ['2026-03-0003', '2026-Q1-0004'],
    ]);
  });

  it('CALL-2: a number that was given stays when a call before it becomes known later', async () => {
    const late = callStory([{ id: 'late', summaries: [{ at: at('2026-03-23 08:00'), ...answered }] }], 50);
    const { calls: shown } = await logOf({}, late);
    expect(
      shown.map(({ externalId, archiveMonth, archiveQuarter }) => [externalId, archiveMonth, archiveQuarter]),
    ).toEqual([
      ['late', '2026-03-0004', '2026-Q1-0005'],
      ['first', '2026-03-0002', '2026-Q1-0003'],
      ['bad', '2026-03-0003', '2026-Q1-0004'],
    ]);
  });

  it('CALL-2: has the same numbers page by page, and in the order of the log however the calls came', async () => {
    const day = Array.from({ length: 12 }, (_, index) => ({
      id: `c${index}`,
      summaries: [{ at: at(`2026-03-23 ${String(8 + ((index * 5) % 12)).padStart(2, '0')}:00`), ...answered }],
    }));
    const store = await projected(callProjection(), callStory(day));
    const numbers = async (limit: number): Promise<readonly (readonly [string, number])[]> => {
      const found: (readonly [string, number])[] = [];
      for (let offset = 0; offset < day.length; offset += limit) {
        const page = await readCallLog(store, { date: '2026-03-23', zone: 'Asia/Shanghai', limit, offset });
        found.push(...page.calls.map((call) => [call.externalId, call.numberInMonth] as const));
      }
      return found;
    };
    expect(await numbers(5)).toEqual(await numbers(12));
    expect(new Map(await numbers(5))).toEqual(new Map(day.map(({ id }, index) => [id, index + 1])));
  });

  it('CALL-2: is a page of its own, with the days beside it, that needs nothing else and says what was told', async () => {
    const page = callLogPage(await logOf(), { language: 'en' });
    expect(page).toContain('<h1>Call work log 2026-03-23</h1>');
    expect(page).toContain('href="2026-03-22?format=html&amp;lang=en"');
    expect(page).toContain('href="2026-03-24?format=html&amp;lang=en"');
    expect(page).toContain('&lt;王 &amp; 小明&gt;');
    expect(page).not.toMatch(/<script|src=|https?:/);
    expect(callLogPage(await logOf())).toContain('来电登记表 2026-03-23');
  });

  it('CALL-4: marks what is missing, and tells of what was broken', async () => {
    const page = callLogPage(await logOf(), { language: 'en' });
    expect(page).toContain('<td class="missing">missing</td>');
    expect(page).toContain('missing: Where');
    expect(page).toContain('Broken: CALL-5');
  });

  it('CALL-3: names the desk that the caller is passed on to', async () => {
    const log = await logOf();
    expect(log.calls[0]?.desk).toEqual({ department: 'marketing', contact: '400-1' });
    expect(log.calls[1]).not.toHaveProperty('desk');
    expect(callLogPage(log, { language: 'en' })).toContain('Passed on to: marketing 400-1');
  });

  it('CALL-10: nuisance calls stand apart, and what was decided of their caller beside them', async () => {
    const [before, apart = ''] = callLogPage(await logOf(), { language: 'en' }).split('<section id="nuisance">');
    expect(before).not.toContain('2026-03-0003');
    expect(apart).toContain('2026-03-0003');
    const { id } = (await logOf()).calls[0] ?? { id: '' };
    const decided = (type: string, position: number): RecordedEvent => ({
      ...(callStory(calls)[0] as RecordedEvent),
      id: `${type}-1`,
      type,
      position,
      stream: 'caller-p',
      data: { policy: 'standard', call: id, at: at('2026-03-23 09:00'), callSource: 'pbx' },
    });
    const marked = await logOf({}, [
      decided('NuisanceMarked', 90),
      decided('CallerWarned', 91),
      decided('BlockedCallerCalled', 92),
    ]);
    expect(marked.calls[0]).toMatchObject({ nuisance: true, warned: true, blocked: true });
    const [, moved = ''] = callLogPage(marked, { language: 'en' }).split('<section id="nuisance">');
    expect(moved).toContain('2026-03-0002');
    expect(moved).toContain('warned; blocked caller');
    expect(parseStreamName(decided('CallerWarned', 91).stream).id).toBe('p');
  });

  it('FILE-1: a call that the reader may not know of is not there; the numbers of the others stay', async () => {
    const { calls: shown } = await logOf({ sees: ({ externalId }) => externalId !== 'first' });
    expect(shown.map(({ archiveMonth }) => archiveMonth)).toEqual(['2026-03-0003']);
  });

  it('CONF-1: shows nothing of customers to a reader who sees none', async () => {
    const page = callLogPage(await logOf({ view: 'none' }), { language: 'en' });
    expect(page).not.toContain('小明');
    expect(page).toContain('withheld');
  });

  it('is a table for programs, one row a call', async () => {
    const [titles = '', first = ''] = callLogCsv(await logOf(), { language: 'en' }).split('\r\n');
    expect(titles).toMatch(/^Number in month,Number in quarter,Time,Line,Outcome/);
    expect(first).toContain('2026-03-0002,2026-Q1-0003,09:00:00,,answered');
    expect(first).toContain('<王 & 小明>');
  });
});
