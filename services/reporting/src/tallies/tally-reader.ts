import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { TALLIES, parseTallyDocumentId, tallyPeriods } from './tally-projection.ts';

/** Figures of one department, by measure. */
export type Figures = Readonly<Record<string, number>>;
/** Figures by department. */
export type Tallies = ReadonlyMap<string, Figures>;

interface Place {
  readonly department: string;
  readonly figures: Figures;
}

/** Reads the tallies of one report; what several of its periods need is read once. */
export class TallyReader {
  readonly #store: ProjectionStore;
  readonly #read = new Map<string, Promise<readonly Place[]>>();

  constructor(store: ProjectionStore) {
    this.#store = store;
  }

  /** What happened in these periods together: one week, month or year, or the months of a quarter. */
  async happened(periods: readonly string[]): Promise<Tallies> {
    const parts = new Map<string, Figures[]>();
    for (const period of periods) {
      for (const { department, figures } of await this.#places(period)) {
        const known = parts.get(department);
        if (known === undefined) parts.set(department, [figures]);
        else known.push(figures);
      }
    }
    return new Map([...parts].map(([department, all]) => [department, sumOf(all)]));
  }

  /** What stood at the end of a day, `2026-03-29`. */
  async stood(day: string): Promise<Tallies> {
    const [year, month, date] = [day.slice(0, 4), day.slice(5, 7), day.slice(8, 10)];
    const sums = new Map<string, Record<string, number>>();
    const take = async (period: string, counts: (stamp: string) => boolean): Promise<void> => {
      for (const { department, figures } of await this.#places(period)) {
        let sum = sums.get(department);
        if (sum === undefined) sums.set(department, (sum = {}));
        for (const key in figures) {
          const bar = key.indexOf('|');
          if (counts(key.slice(0, bar))) add(sum, key.slice(bar + 1), figures[key]);
        }
      }
    };
    await take(tallyPeriods.standing, (stamp) => stamp < year);
    await take(tallyPeriods.standingYear(year), (stamp) => stamp < month);
    await take(tallyPeriods.standingMonth(`${year}-${month}`), (stamp) => stamp <= date);
    return sums;
  }

  #places(period: string): Promise<readonly Place[]> {
    let places = this.#read.get(period);
    if (places === undefined) this.#read.set(period, (places = this.#query(period)));
    return places;
  }

  async #query(period: string): Promise<readonly Place[]> {
    const found = await this.#store.query<Record<string, number>>(TALLIES, {
      where: [{ field: 'period', equals: period }],
    });
    const buckets = new Map<string, Figures[]>();
    for (const { id, body } of found) {
      const { department } = parseTallyDocumentId(id);
      const known = buckets.get(department);
      if (known === undefined) buckets.set(department, [body]);
      else known.push(body);
    }
    return [...buckets].map(([department, all]) => ({
      department,
      figures: all.length === 1 ? sumOf(all) : withoutZeros(sumOf(all)),
    }));
  }
}

/** The only one itself: most reports need no sum. */
const sumOf = (parts: readonly Figures[]): Figures => {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const sum: Record<string, number> = {};
  for (const part of parts) for (const measure in part) add(sum, measure, part[measure]);
  return sum;
};

/** What comes to nothing over all buckets is not there, as in one bucket. */
const withoutZeros = (figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).filter(([, amount]) => amount !== 0));

const add = (sum: Record<string, number>, measure: string, amount: number | undefined): void => {
  sum[measure] = (sum[measure] ?? 0) + (amount ?? 0);
};
