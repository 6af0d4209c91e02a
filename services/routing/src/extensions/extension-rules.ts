import { type Policy, epochOf } from '@complaint-ledger/policy';
import type { CaseState, Deadline } from '../cases/case-state.ts';
import { inRound } from '../deadlines/in-round.ts';
import { isStandingStill } from '../deadlines/standing-still.ts';

type Extension = NonNullable<Policy['pack']['extension']>;

const extensionOf = ({ pack }: Policy): Extension => pack.extension ?? {};

/** EXT-1: why this deadline may not have more time, or not so much; undefined when it may. */
export const beyondExtension = (policy: Policy, deadline: Deadline, until: string | undefined): string | undefined => {
  const { deadlines, cap } = extensionOf(policy);
  if (deadlines !== undefined && !deadlines.includes(deadline.name))
    return `only these deadlines are extended: ${deadlines.join(', ')}`;
  const latest = cap === undefined ? undefined : policy.endOf(cap, deadline.first.at);
  return until !== undefined && latest !== undefined && epochOf(until) > latest
    ? `more time is at most ${cap} after the first due time, ${deadline.first.at}`
    : undefined;
};

/** EXT-1: why a ground is none: the pack does not know it, or nobody had tried to reach the customer in the round by then. */
export const unfoundedGround = (
  state: CaseState,
  policy: Policy,
  { round }: Deadline,
  ground: string,
  at: string,
): string | undefined => {
  const { grounds } = extensionOf(policy);
  if (grounds === undefined) return undefined;
  const known = Object.hasOwn(grounds, ground) ? grounds[ground] : undefined;
  if (known === undefined) return `there is no such ground; there are ${Object.keys(grounds).join(', ')}`;
  const [ms, run] = [epochOf(at), state.rounds[round - 1]];
  const wasTried = state.unreached.some(
    (attempt) => attempt.ms <= ms && run !== undefined && inRound(state, run, attempt, 'contacted'),
  );
  return known.unreached === true && !wasTried ? 'nobody has tried to reach the customer in this round' : undefined;
};

/** Whether a ground must be given. */
export const needsGround = (policy: Policy): boolean => extensionOf(policy).grounds !== undefined;

/** EXT-1: whether one of these roles and offices decides on more time. */
export const mayDecide = (policy: Policy, authorities: readonly string[]): boolean => {
  const { approvers } = extensionOf(policy);
  return approvers === undefined || authorities.includes('*') || approvers.some((each) => authorities.includes(each));
};

/** EXT-1: whether the deadline had run out at that moment; what stands still does not run out. */
export const hadRunOut = (state: CaseState, policy: Policy, deadline: Deadline, at: string): boolean =>
  epochOf(at) > deadline.due.ms &&
  !isStandingStill(
    state,
    policy.deadlines.find(({ id }) => id === deadline.name),
    deadline,
  );
