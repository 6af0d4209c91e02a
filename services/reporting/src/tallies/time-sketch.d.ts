/** Bin of a duration in milliseconds; whatever is not longer than 1 ms shares bin 0. */
export declare const binOf: (ms: number) => number;
/** The duration, in whole milliseconds, that the share `quantile` of the counted ones does not exceed; null when nothing was counted. */
export declare const quantileOf: (bins: ReadonlyMap<number, number>, quantile: number) => number | null;
