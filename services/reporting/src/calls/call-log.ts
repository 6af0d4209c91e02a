import { LedgerError } from '@complaint-ledger/contracts';
import { parsePeriod, periodBounds, periodsOf } from '@complaint-ledger/policy';
import type { ProjectionStore } from '@complaint-ledger/projection-store';
import type { CallEntry } from './call-entry.ts';
import { CALLS } from './call-projection.ts';

export interface NumberedCall extends CallEntry {
  /** Running number in its month and quarter, from 1 (CALL-2). A call reported late shifts those after it. */
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
  const before = (start: number): Promise<number> => store.count(CALLS, [{ field: 'at', from: start, before: from }]);
  const inMonth = await before(periodBounds('month', month, zone).from);
  const inQuarter = await before(periodBounds('quarter', quarter, zone).from);
  return {
    date: day,
    zone,
    total: await store.count(CALLS, where),
    calls: found.map(({ body }, index) => ({
      ...body,
      numberInMonth: inMonth + offset + index + 1,
      numberInQuarter: inQuarter + offset + index + 1,
    })),
  };
};

const dayOf = (date: string): string => {
  try {
    return parsePeriod('day', date);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new LedgerError('invalid-input', error.message, { ...error.details, path: 'date' });
  }
};
