import { type Sentence, said } from '@complaint-ledger/contracts';

/** One stretch of a working day, in minutes after midnight; `end` is exclusive and up to 24:00. */
export interface Shift {
  readonly start: number;
  readonly end: number;
}

/** Reads `09:00-12:00`; a sentence that says what is wrong when it is no stretch of a day. */
export const parseShift = (text: string): Shift | Sentence => {
  const parts = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text);
  if (!parts) return said(`'${text}' is not written like 09:00-18:00.`, `“${text}”没有写成 09:00-18:00 的样子。`);
  const [startHour, startMinute, endHour, endMinute] = parts.slice(1).map(Number);
  const start = minutes(startHour, startMinute);
  const end = minutes(endHour, endMinute);
  if (start === undefined || end === undefined)
    return said(`'${text}' names a time that no clock shows.`, `“${text}”含有钟表上没有的时刻。`);
  if (start < end) return { start, end };
  return start === end
    ? said(`'${text}' is no time at all.`, `“${text}”等于没有时间。`)
    : said(
        `'${text}' ends before it begins; split hours over midnight into ${text.slice(0, 5)}-24:00 and 00:00-${text.slice(6)}.`,
        `“${text}”的结束早于开始；跨过午夜的时段请分成 ${text.slice(0, 5)}-24:00 和 00:00-${text.slice(6)}。`,
      );
};

export const isShift = (read: Shift | Sentence): read is Shift => 'start' in read;

const minutes = (hour = 99, minute = 99): number | undefined => {
  const value = hour * 60 + minute;
  return minute < 60 && value <= 1440 ? value : undefined;
};

/** The first two shifts that overlap, if any do. */
export const overlap = (shifts: readonly Shift[]): readonly [Shift, Shift] | undefined => {
  const sorted = [...shifts].sort((a, b) => a.start - b.start);
  for (const [index, shift] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next && next.start < shift.end) return [shift, next];
  }
  return undefined;
};
