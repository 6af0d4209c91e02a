/** Where a call of that kind is passed on to, and how the caller reaches it directly (CALL-3). */
export interface Desk {
  readonly department: string;
  readonly contact: string;
}

/** The desk of a kind of call under a policy; undefined when the policy names none. */
export type DeskOf = (policy: string | undefined, kind: string) => Desk | undefined;
