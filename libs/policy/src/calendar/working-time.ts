import { civilDate, DAY_MS } from '../time/civil.ts';
import { instantOfLocal, offsetAt } from '../time/zone-offset.ts';
import type { Calendar } from './calendar-file.ts';
import type { Shift } from './working-hours.ts';

/** Milliseconds since the epoch, half-open. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface WorkingDue {
  readonly dueAt: number;
  /** The stretches that were counted; their lengths add up to the amount. */
  readonly intervals: readonly Stretch[];
}

export type WorkingUnit = 'day' | 'hour';

/**
 * Working time of one company: its calendar, its hours, its zone.
 *
 * A working day, as a length, is the company's daily working hours (09:00-18:00: nine hours), and n of them are n times that,
 * counted from the starting moment while the company is open. A start outside working hours begins to count at the next
 * opening. Due is the earliest moment by which that much working time has passed, so an amount that is used up at closing time is due
 * at closing time, not at the next opening. Three working days from Monday 10:00 are due on Thursday 10:00; from Monday 20:00, on
 * Thursday 18:00. Hours are real time: on a day whose clocks change inside the working hours, as many pass as really pass.
 *
 * Every method throws LedgerError `calendar` when it would need a year that the calendar does not have.
 */
export class WorkingTime {
  readonly #calendar: Calendar;
  readonly #zone: string;
  readonly #shifts: readonly Shift[];
  readonly #years = new Map<number, WorkingYear>();
  /** Length of a working day in milliseconds. */
  readonly dayMs: number;

  constructor(calendar: Calendar, zone: string, shifts: readonly Shift[]) {
    this.#calendar = calendar;
    this.#zone = zone;
    this.#shifts = [...shifts].sort((a, b) => a.start - b.start);
    this.dayMs = shifts.reduce((sum, { start, end }) => sum + (end - start), 0) * 60_000;
  }

  /** Fractions of a unit are rounded to the millisecond; a negative amount is taken as none. */
  addWorkingTime(startMs: number, amount: number, unit: WorkingUnit): WorkingDue {
    return this.addWorkingMs(startMs, Math.round(amount * (unit === 'day' ? this.dayMs : 3_600_000)));
  }

  addWorkingMs(startMs: number, amountMs: number): WorkingDue {
    if (!(amountMs > 0)) return { dueAt: startMs, intervals: [] };
    const intervals: Stretch[] = [];
    let left = amountMs;
    let year = this.#yearAt(startMs);
    let index = year.firstEndingAfter(startMs);
    for (;;) {
      if (index === year.count) {
        year = this.#year(year.year + 1);
        index = 0;
        continue;
      }
      const from = Math.max(year.open(index), startMs);
      const close = year.close(index);
      const to = Math.min(close, from + left);
      append(intervals, from, to);
      left -= to - from;
      if (left === 0) return { dueAt: to, intervals };
      index += 1;
    }
  }

  /** The due time alone, without the stretches: several times faster for long amounts. */
  dueAfter(startMs: number, amountMs: number): number {
    if (!(amountMs > 0)) return startMs;
    let year = this.#yearAt(startMs);
    let target = year.workedBefore(startMs) + amountMs;
    while (target > year.total) {
      target -= year.total;
      year = this.#year(year.year + 1);
    }
    return year.whenWorked(target);
  }

  /** Until the close of the working day on which it starts; when that is closed by then, or no working day, of the next one. */
  untilClose(startMs: number): WorkingDue {
    let year = this.#yearAt(startMs);
    let close = year.dayCloseAfter(startMs);
    while (close === undefined) {
      year = this.#year(year.year + 1);
      close = year.dayCloseAfter(startMs);
    }
    return this.addWorkingMs(startMs, this.workingMsBetween(startMs, close));
  }

  /** Working milliseconds from one moment to another; 0 when `toMs` is not later. */
  workingMsBetween(fromMs: number, toMs: number): number {
    if (!(toMs > fromMs)) return 0;
    let year = this.#yearAt(fromMs);
    const last = this.#yearAt(toMs);
    let sum = -year.workedBefore(fromMs);
    for (; year.year < last.year; year = this.#year(year.year + 1)) sum += year.total;
    return sum + last.workedBefore(toMs);
  }

  isOpen(ms: number): boolean {
    const year = this.#yearAt(ms);
    const index = year.firstEndingAfter(ms);
    return index < year.count && year.open(index) <= ms;
  }

  #yearAt(ms: number): WorkingYear {
    return this.#year(civilDate(Math.floor((ms + offsetAt(ms, this.#zone)) / DAY_MS)).year);
  }

  #year(year: number): WorkingYear {
    let known = this.#years.get(year);
    if (!known) {
      known = new WorkingYear(year, this.#calendar.openDays(year), this.#shifts, this.#zone);
      this.#years.set(year, known);
    }
    return known;
  }
}

const append = (intervals: Stretch[], from: number, to: number): void => {
  const last = intervals.at(-1);
  if (last?.to === from) intervals[intervals.length - 1] = { from: last.from, to };
  else intervals.push({ from, to });
};

/** The shifts of one year as instants, with the working time that lies before each. */
class WorkingYear {
  readonly year: number;
  readonly count: number;
  readonly total: number;
  readonly #opens: Float64Array;
  readonly #closes: Float64Array;
  readonly #before: Float64Array;
  /** When the company closes for the day, of every working day. */
  readonly #dayCloses: Float64Array;

  constructor(year: number, days: readonly number[], shifts: readonly Shift[], zone: string) {
    this.year = year;
    const byDay = days.map((day) =>
      shifts
        .map(({ start, end }) => ({
          from: instantOfLocal(day * DAY_MS + start * 60_000, zone),
          to: instantOfLocal(day * DAY_MS + end * 60_000, zone),
        }))
        .filter(({ from, to }) => to > from),
    );
    this.#dayCloses = Float64Array.from(byDay.flatMap((stretches) => stretches.at(-1)?.to ?? []));
    const stretches = byDay.flat();
    this.count = stretches.length;
    this.#opens = Float64Array.from(stretches, ({ from }) => from);
    this.#closes = Float64Array.from(stretches, ({ to }) => to);
    this.#before = new Float64Array(this.count);
    let sum = 0;
    for (let index = 0; index < this.count; index += 1) {
      // Where clocks skip a closing time, it falls into what may be the next shift: no minute counts twice.
      this.#opens[index] = Math.max(this.open(index), index > 0 ? this.close(index - 1) : -Infinity);
      this.#before[index] = sum;
      sum += Math.max(0, this.close(index) - this.open(index));
    }
    this.total = sum;
  }

  open(index: number): number {
    return this.#opens[index] ?? Infinity;
  }

  close(index: number): number {
    return this.#closes[index] ?? Infinity;
  }

  /** The first close of a day after that moment; undefined when the year has none any more. */
  dayCloseAfter(ms: number): number | undefined {
    return this.#dayCloses[firstAbove(this.#dayCloses, ms)];
  }

  firstEndingAfter(ms: number): number {
    return firstAbove(this.#closes, ms);
  }

  workedBefore(ms: number): number {
    const index = this.firstEndingAfter(ms);
    if (index === this.count) return this.total;
    return (this.#before[index] ?? 0) + Math.max(0, ms - this.open(index));
  }

  /** The earliest instant by which so much of the year's working time has passed; `worked` is above 0 and at most `total`. */
  whenWorked(worked: number): number {
    const index = firstAtLeast(this.#before, worked) - 1;
    return this.open(index) + worked - (this.#before[index] ?? 0);
  }
}

const firstAbove = (sorted: Float64Array, value: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) > value) high = middle;
    else low = middle + 1;
  }
  return low;
};

const firstAtLeast = (sorted: Float64Array, value: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) >= value) high = middle;
    else low = middle + 1;
  }
  return low;
};
