const outcomes: ReadonlySet<string | undefined> = new Set(['withdrawn', 'customer-accepted', 'not-ours']);

/** Outcomes that need neither a resolution (RES-7) nor a follow-up (FUP-1) before the case is closed. */
export const endsUnasked = (outcome: string | undefined): boolean => outcomes.has(outcome);
