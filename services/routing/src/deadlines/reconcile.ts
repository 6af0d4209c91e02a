import { epochOf } from '@complaint-ledger/policy';
import type { CaseState, Round } from '../cases/case-state.ts';
import type { Decision } from '../cases/decision.ts';
import { startDeadline } from './declare.ts';
import { inRound } from './in-round.ts';
import { judge } from './judge.ts';
import { type Rule, rulesFor } from './rule.ts';
import { nextStart, occurrencesOf } from './starts.ts';

export { inRound } from './in-round.ts';

/**
 * Brings every deadline up to what the case's facts and the clock say: starts, meets, misses, takes back.
 * `clock` is how far time has come for this case, in ms: its source's clock, or the wall clock (design: source clock); `at` is when
 * that happened which is decided. A response is in time when it is made at or before its due time.
 */
export const reconcileDeadlines = (decision: Decision, clock: number, at?: string): void => {
  for (const round of roundsToJudge(decision.state, at))
    for (const rule of rulesFor(decision.state, decision.policy)) reconcileRule(decision, rule, round, clock);
};

/** What comes again and again comes at most once in each length of it that has passed. */
const reconcileRule = (decision: Decision, rule: Rule, round: Round, clock: number): void => {
  for (const deadline of occurrencesOf(decision.state, rule, round)) judge(decision, deadline, rule, round, clock);
  for (;;) {
    const start = nextStart(decision.state, decision.policy, rule, round);
    if (start === undefined || !startDeadline(decision, rule, round, start)) return;
    const begun = decision.state.deadlines.at(-1);
    if (begun !== undefined) judge(decision, begun, rule, round, clock);
  }
};

/** A case handled again and again has many rounds, of which few can change: the last two, those with something due, the one of `at`. */
const roundsToJudge = (state: CaseState, at: string | undefined): readonly Round[] => {
  const pending = new Set<number>();
  for (const { status, round } of state.deadlines) if (status === 'pending') pending.add(round);
  const told = at === undefined ? undefined : { at, ms: epochOf(at) };
  return state.rounds.filter(
    (round) =>
      round.number >= state.rounds.length - 1 ||
      pending.has(round.number) ||
      (told !== undefined && (inRound(state, round, told, 'contacted') || inRound(state, round, told, 'resolved'))),
  );
};
