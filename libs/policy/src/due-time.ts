import type { WorkingTime, Stretch } from './calendar/working-time.ts';
import type { ParsedLength } from './length.ts';
import { DAY_MS } from './time/civil.ts';
import { instantOfLocal, offsetAt } from './time/zone-offset.ts';

export interface DueTime {
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  readonly clock: 'elapsed' | 'working';
  /** The stretches that were counted; absent where every moment counts. */
  readonly intervals?: readonly Stretch[];
}

/**
 * When a length of time that starts at `startMs` is over. `working` is asked for only where working time is counted.
 * LedgerError `calendar` for a year without data.
 */
export const dueTime = (
  startMs: number,
  length: Exclude<ParsedLength, { clock: 'given' }>,
  zone: string,
  working: () => WorkingTime,
): DueTime => {
  switch (length.clock) {
    case 'elapsed':
      return { dueAt: startMs + length.ms, clock: 'elapsed' };
    case 'same-day': {
      const dueAt = nextMidnight(startMs, zone);
      return { dueAt, clock: 'elapsed', intervals: [{ from: startMs, to: dueAt }] };
    }
    case 'same-working-day':
      return { ...working().untilClose(startMs), clock: 'working' };
    case 'working':
      return { ...working().addWorkingTime(startMs, length.amount, length.unit), clock: 'working' };
    default:
      return length satisfies never;
  }
};

/** The end of the civil day, also where clocks skip or repeat midnight. */
const nextMidnight = (ms: number, zone: string): number =>
  instantOfLocal((Math.floor((ms + offsetAt(ms, zone)) / DAY_MS) + 1) * DAY_MS, zone);

/**
 * The same due time when the clock stood still for those stretches (in the order of time, not overlapping): what was left when it
 * stopped is left when it goes on. A stretch that begins at the due time or later changes nothing.
 */
export const stoodStill = (
  {
    startMs,
    dueAt,
    clock,
  }: { readonly startMs: number; readonly dueAt: number; readonly clock: 'elapsed' | 'working' },
  stretches: readonly Stretch[],
  working: () => WorkingTime,
): DueTime & { readonly pauses: readonly Stretch[] } => {
  const pauses: Stretch[] = [];
  const ran: Stretch[] = [];
  let [from, due] = [startMs, dueAt];
  for (const stretch of stretches) {
    const stopped = Math.max(stretch.from, from);
    if (stopped >= due || stretch.to <= stopped) continue;
    const left = clock === 'elapsed' ? due - stopped : working().workingMsBetween(stopped, due);
    pauses.push({ from: stopped, to: stretch.to });
    ran.push({ from, to: stopped });
    from = stretch.to;
    due = clock === 'elapsed' ? from + left : working().dueAfter(from, left);
  }
  ran.push({ from, to: due });
  if (clock === 'elapsed') return { dueAt: due, clock, pauses };
  const time = working();
  const intervals = ran.flatMap(
    ({ from: start, to }) => time.addWorkingMs(start, time.workingMsBetween(start, to)).intervals,
  );
  return { dueAt: due, clock, intervals, pauses };
};
