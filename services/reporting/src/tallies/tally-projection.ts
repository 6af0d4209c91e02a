import { BUCKETS, type JsonValue, bucketOf, parseStreamName } from '@complaint-ledger/contracts';
import { type Periods, periodsOf } from '@complaint-ledger/policy';
import type { Projection } from '../projections/projection.ts';
import { countedOf, countedTypes } from './counted.ts';
import type { Increment } from './increment.ts';

/** Figures of one document, by stamp and measure: to join both for each increment costs more than to count it. */
export type Tally = Map<string, Map<string, number>>;

/** Increments of one place; in documents of standing figures they go under a stamp, `29|` for the 29th of the month. */
export interface TallyUpdate {
  readonly stamp: string;
  readonly increments: readonly Increment[];
}

export const TALLIES = 'tallies@2';

/**
 * Names of the documents. What happened: one per week, month and year. What stands: day by day for each month, month by month for
 * each year, and year by year, so that the figures of any day are three sums however long the history is.
 */
export const tallyPeriods = {
  standing: 'standing',
  standingYear: (year: string): string => `standing:${year}`,
  standingMonth: (month: string): string => `standing:${month}`,
};

export interface TallyDocumentId {
  readonly period: string;
  readonly department: string;
  readonly bucket: number;
}

const SEPARATOR = '/';

export const tallyDocumentId = ({ period, department, bucket }: TallyDocumentId): string =>
  period + SEPARATOR + department + SEPARATOR + String(bucket);

export const parseTallyDocumentId = (id: string): TallyDocumentId => {
  const first = id.indexOf(SEPARATOR);
  const last = id.lastIndexOf(SEPARATOR);
  return { period: id.slice(0, first), department: id.slice(first + 1, last), bucket: Number(id.slice(last + 1)) };
};

export interface TallyOptions {
  /**
   * Documents of one period and department, 1 to 64: writers of different buckets never meet. Figures and digests do not depend
   * on it. Default 1.
   */
  readonly buckets?: number;
}

/** `tallies@2`: every figure of every report, counted as the events come. */
export const tallyProjection = (options: TallyOptions = {}): Projection<Tally, TallyUpdate> => {
  const buckets = Math.min(Math.max(options.buckets ?? 1, 1), BUCKETS);
  const places = new PlaceNames();
  return {
    name: TALLIES,
    fields: ['period', 'department'],
    types: countedTypes,
    updatesOf(event, emit) {
      const counted = countedOf(event);
      if (counted === undefined) return;
      const bucket = buckets === 1 ? 0 : bucketOf(parseStreamName(event.stream).id) % buckets;
      for (const increments of byPlace(counted.increments)) {
        const [first] = increments;
        if (first === undefined) continue;
        const periods = periodsOf(first.at, counted.zone);
        const { week, month, year, standing, standingYear, standingMonth } = places.of(
          periods,
          first.department,
          bucket,
        );
        if (first.standing) {
          emit(standing, { stamp: `${periods.year}|`, increments });
          emit(standingYear, { stamp: `${periods.month.slice(5)}|`, increments });
          emit(standingMonth, { stamp: `${periods.day.slice(8)}|`, increments });
        } else {
          const update = { stamp: '', increments };
          emit(week, update);
          emit(month, update);
          emit(year, update);
        }
      }
    },
    initial: () => new Map(),
    apply: addTo,
    fieldsOf(id) {
      const { period, department } = parseTallyDocumentId(id);
      return { period, department };
    },
    toBody,
    fromBody,
  };
};

/** Figures that come to nothing leave no trace, so that the order of events leaves none. */
const addTo = (tally: Tally, { stamp, increments }: TallyUpdate): Tally => {
  const figures = figuresUnder(stamp, tally);
  for (const { measure, amount } of increments) {
    const sum = (figures.get(measure) ?? 0) + amount;
    if (sum === 0) figures.delete(measure);
    else figures.set(measure, sum);
  }
  return tally;
};

const figuresUnder = (stamp: string, tally: Tally): Map<string, number> => {
  let figures = tally.get(stamp);
  if (figures === undefined) tally.set(stamp, (figures = new Map()));
  return figures;
};

const toBody = (tally: Tally): JsonValue => {
  const body: Record<string, number> = {};
  for (const [stamp, figures] of tally) for (const [measure, amount] of figures) body[stamp + measure] = amount;
  return body;
};

/** Stamps begin with a digit, measures with a letter; a label may hold a bar. */
const STAMP = /^\d+\|/;

const fromBody = (body: JsonValue): Tally => {
  const tally: Tally = new Map();
  for (const [key, amount] of Object.entries(body as Readonly<Record<string, number>>)) {
    const stamp = STAMP.exec(key)?.[0] ?? '';
    figuresUnder(stamp, tally).set(key.slice(stamp.length), amount);
  }
  return tally;
};

/** Runs of increments of the same time, department and sort. */
const byPlace = (increments: readonly Increment[]): readonly (readonly Increment[])[] => {
  const [first] = increments;
  if (first === undefined) return [];
  const runs: Increment[][] = [];
  let run: Increment[] = [];
  let head = first;
  for (const increment of increments) {
    const same =
      increment.at === head.at && increment.department === head.department && increment.standing === head.standing;
    if (!same) {
      runs.push(run);
      run = [];
      head = increment;
    }
    run.push(increment);
  }
  runs.push(run);
  return runs;
};

interface Names {
  readonly week: string;
  readonly month: string;
  readonly year: string;
  readonly standing: string;
  readonly standingYear: string;
  readonly standingMonth: string;
}

/** Document ids of a day, department and bucket, made once: making them costs more than counting. */
class PlaceNames {
  static readonly KEPT = 100_000;
  readonly #byDay = new Map<Periods, Map<string, Names[]>>();
  #kept = 0;

  of(periods: Periods, department: string, bucket: number): Names {
    let departments = this.#byDay.get(periods);
    if (departments === undefined) this.#byDay.set(periods, (departments = new Map()));
    let names = departments.get(department);
    if (names === undefined) departments.set(department, (names = []));
    return names[bucket] ?? (names[bucket] = this.#make(periods, department, bucket));
  }

  #make(periods: Periods, department: string, bucket: number): Names {
    this.#kept += 1;
    if (this.#kept > PlaceNames.KEPT) {
      this.#byDay.clear();
      this.#kept = 0;
    }
    const id = (period: string): string => tallyDocumentId({ period, department, bucket });
    return {
      week: id(periods.week),
      month: id(periods.month),
      year: id(periods.year),
      standing: id(tallyPeriods.standing),
      standingYear: id(tallyPeriods.standingYear(periods.year)),
      standingMonth: id(tallyPeriods.standingMonth(periods.month)),
    };
  }
}
