/** A length of time of a pack, parsed. */
export type ParsedLength =
  | { readonly clock: 'given' }
  | { readonly clock: 'elapsed'; readonly ms: number }
  | { readonly clock: 'working'; readonly amount: number; readonly unit: 'day' | 'hour' };

const elapsedUnits: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `30min`, `24h`, `15d`, `3 working days`, `2 working hours`, `given`; undefined for anything else, and for no time at all. */
export const parseLength = (text: string): ParsedLength | undefined => {
  if (text === 'given') return { clock: 'given' };
  const working = /^(\d+(?:\.\d+)?)\sworking\s(day|hour)s?$/.exec(text);
  const parts = working ?? /^(\d+(?:\.\d+)?)\s?(s|min|h|d)$/.exec(text);
  const amount = Number(parts?.[1]);
  if (!(amount > 0)) return undefined;
  if (working) return { clock: 'working', amount, unit: working[2] === 'hour' ? 'hour' : 'day' };
  return { clock: 'elapsed', ms: Math.round(amount * (elapsedUnits[parts?.[2] ?? ''] ?? Number.NaN)) };
};
