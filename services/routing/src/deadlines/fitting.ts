import type { Matter, Policy } from '@complaint-ledger/policy';
import type { CaseState, Moment } from '../cases/case-state.ts';
import { matterThen } from '../cases/matter.ts';
import type { Rule } from './rule.ts';

/** A stretch in which a matter has the deadline. */
export interface Fitting {
  readonly since: Moment;
  /** What made it fit; absent: it did at the moment that was asked for. */
  readonly by?: string;
  /** When it fits no more. */
  readonly ceases?: Moment;
}

/** What comes again and again is owed only while the pack sets a time for it: it is not counted from before. */
const fits = (policy: Policy, rule: Rule, matter: Matter): boolean =>
  (rule.when === undefined || policy.fits(rule.when, matter)) &&
  (rule.again !== true || policy.hasLength(rule.id, matter));

/** The first stretch, from that moment on, in which the matter fits the conditions of the deadline; undefined when it never does. */
export const fittingFrom = (state: CaseState, policy: Policy, rule: Rule, from: Moment): Fitting | undefined => {
  if (rule.when === undefined && rule.again !== true) return { since: from };
  const [passed] = state.passes;
  const changes = [...state.matterChanges, ...(passed === undefined ? [] : [{ at: passed.at, by: 'transferred' }])]
    .filter(({ at }) => at.ms > from.ms)
    .sort((a, b) => a.at.ms - b.at.ms);
  const fitsAt = ({ ms }: Moment): boolean => fits(policy, rule, matterThen(state, ms));
  const start = fitsAt(from) ? { at: from } : changes.find(({ at }) => fitsAt(at));
  if (start === undefined) return undefined;
  const end = changes.find(({ at }) => at.ms > start.at.ms && !fitsAt(at));
  return {
    since: start.at,
    ...('by' in start ? { by: start.by } : {}),
    ...(end === undefined ? {} : { ceases: end.at }),
  };
};
