/** State of the whole log in 32 bytes. */
export interface LogRoot {
  /** Number of events. */
  readonly size: number;
  readonly root: Uint8Array;
}

/** Shows to someone who has only the root that an event is in the log: see `verifyInclusion`. */
export interface InclusionProof extends LogRoot {
  readonly position: number;
  /** `position` − 1. */
  readonly leafIndex: number;
  readonly leaf: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** Shows that what the log was at `from` is still its beginning at `to`: see `verifyConsistency`. */
export interface ConsistencyProof {
  readonly from: number;
  readonly fromRoot: Uint8Array;
  readonly to: number;
  readonly toRoot: Uint8Array;
  readonly path: readonly Uint8Array[];
}
