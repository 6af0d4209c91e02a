import { UNASSIGNED } from '@complaint-ledger/contracts';
import { epochOf } from '@complaint-ledger/policy';
import type { CaseState, Round } from './case-state.ts';
import type { Decision } from './decision.ts';
import { unitAt } from './dimensions.ts';

/** What keeps something from being done: a command is refused, an observation leaves a violation. */
export interface Breach {
  readonly rules: readonly [string, ...string[]];
  /** What of the pack: `escalations.harm`, `steps`. */
  readonly about: string;
  readonly reason: string;
  /** Offices to tell, steps to do first. */
  readonly missing: readonly string[];
}

/** The round that ran at that moment. */
export const roundAt = (state: CaseState, ms: number): Round =>
  state.rounds.findLast(({ number, started }) => number === 1 || started.ms <= ms) ?? (state.rounds[0] as Round);

/** Something observed that a rule forbids. */
export interface Observed {
  readonly at: string;
  readonly by?: string | undefined;
  /** Id of the event that broke the rule. */
  readonly event: string;
}

/** Records a violation beside what broke the rule; it counts against the unit that held the case then. */
export const recordViolation = (
  decision: Decision,
  { at, by, event }: Observed,
  rules: readonly string[],
  { about, missing = [] }: { readonly about?: string; readonly missing?: readonly string[] } = {},
): void => {
  const { state, policy } = decision;
  const ms = epochOf(at);
  decision.emit(
    'RuleViolated',
    at,
    {
      rules: [...rules],
      event,
      ...(about === undefined ? {} : { about }),
      ...(missing.length === 0 ? {} : { missing: [...missing] }),
      ...(by === undefined ? {} : { by }),
    },
    { department: unitAt(state, ms, policy) ?? UNASSIGNED, round: roundAt(state, ms).number },
  );
};

/** Each breach of an observation; what a round was found to lack is not declared twice. */
export const recordBreaches = (decision: Decision, observed: Observed, breaches: readonly Breach[]): void => {
  const round = roundAt(decision.state, epochOf(observed.at)).number;
  for (const { rules, about, missing } of breaches) {
    const known = decision.state.violations.filter((each) => each.about === about && each.round === round);
    const fresh = missing.filter((each) => !known.some((violation) => violation.missing.includes(each)));
    if (known.length === 0 || fresh.length > 0) recordViolation(decision, observed, rules, { about, missing: fresh });
  }
};
