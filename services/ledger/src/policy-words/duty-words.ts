import type { DutyEntry } from '@complaint-ledger/policy';
import type { PackWords } from './pack-words.ts';

const weekdays: Readonly<Record<string, readonly [string, string]>> = {
  mon: ['Mondays', '周一'],
  tue: ['Tuesdays', '周二'],
  wed: ['Wednesdays', '周三'],
  thu: ['Thursdays', '周四'],
  fri: ['Fridays', '周五'],
  sat: ['Saturdays', '周六'],
  sun: ['Sundays', '周日'],
};

/** One entry of the duty roster as a sentence (ESC-3). */
export const dutyWords = (words: PackWords, { department, person, from, to, on, hours }: DutyEntry): string => {
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
