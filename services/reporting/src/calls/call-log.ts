import { LedgerError } from '@complaint-ledger/contracts';
import { parsePeriod, periodBounds, periodsOf } from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { CallEntry } from './call-entry.ts';
import { CALLS } from './call-projection.ts';

export interface NumberedCall extends CallEntry {
  /** Running number in its month and quarter, from 1, in the order of the log: one that was given stays (CALL-2). */
  readonly numberInMonth: number;
  readonly numberInQuarter: number;
}

export interface CallLog {
  readonly date: string;
  readonly zone: string;
  readonly total: number;
  readonly calls: readonly NumberedCall[];
}

/** The calls of one day in the order of their times. LedgerError `invalid-input` with path `date`. */
export const readCallLog = async (
  store: ProjectionStore,
  {
    date,
    zone,
    limit,
    offset = 0,
  }: { readonly date: string; readonly zone: string; readonly limit?: number; readonly offset?: number },
): Promise<CallLog> => {
  const day = dayOf(date);
  const { from, to } = periodBounds('day', day, zone);
  const { month, quarter } = periodsOf(from, zone);
  const where = [{ field: 'at', from, before: to }];
  const found = await store.query<CallEntry>(CALLS, {
    where,
    orderBy: 'at',
    offset,
    ...(limit !== undefined && { limit }),
  });
  const calls = found.map(({ body }) => body);
  const inMonth = await runningNumbers(store, calls, periodBounds('month', month, zone));
  const inQuarter = await runningNumbers(store, calls, periodBounds('quarter', quarter, zone));
  return {
    date: day,
    zone,
    total: await store.count(CALLS, where),
    calls: calls.map((call) => ({
      ...call,
      numberInMonth: inMonth(call),
      numberInQuarter: inQuarter(call),
    })),
  };
};

/** The place of each of these calls among all of a period, by their positions in the log. */
const runningNumbers = async (
  store: ProjectionStore,
  calls: readonly CallEntry[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<(call: CallEntry) => number> => {
  const positions = calls.map(({ position }) => position).toSorted((a, b) => a - b);
  const [first = 0, last = 0] = [positions[0], positions.at(-1)];
  const during = { field: 'at', from, before: to };
  const before = await store.count(CALLS, [during, { field: 'position', before: first }]);
  // Calls come nearly in the order of their times: few but those of the page are between its first and last.
  const between = await store.query<CallEntry>(CALLS, {
    where: [during, { field: 'position', from: first, before: last + 1 }],
    orderBy: 'position',
  });
  const places = new Map(between.map(({ id }, index) => [id, before + index + 1]));
  return ({ id }) => places.get(id) ?? 0;
};

const dayOf = (date: string): string => {
  try {
    return parsePeriod('day', date);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new LedgerError('invalid-input', error.message, { ...error.details, path: 'date' });
  }
};
