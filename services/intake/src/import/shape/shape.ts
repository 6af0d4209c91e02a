import type { CloudEventLike } from '../message.ts';
import type { SourceRow } from '../read/source-row.ts';

/** Turns rows into messages. Throws `RowProblem` for a row of which nothing can be made. */
export interface Shape {
  /**
   * Messages of one row, in the order in which they are to be sent, and the time at which the row happened; `held` when
   * it has to wait for another row of its case.
   */
  readonly row: (row: SourceRow) => RowMessages | 'held';
  /** Messages that only the end of the file shows, in order of time. */
  readonly end: () => readonly LastMessage[];
  /** Case of a row, where rows of a case depend on each other; undefined when they do not. */
  readonly caseOf: (row: SourceRow) => string | undefined;
  /** From now on rows of this case wait, because one of them was rejected. */
  readonly hold: (caseKey: string) => void;
}

export interface RowMessages {
  readonly messages: readonly CloudEventLike[];
  /** Epoch milliseconds. */
  readonly ms: number;
}

export interface LastMessage {
  readonly message: CloudEventLike;
  readonly ms: number;
  readonly caseKey: string;
  /** Line of the row that it was made of. */
  readonly line: number;
}
