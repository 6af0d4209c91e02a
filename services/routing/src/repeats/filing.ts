import type { CaseDimensions } from '@complaint-ledger/contracts';
import { type Policy, epochOf } from '@complaint-ledger/policy';

/** Dimensions by which matters can be the same. */
const dimensions = ['category', 'kind', 'channel', 'product', 'branch'] as const;
type Told = { readonly [D in (typeof dimensions)[number]]?: string };

/** A case as its customer filed it, with what it was classified as from which position of the log on. */
export interface Filing {
  readonly caseId: string;
  readonly customer: string;
  readonly policy: string;
  readonly filedAt: string;
  /** Log position at which the case was opened. */
  readonly opened: number;
  readonly matters: readonly { readonly since: number; readonly told: Told }[];
}

export const toldIn = (dims: CaseDimensions): Told =>
  Object.fromEntries(dimensions.flatMap((name) => (dims[name] === undefined ? [] : [[name, dims[name]]])));

const matterAsOf = ({ matters }: Filing, position: number): Told =>
  matters.findLast(({ since }) => since <= position)?.told ?? {};

/** Agreeing in what neither says is no agreement: one of the dimensions at least must be told. */
const isSameMatter = (one: Told, other: Told, same: readonly (typeof dimensions)[number][]): boolean =>
  same.every((name) => one[name] === other[name]) && same.some((name) => one[name] !== undefined);

/** Earlier filed first; of those filed at one moment, whichever the ledger learnt of first. */
const inOrder = (a: Filing, b: Filing): number => epochOf(a.filedAt) - epochOf(b.filedAt) || a.opened - b.opened;

const agreeing = (filing: Filing, filings: readonly Filing[], position: number, policy: Policy): readonly Filing[] => {
  const { same = [] } = policy.pack.repeats ?? {};
  const matter = matterAsOf(filing, position);
  return filings.filter(
    (other) =>
      other.caseId !== filing.caseId &&
      other.policy === filing.policy &&
      other.opened <= position &&
      isSameMatter(matter, matterAsOf(other, position), same),
  );
};

/**
 * FILE-3: the case that this one repeats, as the log stood at that position: of those of the same customer that agree in what the
 * pack says and were filed before it within the pack's time, the newest. `filings` are all of that customer.
 */
export const repeatedBy = (
  filing: Filing,
  filings: readonly Filing[],
  position: number,
  policy: Policy,
): Filing | undefined => {
  const { repeats } = policy.pack;
  if (repeats === undefined) return undefined;
  const newest = agreeing(filing, filings, position, policy)
    .filter((other) => inOrder(other, filing) < 0)
    .toSorted(inOrder)
    .at(-1);
  const until = newest === undefined ? undefined : policy.endOf(repeats.within, newest.filedAt);
  return until !== undefined && epochOf(filing.filedAt) <= until ? newest : undefined;
};

/** The first case after this one that agrees with it: the one that repeats this case, if any does. */
export const nextAfter = (filing: Filing, filings: readonly Filing[], policy: Policy): Filing | undefined =>
  agreeing(filing, filings, Number.POSITIVE_INFINITY, policy)
    .filter((other) => inOrder(filing, other) < 0)
    .toSorted(inOrder)[0];
