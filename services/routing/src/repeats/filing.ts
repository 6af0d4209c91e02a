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

/** Earlier filed first; of those filed at one moment, whichever the ledger learnt of first. */
interface Placed {
  readonly filing: Filing;
  readonly ms: number;
}

const inOrder = (a: Placed, b: Placed): number => a.ms - b.ms || a.filing.opened - b.filing.opened;

/** Where `one` stands, or would, in a list that is in order. */
const placeOf = (list: readonly Placed[], one: Placed): number => {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const each = list[middle];
    if (each !== undefined && inOrder(each, one) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

const placed = (filing: Filing): Placed => ({ filing, ms: epochOf(filing.filedAt) });

/** The filings of one customer, by what they were about. */
export class CustomerFilings {
  readonly #policyOf: (id: string) => Policy;
  readonly #byMatter = new Map<string, Placed[]>();

  constructor(filings: readonly Filing[], policyOf: (id: string) => Policy) {
    this.#policyOf = policyOf;
    for (const one of filings.map(placed).toSorted(inOrder)) {
      const matters = new Set(one.filing.matters.map(({ told }) => this.#matter(one.filing, told)));
      for (const matter of matters) {
        if (matter === undefined) continue;
        const same = this.#byMatter.get(matter);
        if (same === undefined) this.#byMatter.set(matter, [one]);
        else same.push(one);
      }
    }
  }

  /**
   * FILE-3: the case that this one repeats, as the log stood at that position: of those that agree in what the pack says and were filed
   * before it within the pack's time, the newest.
   */
  repeatedBy(filing: Filing, position: number): Filing | undefined {
    const { pack, endOf } = this.#policyOf(filing.policy);
    const { matter, list } = this.#same(filing, position);
    const own = placed(filing);
    for (let place = placeOf(list, own) - 1; place >= 0; place--) {
      const other = list[place]?.filing;
      if (other === undefined || other.opened > position || this.#matterAsOf(other, position) !== matter) continue;
      const until = pack.repeats === undefined ? undefined : endOf(pack.repeats.within, other.filedAt);
      return until !== undefined && own.ms <= until ? other : undefined;
    }
    return undefined;
  }

  /** The first case after this one that agrees with it, of those that fit: the one that repeats this case, if any does. */
  nextAfter(filing: Filing, position: number, isMeant: (other: Filing) => boolean): Filing | undefined {
    const { matter, list } = this.#same(filing, position);
    return list.slice(placeOf(list, placed(filing)) + 1).find(({ filing: other }) => {
      const then = Math.max(position, other.opened);
      return isMeant(other) && this.#matterAsOf(other, then) === matter;
    })?.filing;
  }

  #same(filing: Filing, position: number): { readonly matter: string | undefined; readonly list: readonly Placed[] } {
    const matter = this.#matterAsOf(filing, position);
    return { matter, list: (matter === undefined ? undefined : this.#byMatter.get(matter)) ?? [] };
  }

  #matterAsOf(filing: Filing, position: number): string | undefined {
    return this.#matter(filing, filing.matters.findLast(({ since }) => since <= position)?.told ?? {});
  }

  /** What must be equal. Agreeing in what neither says is no agreement: one of the dimensions at least must be told. */
  #matter({ policy }: Filing, told: Told): string | undefined {
    const { same = [] } = this.#policyOf(policy).pack.repeats ?? {};
    const values = same.map((name) => told[name] ?? null);
    return values.every((value) => value === null) ? undefined : JSON.stringify([policy, ...values]);
  }
}
