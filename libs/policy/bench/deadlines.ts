import {
  epochOf,
  formatInZone,
  openCalendarBook,
  openPolicyBook,
  isShift,
  parseShift,
  periodsOf,
  WorkingTime,
} from '../src/index.ts';

export interface Measurement {
  readonly what: string;
  readonly count: number;
  readonly perSecond: number;
}

const zone = 'Asia/Shanghai';

/** Instants of 2004 to autumn 2026 in random order; the same seed gives the same ones. */
const randomInstants = (count: number, seed: number): Float64Array => {
  const [from, to] = [Date.UTC(2004, 0, 2), Date.UTC(2026, 9, 1)];
  const instants = new Float64Array(count);
  let state = seed >>> 0;
  for (let index = 0; index < count; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    instants[index] = Math.floor(from + ((to - from) * state) / 2 ** 32);
  }
  return instants;
};

/** Runs `one` for every instant; the sum keeps the engine from leaving the work out. */
const measure = (what: string, instants: Float64Array, one: (ms: number) => number): Measurement => {
  for (const ms of instants.subarray(0, 20_000)) one(ms);
  let sum = 0;
  const started = performance.now();
  for (const ms of instants) sum += one(ms);
  const seconds = (performance.now() - started) / 1000;
  if (!Number.isFinite(sum)) throw new RangeError(`${what}: not every result is a number.`);
  return { what, count: instants.length, perSecond: Math.round(instants.length / seconds) };
};

const office = (): WorkingTime => {
  const shifts = ['09:00-18:00'].map(parseShift).filter(isShift);
  return new WorkingTime(openCalendarBook().calendar('CN'), zone, shifts);
};

/** Due time of three working days from a random instant, without its explanation. */
export const workingDeadlines = (count = 500_000, seed = 1): Measurement => {
  const working = office();
  const length = 3 * working.dayMs;
  return measure('due time of 3 working days', randomInstants(count, seed), (ms) => working.dueAfter(ms, length));
};

/** The same with the stretches that were counted. */
export const workingDeadlinesWithIntervals = (count = 200_000, seed = 1): Measurement => {
  const working = office();
  return measure('the same with counted stretches', randomInstants(count, seed), (ms) => {
    const { dueAt, intervals } = working.addWorkingTime(ms, 3, 'day');
    return dueAt + intervals.length;
  });
};

/** As routing asks for it: the standard pack's resolution, from an RFC 3339 time to a whole explanation. */
export const explainedDeadlines = (count = 100_000, seed = 1): Measurement => {
  const policy = openPolicyBook().policy('standard');
  return measure('explained due time of the standard pack', randomInstants(count, seed), (ms) => {
    const request = { matter: { level: 'major' }, startedBy: 'filed', startedAt: formatInZone(ms, zone) };
    return policy.due('resolution', request)?.dueAt ?? Number.NaN;
  });
};

/** Day, week, month, quarter and year of a random instant. */
export const reportPeriods = (count = 2_000_000, seed = 1): Measurement =>
  measure('periods of an instant', randomInstants(count, seed), (ms) => periodsOf(ms, zone).week.length);

/** RFC 3339 there and back. */
export const writtenInstants = (count = 300_000, seed = 1): Measurement =>
  measure('RFC 3339 written and read', randomInstants(count, seed), (ms) => epochOf(formatInZone(ms, zone)));

export const deadlineBenchmarks = [
  workingDeadlines,
  workingDeadlinesWithIntervals,
  explainedDeadlines,
  reportPeriods,
  writtenInstants,
] as const;

if (import.meta.main) {
  for (const run of deadlineBenchmarks) {
    const { what, perSecond } = run();
    console.log(`${perSecond.toLocaleString('en').padStart(12)} /s  ${what}`);
  }
}
