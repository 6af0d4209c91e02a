import { DDSketch } from '@datadog/sketches-js';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binOf, quantileOf } from './time-sketch.ts';

const runs = { numRuns: 200, seed: 20261123 };
const duration = fc.integer({ min: 0, max: 400 * 86_400_000 });

const binsOf = (durations: readonly number[]): Map<number, number> => {
  const bins = new Map<number, number>();
  for (const ms of durations) bins.set(binOf(ms), (bins.get(binOf(ms)) ?? 0) + 1);
  return bins;
};

describe('a time sketch', () => {
  it('tells every quantile within 1 % of the true value', () => {
    fc.assert(
      fc.property(
        fc.array(duration, { minLength: 1 }),
        fc.constantFrom(0, 0.5, 0.9, 0.99, 1),
        (durations, quantile) => {
          const sorted = durations.map((ms) => Math.max(ms, 1)).toSorted((a, b) => a - b);
          const exact = sorted[Math.floor(quantile * (sorted.length - 1))] ?? 0;
          const told = quantileOf(binsOf(durations), quantile) ?? Number.NaN;
          expect(Math.abs(told - exact)).toBeLessThanOrEqual(exact * 0.01 + 0.5);
        },
      ),
      runs,
    );
  });

  it('tells what the published sketch tells', () => {
    fc.assert(
      fc.property(
        fc.array(
          duration.filter((ms) => ms > 1),
          { minLength: 1 },
        ),
        (durations) => {
          const published = new DDSketch({ relativeAccuracy: 0.01 });
          for (const ms of durations) published.accept(ms);
          for (const quantile of [0.5, 0.9, 0.99]) {
            expect(quantileOf(binsOf(durations), quantile)).toBe(Math.round(published.getValueAtQuantile(quantile)));
          }
        },
      ),
      runs,
    );
  });

  it('tells nothing of nothing', () => {
    expect(quantileOf(new Map(), 0.5)).toBeNull();
  });
});
