import { LedgerError, said } from '@complaint-ledger/contracts';
import { openLibrary } from '../yaml/library.ts';
import { loadCalendar, type Calendar } from './calendar-file.ts';

/** Calendars by id. LedgerError `config` names the ones there are. */
export interface CalendarBook {
  calendar(id: string): Calendar;
  ids(): readonly string[];
}

export interface CalendarBookOptions {
  /** Folder of calendar files; the built-in ones when absent. */
  readonly directory?: string;
  /** Further files; each takes the place of the calendar with its id, which it may still extend. */
  readonly extra?: readonly string[];
}

/** Reads and checks every calendar at once. LedgerError `config`. */
export const openCalendarBook = ({ directory, extra = [] }: CalendarBookOptions = {}): CalendarBook => {
  const { sources, resolve } = openLibrary(
    'calendar',
    directory ?? new URL('../../calendars/', import.meta.url),
    extra,
  );
  const calendars = new Map(
    sources.map(({ file, text }) => {
      const calendar = loadCalendar(text, { file, resolve });
      return [calendar.id, calendar] as const;
    }),
  );
  return {
    calendar(id) {
      const calendar = calendars.get(id);
      if (calendar) return calendar;
      throw new LedgerError('config', said(`There is no working calendar '${id}'.`, `没有工作日历“${id}”。`), {
        path: 'calendar',
        hint: said(
          `Installed are ${[...calendars.keys()].join(', ')}; further calendar files are named in the configuration.`,
          `已安装：${[...calendars.keys()].join('、')}；其他日历文件在配置里指定。`,
        ),
      });
    },
    ids: () => [...calendars.keys()],
  };
};
