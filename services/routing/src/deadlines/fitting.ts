import type { Condition, Policy } from '@complaint-ledger/policy';
import type { CaseState, Moment } from '../cases/case-state.ts';
import { matterThen } from '../cases/matter.ts';

/** A stretch in which the matter fits. */
export interface Fitting {
  readonly since: Moment;
  /** What made it fit; absent: it did at the moment that was asked for. */
  readonly by?: string;
  /** When it fits no more. */
  readonly ceases?: Moment;
}

/** The first stretch, from that moment on, in which the matter fits the condition; undefined when it never does. */
export const fittingFrom = (
  state: CaseState,
  policy: Policy,
  when: Condition | undefined,
  from: Moment,
): Fitting | undefined => {
  if (when === undefined) return { since: from };
  const [passed] = state.passes;
  const changes = [...state.matterChanges, ...(passed === undefined ? [] : [{ at: passed.at, by: 'transferred' }])]
    .filter(({ at }) => at.ms > from.ms)
    .sort((a, b) => a.at.ms - b.at.ms);
  const fits = ({ ms }: Moment): boolean => policy.fits(when, matterThen(state, ms));
  const start = fits(from) ? { at: from } : changes.find(({ at }) => fits(at));
  if (start === undefined) return undefined;
  const end = changes.find(({ at }) => at.ms > start.at.ms && !fits(at));
  return {
    since: start.at,
    ...('by' in start ? { by: start.by } : {}),
    ...(end === undefined ? {} : { ceases: end.at }),
  };
};
