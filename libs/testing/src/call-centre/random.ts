/** Pairs of a value and how often it comes, relative to the others. */
export type Odds<T> = readonly (readonly [value: T, weight: number])[];

/** A seeded stream of numbers: the same seed gives the same ones, on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Whole, in [0, end). */
  below(end: number): number;
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T;
  draw<T>(odds: Odds<T>): T;
  /** Mostly near `median`, sometimes far above it. */
  around(median: number, spread: number): number;
}

/** sfc32 (Chris Doty-Humphrey, PractRand), its state filled from the seed by splitmix32. */
export const randomOf = (seed: number): Random => {
  let mixed = Math.trunc(seed) >>> 0;
  const mix = (): number => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  let [a, b, c, count] = [mix(), mix(), mix(), 1];
  const bits = (): number => {
    const sum = (((a + b) | 0) + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) bits();

  const next = (): number => bits() / 0x1_0000_0000;
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new RangeError('there is nothing to pick from');
      return items[below(items.length)] as T;
    },
    draw: <T>(odds: Odds<T>): T => {
      let left = next() * odds.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of odds) {
        left -= weight;
        if (left < 0) return value;
      }
      const last = odds.at(-1);
      if (last === undefined) throw new RangeError('there is nothing to draw from');
      return last[0];
    },
    around: (median, spread) =>
      median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
  };
};
