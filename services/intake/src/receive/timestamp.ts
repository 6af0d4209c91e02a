const RFC3339 =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(?:\.\d{1,12})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

const daysOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

export interface ReadTime {
  /** As given, every digit of it; only `t`, `z` and a leap second are put as every reader understands them. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly ms: number;
}

const CENTURY_MS = 36_525 * 86_400_000;

/** A time further from now than a hundred years is a slip, and no calendar or clock of the ledger reaches there. */
export const isWithinReach = ({ ms }: ReadTime, now: number): boolean => Math.abs(ms - now) <= CENTURY_MS;

/** An RFC 3339 time with offset that exists in the calendar; undefined for anything else (`2026-02-30…`, no offset). */
export const readTime = (value: string): ReadTime | undefined => {
  const parts = RFC3339.exec(value);
  if (parts === null) return undefined;
  const [, year, month, day, second] = parts;
  if (Number(day) > 28 && Number(day) > daysOf(Number(year), Number(month))) return undefined;
  const upper = value.includes('t') || value.includes('z') ? value.toUpperCase() : value;
  // RFC 3339 5.7 allows second 60, which Date and most programs cannot read.
  const text = second === '60' ? `${upper.slice(0, 17)}59${upper.slice(19)}` : upper;
  return { text, ms: Date.parse(text) };
};
