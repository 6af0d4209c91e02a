import { said } from '@complaint-ledger/contracts';
import { isShift, overlap, parseShift, type Shift } from '../calendar/working-hours.ts';
import { isZone } from '../time/zone-offset.ts';
import type { Path } from '../yaml/read-yaml.ts';
import type { Checking } from './checking.ts';

/** Zone, working hours, the company's own days and the duty roster. */
export const checkHours = (checking: Checking): void => {
  const { pack } = checking;
  if (!isZone(pack.zone)) {
    checking.report(
      ['zone'],
      said(`There is no time zone '${pack.zone}'.`, `没有时区“${pack.zone}”。`),
      said('Write an IANA name, such as Asia/Shanghai.', '请写 IANA 时区名，如 Asia/Shanghai。'),
    );
  }
  checkShifts(checking);
  checkCompanyDays(checking);
  checkDuty(checking);
};

const checkShifts = (checking: Checking): void => {
  const shifts = (checking.pack.workingHours ?? []).flatMap((text, index) => {
    const shift = shiftAt(checking, text, ['workingHours', index]);
    return shift === undefined ? [] : [shift];
  });
  const both = overlap(shifts);
  if (!both) return;
  const [one, other] = both.map(({ start, end }) => `${clock(start)}-${clock(end)}`);
  checking.report(
    ['workingHours'],
    said(`${one} and ${other} overlap.`, `${one} 与 ${other} 重叠。`),
    said(
      'Every minute may count once: make them meet or leave a pause.',
      '每一分钟只能计一次：请让两段首尾相接，或留出间隔。',
    ),
  );
};

const shiftAt = (checking: Checking, text: string, path: Path): Shift | undefined => {
  const shift = parseShift(text);
  if (isShift(shift)) return shift;
  checking.report(
    path,
    shift,
    said('Write hours as 09:00-18:00; several shifts are several entries.', '请写成 09:00-18:00；多个时段分开写。'),
  );
  return undefined;
};

const clock = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

const checkDay = (checking: Checking, text: string | undefined, path: Path): void => {
  if (text === undefined || isDay(text)) return;
  checking.report(
    path,
    said(`There is no day '${text}'.`, `没有“${text}”这一天。`),
    said('Write a day of the calendar, such as 2026-02-28.', '请写日历上有的日期，如 2026-02-28。'),
  );
};

const checkCompanyDays = (checking: Checking): void => {
  const { pack } = checking;
  if (pack.companyDays === undefined) return;
  if (pack.calendar === undefined) {
    checking.report(
      ['companyDays'],
      said('The pack has no calendar that these days could differ from.', '制度包没有日历，这些日子无从与之不同。'),
      said('Add calendar: CN, or take companyDays out.', '请加上 calendar: CN，或去掉 companyDays。'),
    );
  }
  const { closed = [], open = [] } = pack.companyDays;
  for (const [index, day] of closed.entries()) checkDay(checking, day, ['companyDays', 'closed', index]);
  for (const [index, day] of open.entries()) {
    const path: Path = ['companyDays', 'open', index];
    checkDay(checking, day, path);
    if (closed.includes(day))
      checking.report(
        path,
        said(`${day} is closed and open at once.`, `${day} 既休息又上班。`),
        said('Take it out of one of the two lists.', '请从其中一个列表里去掉。'),
      );
  }
};

const checkDuty = (checking: Checking): void => {
  const duty = checking.pack.duty ?? [];
  for (const [index, { department, person, from, to, on, hours }] of duty.entries()) {
    const at: Path = ['duty', index];
    if (department !== undefined) checking.expect('department', 'departments', department, [...at, 'department']);
    if (department === undefined && person === undefined)
      checking.report(
        at,
        said('It names nobody.', '没有写明由谁值班。'),
        said('Give a department or a person.', '请写部门或人员。'),
      );
    checkDay(checking, from, [...at, 'from']);
    checkDay(checking, to, [...at, 'to']);
    if (from !== undefined && to !== undefined && from > to)
      checking.report(
        [...at, 'to'],
        said(`${to} is before ${from}.`, `${to} 早于 ${from}。`),
        said('Write the first day in from, the last one in to.', '请在 from 写首日，在 to 写末日。'),
      );
    if (on?.length === 0)
      checking.report(
        [...at, 'on'],
        said('An empty list is no day.', '空列表不含任何一天。'),
        said('Name days, such as [sat, sun], or leave on out.', '请写星期几，如 [sat, sun]，或不写 on。'),
      );
    if (hours !== undefined) shiftAt(checking, hours, [...at, 'hours']);
    const always = [from, to, on, hours].every((limit) => limit === undefined);
    if (always && index < duty.length - 1)
      checking.report(
        at,
        said('This entry fits every time, so those after it never speak.', '此项适用于任何时间，其后各项永远用不上。'),
        said('Move it to the end.', '请移到最后。'),
      );
  }
};
