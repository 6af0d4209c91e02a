import type { ProjectionStore } from '@complaint-ledger/projection-store';
import { TALLIES, parseTallyDocumentId, tallyPeriods } from './tally-projection.ts';

/** Figures of one department, by measure. */
export type Figures = Readonly<Record<string, number>>;
/** Figures by department. */
export type Tallies = ReadonlyMap<string, Figures>;

/** What happened in the periods together; one week, month or year, or the months of a quarter. */
export const readTallies = async (store: ProjectionStore, periods: readonly string[]): Promise<Tallies> => {
  const sums = new Map<string, Record<string, number>>();
  for (const period of periods) {
    for (const { id, body } of await documents(store, period)) {
      const name = parseTallyDocumentId(id).department;
      const sum = sums.get(name);
      if (sum === undefined) sums.set(name, body);
      else for (const measure in body) add(sum, measure, body[measure]);
    }
  }
  return sums;
};

/** What stood at the end of a day, `2026-03-29`. */
export const readStanding = async (store: ProjectionStore, day: string): Promise<Tallies> => {
  const [year, month, date] = [day.slice(0, 4), day.slice(5, 7), day.slice(8, 10)];
  const sums = new Map<string, Record<string, number>>();
  const take = async (period: string, counts: (stamp: string) => boolean): Promise<void> => {
    for (const { id, body } of await documents(store, period)) {
      const name = parseTallyDocumentId(id).department;
      let sum = sums.get(name);
      if (sum === undefined) sums.set(name, (sum = {}));
      for (const key in body) {
        const bar = key.indexOf('|');
        if (counts(key.slice(0, bar))) add(sum, key.slice(bar + 1), body[key]);
      }
    }
  };
  await take(tallyPeriods.standing, (stamp) => stamp < year);
  await take(tallyPeriods.standingYear(year), (stamp) => stamp < month);
  await take(tallyPeriods.standingMonth(`${year}-${month}`), (stamp) => stamp <= date);
  return sums;
};

const add = (sum: Record<string, number>, measure: string, amount: number | undefined): void => {
  sum[measure] = (sum[measure] ?? 0) + (amount ?? 0);
};

const documents = (store: ProjectionStore, period: string): ReturnType<typeof store.query<Record<string, number>>> =>
  store.query<Record<string, number>>(TALLIES, { where: [{ field: 'period', equals: period }] });
