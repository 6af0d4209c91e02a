/** A length of time of a pack, parsed. */
export type ParsedLength =
  | { readonly clock: 'given' }
  | { readonly clock: 'elapsed'; readonly ms: number }
  | { readonly clock: 'working'; readonly amount: number; readonly unit: 'day' | 'hour' }
  /** Until midnight. */
  | { readonly clock: 'same-day' }
  /** Until the close of the working day on which it starts, or of the next one. */
  | { readonly clock: 'same-working-day' };

const elapsedUnits: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

const words: Readonly<Record<string, ParsedLength>> = {
  given: { clock: 'given' },
  'same day': { clock: 'same-day' },
  'same working day': { clock: 'same-working-day' },
};

/**
 * Reads `30min`, `24h`, `15d`, `3 working days`, `2 working hours`, `same day`, `same working day`, `given`; undefined for anything
 * else, and for no time at all.
 */
export const parseLength = (text: string): ParsedLength | undefined => {
  if (Object.hasOwn(words, text)) return words[text];
  const working = /^(\d+(?:\.\d+)?)\sworking\s(day|hour)s?$/.exec(text);
  const parts = working ?? /^(\d+(?:\.\d+)?)\s?(s|min|h|d)$/.exec(text);
  const amount = Number(parts?.[1]);
  if (!(amount > 0)) return undefined;
  if (working) return { clock: 'working', amount, unit: working[2] === 'hour' ? 'hour' : 'day' };
  const ms = Math.round(amount * (elapsedUnits[parts?.[2] ?? ''] ?? Number.NaN));
  return ms > 0 ? { clock: 'elapsed', ms } : undefined;
};

/** Whether it takes a calendar and working hours to count it. */
export const isWorkingLength = ({ clock }: ParsedLength): boolean =>
  clock === 'working' || clock === 'same-working-day';
