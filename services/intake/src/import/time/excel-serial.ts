const DAY_MS = 86_400_000;
/** Day 0 of the 1900 system as it counts from March 1900 on. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** 10000-01-01, the first day that a sheet cannot show. */
const END = 2_958_466;

/**
 * Wall-clock time of an Excel serial (days, with the time as a fraction), as milliseconds of a UTC clock that shows it.
 * The 1900 system counts a 29 February 1900 that never was, so serials below 60 are a day off and are moved.
 * Rounded to the millisecond. Undefined outside what a sheet can hold.
 */
export const excelSerialWall = (serial: number, system: 1900 | 1904 = 1900): number | undefined => {
  if (!Number.isFinite(serial) || serial < 0 || serial >= END) return undefined;
  const days = system === 1900 && serial < 60 ? serial + 1 : serial;
  return (system === 1900 ? EPOCH_1900 : EPOCH_1904) + Math.round(days * DAY_MS);
};
