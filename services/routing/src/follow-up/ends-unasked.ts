import type { PolicyPack } from '@complaint-ledger/policy';

type Outcomes = Pick<PolicyPack, 'outcomes'>;

/** What it is called when the complainant takes it back. */
const WITHDRAWN = 'withdrawn';

/** For packs that leave open how a case may be closed. */
const usual: ReadonlySet<string> = new Set([WITHDRAWN, 'customer-accepted', 'not-ours']);

/** What the pack says of an outcome. */
export const outcomeOf = (
  { outcomes }: Outcomes,
  outcome: string | undefined,
): NonNullable<PolicyPack['outcomes']>[string] | undefined =>
  outcome !== undefined && outcomes !== undefined && Object.hasOwn(outcomes, outcome) ? outcomes[outcome] : undefined;

/** Outcomes that need neither a resolution (RES-7) nor a follow-up (FUP-1) before the case is closed. */
export const endsUnasked = (outcome: string | undefined, pack: Outcomes): boolean => {
  if (outcome === undefined) return false;
  if (pack.outcomes === undefined) return usual.has(outcome);
  return outcome === WITHDRAWN || outcomeOf(pack, outcome)?.unasked === true;
};

/** Decided by an office, without the customer's word: that also ends the rounds that follow whenever they are not satisfied (FUP-2). */
export const endsForGood = (outcome: string | undefined, pack: Outcomes): boolean => {
  const { unasked = false, decidedBy = [] } = outcomeOf(pack, outcome) ?? {};
  return unasked && decidedBy.length > 0;
};
