import { type Policy, epochOf } from '@complaint-ledger/policy';
import { type CaseState, type Deadline, type Moment, type Round, momentsOfAct } from '../cases/case-state.ts';
import { type Fitting, fittingFrom } from './fitting.ts';
import { actsInRound, inRound } from './in-round.ts';
import { endOf } from './needless.ts';
import { type Rule, isCallBack } from './rule.ts';

/** The beginning of a deadline. */
export interface Start {
  readonly at: Moment;
  /** What started it, for the explanation. */
  readonly by: string;
  /** Due time that was named with it, RFC 3339. */
  readonly given?: string;
  /** Who is to call back. */
  readonly person?: string;
}

/** The first of such steps in the round that names a due time, or the first of all (ESC-4: the time on the memo). */
const stepStart = (state: CaseState, round: Round, act: string): readonly Start[] => {
  if (momentsOfAct(state, act).length === 0) return [];
  const done = state.steps.filter(({ at, step }) => `step:${step}` === act && inRound(state, round, at, act));
  const chosen = done.find(({ until }) => until !== undefined) ?? done[0];
  if (chosen === undefined) return [];
  return [{ at: chosen.at, by: act, ...(chosen.until === undefined ? {} : { given: chosen.until }) }];
};

/** Every moment of the round that the pack says starts it. */
const beginnings = (state: CaseState, { starts }: Rule, round: Round): readonly Start[] => {
  switch (starts) {
    case 'filed':
      return round.number === 1 ? [{ at: state.filed, by: 'filed' }] : [];
    case 'round':
      return [{ at: round.started, by: round.startedBy }];
    case 'promised':
      return momentsOfAct(state, starts)
        .filter((at) => inRound(state, round, at, starts))
        .map((at) => {
          const person = state.promisers[at.ms];
          const given = state.promises[at.ms] ?? at.at;
          return { at, by: starts, given, ...(person === undefined ? {} : { person }) };
        });
    case 'level':
      // Since when it has its present level: earlier ones are past.
      return momentsOfAct(state, starts)
        .slice(-1)
        .filter((at) => inRound(state, round, at, starts))
        .map((at) => ({ at, by: starts }));
    case 'resolved':
    case 'closed':
      return momentsOfAct(state, starts)
        .filter((at) => inRound(state, round, at, starts))
        .slice(0, 1)
        .map((at) => ({ at, by: starts }));
    default:
      if (starts.startsWith('step:')) return stepStart(state, round, starts);
      return actsInRound(state, round, starts)
        .slice(0, 1)
        .map((at) => ({ at, by: starts }));
  }
};

/** Each of its moments is a deadline of its own, and what began by another ends none. */
const hasManyStarts = ({ starts }: Rule): boolean => starts === 'promised' || starts === 'level';

/** The deadlines of that rule in the round, in the order in which they began. */
export const occurrencesOf = (state: CaseState, rule: Rule, round: Round): readonly Deadline[] =>
  state.deadlines.filter((deadline) => deadline.name === rule.id && deadline.round === round.number);

/** What was promised for a time that was over by then. */
const promisesNothing = ({ at, given }: Start): boolean => given !== undefined && epochOf(given) <= at.ms;

const isOver = (end: Moment | undefined, at: Moment): boolean => end !== undefined && end.ms <= at.ms;

const clipped = (start: Start, fitting: Fitting): Start =>
  fitting.since.ms === start.at.ms ? start : { ...start, at: fitting.since, by: fitting.by ?? start.by };

/**
 * What starts next of that rule in the round, if anything does: the first time; each promise and each level; where the pack says
 * `again`, when the last was met, or at its due time when it was missed, until the round is settled (RES-2); and anew when what had
 * lapsed with the matter's change is owed again. A deadline with a condition starts no sooner than the matter fits it.
 */
export const nextStart = (state: CaseState, policy: Policy, rule: Rule, round: Round): Start | undefined => {
  const known = occurrencesOf(state, rule, round);
  const begun = beginnings(state, rule, round);
  const fitted = (start: Start): Start | undefined => {
    const fitting = fittingFrom(state, policy, rule, start.at);
    return fitting && clipped(start, fitting);
  };
  if (hasManyStarts(rule)) {
    const counted = new Set(known.map(({ started }) => started.ms));
    for (const each of begun) {
      if (counted.has(each.at.ms) || promisesNothing(each)) continue;
      const start = fitted(each);
      if (start === undefined || counted.has(start.at.ms)) continue;
      if (!isOver(endOf(state, policy, rule, round.number, start.at.ms), start.at)) return start;
    }
    return undefined;
  }
  const [first] = begun;
  if (first === undefined) return undefined;
  const last = known.at(-1);
  const from = last === undefined ? first : following(rule, first, last);
  const start = from && fitted(from);
  if (start === undefined) return undefined;
  const end = endOf(state, policy, rule, round.number, first.at.ms);
  const isFirst = last === undefined && start.at.ms === first.at.ms;
  if (isFirst || end === undefined) return start;
  return last?.status === 'lapsed' || isOver(end, start.at) ? undefined : start;
};

const following = (rule: Rule, first: Start, last: Deadline): Start | undefined => {
  if (last.status === 'lapsed') {
    const { lapsed } = last;
    if (isCallBack(rule)) return undefined;
    const isFromStart = (rule.when === undefined && rule.again !== true) || lapsed === undefined;
    return isFromStart || lapsed.ms < first.at.ms ? first : { ...first, at: lapsed };
  }
  if (rule.again !== true || last.status === 'pending') return undefined;
  const at = last.status === 'met' ? last.met : last.due;
  return at && { at, by: `${last.key} ${last.status}` };
};
