/** One stretch of a working day, in minutes after midnight; `end` is exclusive and up to 24:00. */
export interface Shift {
  readonly start: number;
  readonly end: number;
}

/** Reads `09:00-12:00`; a sentence that says what is wrong when it is no stretch of a day. */
export const parseShift = (text: string): Shift | string => {
  const parts = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text);
  if (!parts) return `'${text}' is not written like 09:00-18:00.`;
  const [startHour, startMinute, endHour, endMinute] = parts.slice(1).map(Number);
  const start = minutes(startHour, startMinute);
  const end = minutes(endHour, endMinute);
  if (start === undefined || end === undefined) return `'${text}' names a time that no clock shows.`;
  if (start < end) return { start, end };
  return start === end
    ? `'${text}' is no time at all.`
    : `'${text}' ends before it begins; split hours over midnight into ${text.slice(0, 5)}-24:00 and 00:00-${text.slice(6)}.`;
};

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
