import { DDSketch } from '@datadog/sketches-js';
/**
 * A distribution of durations as counts of logarithmic bins (DDSketch, Masson et al. 2019). Each bin is a tally of its own,
 * so that distributions add up, and take back, like every other figure. Quantiles are within 1 % of the true value.
 */
const ACCURACY = 0.01;
const { mapping } = new DDSketch({ relativeAccuracy: ACCURACY });
/** Bin of a duration in milliseconds; whatever is not longer than 1 ms shares bin 0. */
export const binOf = (ms) => (ms <= 1 ? 0 : mapping.key(ms));
/** The duration, in whole milliseconds, that the share `quantile` of the counted ones does not exceed; null when nothing was counted. */
export const quantileOf = (bins, quantile) => {
  let count = 0;
  for (const amount of bins.values()) count += amount;
  if (count <= 0) return null;
  const rank = quantile * (count - 1);
  let seen = 0;
  for (const bin of [...bins.keys()].sort((a, b) => a - b)) {
    seen += bins.get(bin) ?? 0;
    if (seen > rank) return Math.round(mapping.value(bin));
  }
  return null;
};
//# sourceMappingURL=time-sketch.js.map
