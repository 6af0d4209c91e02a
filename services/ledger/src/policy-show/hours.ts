import type { DutyEntry } from '@complaint-ledger/policy';
import type { PackWords } from '../policy-words/pack-words.ts';
import { type Section, list, section, text } from './page.ts';

const weekdays: Readonly<Record<string, readonly [string, string]>> = {
  mon: ['Mondays', '周一'],
  tue: ['Tuesdays', '周二'],
  wed: ['Wednesdays', '周三'],
  thu: ['Thursdays', '周四'],
  fri: ['Fridays', '周五'],
  sat: ['Saturdays', '周六'],
  sun: ['Sundays', '周日'],
};

const dutyWords = (words: PackWords, { department, person, from, to, on, hours }: DutyEntry): string => {
  const { say } = words;
  const who = [department === undefined ? [] : [words.name('departments', department)], person ?? []].flat();
  const days = on?.map((day) => say(...(weekdays[day] ?? [day, day])));
  const when = [
    ...(from === undefined ? [] : [say(`from ${from}`, `自 ${from} 起`)]),
    ...(to === undefined ? [] : [say(`until ${to}`, `至 ${to} 止`)]),
    ...(days === undefined ? [] : [say(`on ${words.and(days)}`, words.list(days))]),
    ...(hours === undefined ? [] : [hours]),
  ];
  const time = when.length === 0 ? say('at all other times', '其余时间') : when.join(say(', ', '，'));
  return say(`On duty ${time}: ${words.list(who)}.`, `${time}值班：${words.list(who)}。`);
};

/** Calendar, working hours, the company's own days, and who is on duty (ESC-3). */
export const hoursSection = (words: PackWords): readonly Section[] => {
  const { pack, say } = words;
  const { calendar, workingHours = [], companyDays, duty = [] } = pack;
  const hours = words.and(workingHours);
  const working =
    calendar === undefined || workingHours.length === 0
      ? say('Only clock time is counted: the pack has no working hours.', '只按自然时间计算：本制度没有工作时间。')
      : say(
          `Working time is ${hours} on the working days of the calendar ${calendar}, public holidays and shifted workdays included, in the time zone ${pack.zone}.`,
          `工作时间为 ${calendar} 工作日历中的工作日（含法定节假日和调休）${hours}，时区 ${pack.zone}。`,
        );
  return section(
    say('Working time and duty', '工作时间与值班'),
    ['ESC-3'],
    [
      text(working),
      ...list([
        companyDays?.closed &&
          say(
            `The company closes on ${words.and(companyDays.closed)}.`,
            `公司另行放假：${words.list(companyDays.closed)}。`,
          ),
        companyDays?.open &&
          say(
            `The company works on ${words.and(companyDays.open)}.`,
            `公司另行上班：${words.list(companyDays.open)}。`,
          ),
        ...duty.map((entry) => dutyWords(words, entry)),
      ]),
    ],
  );
};
