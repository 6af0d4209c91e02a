import type { Random } from './random.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** `at`, or the next morning when the offices are closed at that time of day; local milliseconds. */
export const inOfficeHours = (at: number, random: Random): number => {
  const time = at % DAY_MS;
  const midnight = at - time;
  if (time < 9 * HOUR_MS) return midnight + 9 * HOUR_MS + random.below(90) * 60_000;
  if (time >= 18 * HOUR_MS) return midnight + DAY_MS + 9 * HOUR_MS + random.below(90) * 60_000;
  return at;
};

/** `at`, or a time at which one may call a customer: the next morning while that is not after `limit`, else the evening before. */
export const inCallingHours = (at: number, limit: number, random: Random): number => {
  const time = at % DAY_MS;
  const midnight = at - time;
  if (time >= 8 * HOUR_MS && time < 21 * HOUR_MS) return at;
  const morning = (time < 8 * HOUR_MS ? midnight : midnight + DAY_MS) + 8 * HOUR_MS + random.below(60) * 60_000;
  return morning <= limit || at > limit ? morning : morning - 13 * HOUR_MS;
};
