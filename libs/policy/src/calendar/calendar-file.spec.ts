import { describe, expect, it } from '@jest/globals';
import { isWorkday as isOpenByChineseDays } from 'chinese-days';
import { isWorkday as isOpenByChineseWorkday } from 'chinese-workday';
import { dayNumber, isoDate } from '../time/civil.ts';
import { openCalendarBook } from './calendar-book.ts';
import { loadCalendar } from './calendar-file.ts';

const china = openCalendarBook().calendar('CN');

const days = (firstYear: number, lastYear: number): readonly { readonly date: string; readonly open: boolean }[] => {
  const all: { readonly date: string; readonly open: boolean }[] = [];
  for (let year = firstYear; year <= lastYear; year += 1) {
    const open = new Set(china.openDays(year));
    for (let day = dayNumber(year, 1, 1); day < dayNumber(year + 1, 1, 1); day += 1) {
      all.push({ date: isoDate(day), open: open.has(day) });
    }
  }
  return all;
};

describe('the calendar of mainland China', () => {
  it('covers 2004 to 2026', () => {
    expect([china.firstYear, china.lastYear]).toEqual([2004, 2026]);
  });

  it('agrees with chinese-days on every day but the one that the notice for 2006 settles', () => {
    const disputed = days(2004, 2026).filter(({ date, open }) => isOpenByChineseDays(date) !== open);
    expect(disputed).toEqual([{ date: '2005-12-31', open: true }]);
  });

  // That package leaves out many shifted days; the notices (and three further collections) say what stands here.
  it('agrees with chinese-workday on every day since 2011 but those that it lacks or has wrong', () => {
    const disputed = days(2011, 2026)
      .filter(({ date, open }) => isOpenByChineseWorkday(date) !== open)
      .map(({ date, open }) => `${date} ${open ? 'open' : 'closed'}`);
    expect(disputed).toEqual([
      '2011-01-29 closed',
      '2011-02-12 open',
      '2011-04-02 open',
      '2011-12-31 open',
      '2012-01-29 open',
      '2012-03-31 open',
      '2012-04-01 open',
      '2012-04-28 open',
      '2012-09-30 closed',
      '2012-10-08 open',
      '2013-04-07 open',
      '2013-04-27 open',
      '2013-04-28 open',
      '2013-06-08 open',
      '2013-06-09 open',
      '2013-10-12 open',
      '2013-12-29 closed',
      '2014-06-03 open',
      '2014-06-04 open',
      '2014-09-09 open',
      '2014-09-10 open',
      '2014-10-11 open',
      '2015-09-03 closed',
      '2015-09-04 closed',
      '2018-01-01 closed',
      '2020-01-31 closed',
      '2020-02-01 closed',
      '2023-01-03 open',
    ]);
  });

  it('knows the days that a second notice changed', () => {
    const isOpen = (date: string) => days(2015, 2020).find((day) => day.date === date)?.open;
    expect(['2015-09-03', '2015-09-04', '2015-09-06'].map(isOpen)).toEqual([false, false, true]);
    expect(['2019-05-02', '2019-05-03', '2019-05-05'].map(isOpen)).toEqual([false, false, true]);
    expect(['2020-01-31', '2020-02-01', '2020-02-03'].map(isOpen)).toEqual([false, false, true]);
  });

  it.each([2003, 2027])('has no ordinary weekdays for %i, but an error that says what to install', (year) => {
    expect(() => china.openDays(year)).toThrow(
      expect.objectContaining({
        code: 'calendar',
        message: `The working calendar CN 2026.1 has no data for ${year}.`,
        details: expect.objectContaining({ year, hint: expect.stringContaining('Install a calendar file') }),
      }),
    );
  });
});

describe('loadCalendar', () => {
  const file = (years: string): string => `
id: XX
version: '1'
name: { zh-CN: 某地, en: Somewhere }
source: a notice
week: [mon, tue, wed, thu, fri]
years:
${years}`;
  const problems = (text: string): unknown => {
    try {
      return loadCalendar(text, { file: 'XX.yaml', resolve: () => undefined });
    } catch (error) {
      return error instanceof Error ? error.message : error;
    }
  };

  it('opens and closes days as the file says', () => {
    const calendar = loadCalendar(file('  2026: { closed: { rest: [01-01..01-04, 12-31] }, open: [01-10] }'), {
      file: 'XX.yaml',
      resolve: () => undefined,
    });
    const open = calendar.openDays(2026).map(isoDate);
    expect(open.slice(0, 6)).toEqual([
      '2026-01-05',
      '2026-01-06',
      '2026-01-07',
      '2026-01-08',
      '2026-01-09',
      '2026-01-10',
    ]);
    expect(open.at(-1)).toBe('2026-12-30');
  });

  it('names days that are none, backward stretches and days that are both', () => {
    const text = file(
      '  2025:\n    closed:\n      rest: [02-29]\n      back: [05-03..05-01]\n      day: [05-01]\n    open: [05-01, 13-01]',
    );
    expect(problems(text)).toBe(
      [
        'The calendar XX.yaml has 4 faults:',
        "XX.yaml:10: years.2025.closed.rest.0: '02-29' is no stretch of days of 2025. Write 05-01 or 05-01..05-05.",
        "XX.yaml:11: years.2025.closed.back.0: '05-03..05-01' is no stretch of days of 2025. Write 05-01 or 05-01..05-05.",
        'XX.yaml:13: years.2025.open.0: 2025-05-01 is both open and closed. Correct or remove it.',
        "XX.yaml:13: years.2025.open.1: '13-01' is no day of 2025. Correct or remove it.",
      ].join('\n'),
    );
  });

  it('tells what the schema refuses', () => {
    expect(problems(file('  2025: { closed: {}, opened: [] }'))).toBe(
      [
        'The calendar XX.yaml has 2 faults:',
        "XX.yaml:8: years.2025.opened: There is no key 'opened' here. Do you mean 'open'?",
        "XX.yaml:8: years.2025: 'open' is missing. Add it to years.2025.",
      ].join('\n'),
    );
  });
});
