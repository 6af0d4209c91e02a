import { LedgerError, said } from '@complaint-ledger/contracts';
import { Type, type Static } from 'typebox';
import { Words } from '../pack.ts';
import { dayNumber, isoWeekday, parseIsoDate } from '../time/civil.ts';
import { readExtending, type Resolve } from '../yaml/extending.ts';
import { configError, type Problem } from '../yaml/problem.ts';
import { schemaCheck } from '../yaml/schema-check.ts';

const closed = { additionalProperties: false } as const;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const Weekday = Type.Union(weekdays.map((name) => Type.Literal(name)));
const MonthDay = Type.String({ pattern: String.raw`^\d\d-\d\d$` });
const MonthDays = Type.String({ pattern: String.raw`^\d\d-\d\d(\.\.\d\d-\d\d)?$` });

/** A calendar as it stands in its file: which days of each known year differ from the usual week. */
export const CalendarFile = Type.Object(
  {
    id: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9-]*$' }),
    version: Type.String({ minLength: 1 }),
    extends: Type.Optional(Type.String()),
    name: Words,
    source: Type.String({ minLength: 1 }),
    /** Weekdays that are usually open. */
    week: Type.Array(Weekday),
    years: Type.Record(
      Type.String({ pattern: String.raw`^\d{4}$` }),
      Type.Object(
        {
          /** By festival: `01-28..02-04` or single days. */
          closed: Type.Record(Type.String(), Type.Array(MonthDays)),
          /** Days that are open although the week says closed. */
          open: Type.Array(MonthDay),
        },
        closed,
      ),
      { minProperties: 1 },
    ),
  },
  closed,
);
export type CalendarFile = Static<typeof CalendarFile>;

/** Which days are open. Pure; every year is either known or an error. */
export interface Calendar {
  readonly id: string;
  readonly version: string;
  readonly source: string;
  readonly firstYear: number;
  readonly lastYear: number;
  /** Days since 1970-01-01 of that year's open days, ascending. LedgerError `calendar` for a year without data. */
  openDays(year: number): readonly number[];
}

const check = schemaCheck(CalendarFile, {
  '/week/': said(`Write weekdays as ${weekdays.join(', ')}.`, `星期请写 ${weekdays.join('、')}。`),
  '/closed/': said('Write days of the year as 05-01 or 05-01..05-05.', '日期请写成 05-01 或 05-01..05-05。'),
  '/open/': said('Write a day of the year as 05-01.', '日期请写成 05-01。'),
  '/years': said(
    'Put each year under its number, with `closed` and `open`.',
    '每年写在年份之下，含 `closed` 和 `open`。',
  ),
});

export interface LoadCalendarOptions {
  /** For messages. */
  readonly file: string;
  readonly resolve: Resolve;
}

/** Reads a calendar file over what it extends, and checks it. LedgerError `config` with `details.problems`. */
export const loadCalendar = (yamlText: string, { file, resolve }: LoadCalendarOptions): Calendar => {
  const document = readExtending('calendar', { file, text: yamlText }, resolve);
  const schemaProblems = check(document);
  if (schemaProblems.length > 0) throw configError('calendar', file, schemaProblems);
  const calendar = document.value as CalendarFile;

  const problems: Problem[] = [];
  const usual = new Set(calendar.week.map((name) => weekdays.indexOf(name) + 1));
  const years = new Map<number, readonly number[]>();
  for (const [name, exceptions] of Object.entries(calendar.years)) {
    const year = Number(name);
    const at = (...path: readonly (string | number)[]) => ['years', name, ...path];
    const shut = new Set<number>();
    for (const [festival, ranges] of Object.entries(exceptions.closed)) {
      for (const [index, range] of ranges.entries()) {
        const [first, last] = daysOf(year, range);
        if (first === undefined || last === undefined || last < first) {
          problems.push(
            document.problem(
              at('closed', festival, index),
              said(`'${range}' is no stretch of days of ${year}.`, `“${range}”不是 ${year} 年的一段日期。`),
              said('Write 05-01 or 05-01..05-05.', '请写 05-01 或 05-01..05-05。'),
            ),
          );
          continue;
        }
        for (let day = first; day <= last; day += 1) shut.add(day);
      }
    }
    const opened = new Set<number>();
    for (const [index, text] of exceptions.open.entries()) {
      const day = parseIsoDate(`${name}-${text}`);
      if (day === undefined || shut.has(day)) {
        const fault =
          day === undefined
            ? said(`'${text}' is no day of ${year}.`, `“${text}”不是 ${year} 年的日期。`)
            : said(`${name}-${text} is both open and closed.`, `${name}-${text} 既上班又休息。`);
        problems.push(document.problem(at('open', index), fault, said('Correct or remove it.', '请改正或删去。')));
        continue;
      }
      opened.add(day);
    }
    const open: number[] = [];
    for (let day = dayNumber(year, 1, 1); day < dayNumber(year + 1, 1, 1); day += 1) {
      if (opened.has(day) || (usual.has(isoWeekday(day)) && !shut.has(day))) open.push(day);
    }
    years.set(year, open);
  }
  if (problems.length > 0) throw configError('calendar', file, problems);

  const known = [...years.keys()].sort((a, b) => a - b);
  return {
    id: calendar.id,
    version: calendar.version,
    source: calendar.source,
    firstYear: known[0] ?? Number.NaN,
    lastYear: known.at(-1) ?? Number.NaN,
    openDays(year) {
      const days = years.get(year);
      if (days) return days;
      throw new LedgerError(
        'calendar',
        said(
          `The working calendar ${calendar.id} ${calendar.version} has no data for ${year}.`,
          `工作日历 ${calendar.id} ${calendar.version} 没有 ${year} 年的数据。`,
        ),
        {
          path: `${file}: years.${year}`,
          hint: said(
            `Install a calendar file with id: ${calendar.id}, extends: ${calendar.id}, a new version, and the year ${year} as its holiday notice says.`,
            `请安装一个日历文件：id: ${calendar.id}，extends: ${calendar.id}，写上新版本号，并按放假通知写入 ${year} 年。`,
          ),
          calendar: calendar.id,
          calendarVersion: calendar.version,
          year,
        },
      );
    },
  };
};

const daysOf = (year: number, range: string): readonly [number | undefined, number | undefined] => {
  const [first = '', last = first] = range.split('..');
  return [parseIsoDate(`${year}-${first}`), parseIsoDate(`${year}-${last}`)];
};
