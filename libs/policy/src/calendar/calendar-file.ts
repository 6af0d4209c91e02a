import { LedgerError } from '@complaint-ledger/contracts';
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
  '/week/': `Write weekdays as ${weekdays.join(', ')}.`,
  '/closed/': 'Write days of the year as 05-01 or 05-01..05-05.',
  '/open/': 'Write a day of the year as 05-01.',
  '/years': 'Put each year under its number, with `closed` and `open`.',
});

export interface LoadCalendarOptions {
  /** For messages. */
  readonly file: string;
  readonly resolve: Resolve;
}

/** Reads a calendar file over what it extends, and checks it. LedgerError `config` with `details.problems`. */
export const loadCalendar = (yamlText: string, { file, resolve }: LoadCalendarOptions): Calendar => {
  const document = readExtending('calendar', yamlText, file, resolve);
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
              `'${range}' is no stretch of days of ${year}.`,
              'Write 05-01 or 05-01..05-05.',
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
          day === undefined ? `'${text}' is no day of ${year}.` : `${name}-${text} is both open and closed.`;
        problems.push(document.problem(at('open', index), fault, 'Correct or remove it.'));
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
        `The working calendar ${calendar.id} ${calendar.version} has no data for ${year}.`,
        {
          path: `${file}: years.${year}`,
          hint: `Install a calendar file with id: ${calendar.id}, extends: ${calendar.id}, a new version, and the year ${year} as its holiday notice says.`,
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
