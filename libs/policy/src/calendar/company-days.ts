import { civilDate, parseIsoDate } from '../time/civil.ts';
import type { PolicyPack } from '../pack.ts';
import type { Calendar } from './calendar-file.ts';

/** The calendar with the days on which the company closes, or works, other than it says; a year that it lacks stays an error. */
export const withCompanyDays = (calendar: Calendar, days: PolicyPack['companyDays']): Calendar => {
  const listed = (texts: readonly string[] = []): readonly number[] =>
    texts.map(parseIsoDate).filter((day): day is number => day !== undefined);
  const closed = new Set(listed(days?.closed));
  const worked = listed(days?.open);
  if (closed.size === 0 && worked.length === 0) return calendar;
  return {
    ...calendar,
    openDays: (year) => {
      const open = new Set(calendar.openDays(year));
      for (const day of worked) if (civilDate(day).year === year) open.add(day);
      for (const day of closed) open.delete(day);
      return [...open].sort((a, b) => a - b);
    },
  };
};
