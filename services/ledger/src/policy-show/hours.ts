import { dutyWords } from '../policy-words/duty-words.ts';
import type { PackWords } from '../policy-words/pack-words.ts';
import { type Section, list, section, text } from './page.ts';

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
