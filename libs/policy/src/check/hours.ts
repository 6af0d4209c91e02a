import { overlap, parseShift, type Shift } from '../calendar/working-hours.ts';
import { isZone } from '../time/zone-offset.ts';
import type { Path } from '../yaml/read-yaml.ts';
import type { Checking } from './checking.ts';

/** Zone, working hours, the company's own days and the duty roster. */
export const checkHours = (checking: Checking): void => {
  const { pack } = checking;
  if (!isZone(pack.zone)) {
    checking.report(['zone'], `There is no time zone '${pack.zone}'.`, 'Write an IANA name, such as Asia/Shanghai.');
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
    `${one} and ${other} overlap.`,
    'Every minute may count once: make them meet or leave a pause.',
  );
};

const shiftAt = (checking: Checking, text: string, path: Path): Shift | undefined => {
  const shift = parseShift(text);
  if (typeof shift !== 'string') return shift;
  checking.report(path, shift, 'Write hours as 09:00-18:00; several shifts are several entries.');
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
  checking.report(path, `There is no day '${text}'.`, 'Write a day of the calendar, such as 2026-02-28.');
};

const checkCompanyDays = (checking: Checking): void => {
  const { pack } = checking;
  if (pack.companyDays === undefined) return;
  if (pack.calendar === undefined) {
    checking.report(
      ['companyDays'],
      'The pack has no calendar that these days could differ from.',
      'Add calendar: CN, or take companyDays out.',
    );
  }
  const { closed = [], open = [] } = pack.companyDays;
  for (const [index, day] of closed.entries()) checkDay(checking, day, ['companyDays', 'closed', index]);
  for (const [index, day] of open.entries()) {
    const path: Path = ['companyDays', 'open', index];
    checkDay(checking, day, path);
    if (closed.includes(day))
      checking.report(path, `${day} is closed and open at once.`, 'Take it out of one of the two lists.');
  }
};

const checkDuty = (checking: Checking): void => {
  const duty = checking.pack.duty ?? [];
  for (const [index, { department, person, from, to, on, hours }] of duty.entries()) {
    const at: Path = ['duty', index];
    if (department !== undefined) checking.expect('department', 'departments', department, [...at, 'department']);
    if (department === undefined && person === undefined)
      checking.report(at, 'It names nobody.', 'Give a department or a person.');
    checkDay(checking, from, [...at, 'from']);
    checkDay(checking, to, [...at, 'to']);
    if (from !== undefined && to !== undefined && from > to)
      checking.report([...at, 'to'], `${to} is before ${from}.`, 'Write the first day in from, the last one in to.');
    if (on?.length === 0)
      checking.report([...at, 'on'], 'An empty list is no day.', 'Name days, such as [sat, sun], or leave on out.');
    if (hours !== undefined) shiftAt(checking, hours, [...at, 'hours']);
    const always = [from, to, on, hours].every((limit) => limit === undefined);
    if (always && index < duty.length - 1)
      checking.report(at, 'This entry fits every time, so those after it never speak.', 'Move it to the end.');
  }
};
