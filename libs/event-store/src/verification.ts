/** What was found by hashing a whole log anew. */
export type Verification =
  | {
      readonly ok: true;
      readonly size: number;
      readonly root: Uint8Array;
      /** Of a log that several processes write: events at its end that nobody has sealed yet. */
      readonly unsealed?: number;
    }
  | {
      readonly ok: false;
      /** First position that does not hold; everything before it does. */
      readonly position: number;
      readonly reason: string;
      /** Events that hold, and their root. */
      readonly size: number;
      readonly root: Uint8Array;
    };

export interface VerifyProgress {
  readonly position: number;
  readonly head: number;
}
