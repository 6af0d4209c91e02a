/** One addition to one figure. Additions commute, and those of two sets of events sum to those of both. */
export interface Increment {
  /** A measure, after a colon its label: `filed`, `filed.byLevel:major`. */
  readonly measure: string;
  /** When it counts, milliseconds since the epoch. */
  readonly at: number;
  /** Where it counts. */
  readonly department: string;
  /** An integer: cases, events, fen. */
  readonly amount: number;
  /** True for what stands from then on (open cases, running deadlines), false for what happened in a period. */
  readonly standing: boolean;
}
/** The label of what nobody told (CALL-4). */
export declare const UNSPECIFIED = 'unspecified';
/** `filed.byLevel` and `major` make `filed.byLevel:major`; the same string each time, since tallies look it up often. */
export declare const labelled: (measure: string, label: string) => string;
/** `filed.byLevel:major` in two; the label may hold colons, the measure none. */
export declare const splitMeasure: (key: string) => {
  readonly measure: string;
  readonly label?: string;
};
