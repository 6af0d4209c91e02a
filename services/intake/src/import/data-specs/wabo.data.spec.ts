import { beforeAll, describe, expect, it } from '@jest/globals';
import { periodsOf } from '@complaint-ledger/policy';
import {
  collect,
  dataFile,
  field,
  keptMapping,
  ofType,
  tally,
  tallyField,
  truthOf,
  type Collected,
} from '../testing/collect.ts';

const truth = truthOf('10_wabo_permit_receipt') as Readonly<Record<string, unknown>> & {
  readonly cases: number;
  readonly snapshot_used_for_open_cases: string;
  readonly deadline_outcome: Readonly<Record<string, number>>;
};
const handovers = Object.entries(truth).find(([key]) => key.startsWith('group_transfers'))?.[1];

describe('WABO permits', () => {
  let imported: Collected;
  beforeAll(async () => {
    const file = dataFile('10_wabo_permit_receipt/events.csv');
    imported = await collect({ file, mapping: keptMapping('wabo-permits.yaml') });
  });

  it('files every case at its start, by channel, department and month', () => {
    const filed = ofType(imported.messages, 'complaint.filed');
    expect(filed).toHaveLength(truth.cases);
    expect(tallyField(filed, 'channel')).toEqual(truth['cases_by_channel']);
    expect(tallyField(filed, 'department')).toEqual(truth['cases_by_department']);
    const months = tally(filed.map(({ time }) => periodsOf(Date.parse(time), 'Europe/Amsterdam').month));
    expect(months).toEqual(truth['cases_started_by_month']);
  });

  it('gives each case the due time of the source and its end', () => {
    const snapshot = Date.parse(truth.snapshot_used_for_open_cases);
    const ended = new Map(
      ofType(imported.messages, 'case.resolved').map(({ subject, time }) => [subject, Date.parse(time)]),
    );
    const outcomes = ofType(imported.messages, 'complaint.filed').map((filed) => {
      const due = Date.parse(field(filed, 'dueTimes', 'resolution') ?? '');
      const end = ended.get(filed.subject);
      if (end !== undefined) return end <= due ? 'closed on time' : 'closed late';
      return due < snapshot ? 'open, past deadline at snapshot' : 'open, deadline in future';
    });
    expect(tally(outcomes)).toEqual(truth.deadline_outcome);
  });

  it('ends the clock at the snapshot', () => {
    const last = imported.messages.at(-1);
    expect(last?.type).toBe('source.advanced');
    expect(Date.parse(String(last?.time))).toBe(Date.parse(truth.snapshot_used_for_open_cases));
  });

  it('takes EMPTY as not known, so that it is no hand-over', () => {
    const changes = ofType(imported.messages, 'case.transferred').filter((message) => {
      const before = field(message, 'from', 'group');
      return before !== undefined && before !== field(message, 'to', 'group');
    });
    expect(changes).toHaveLength((handovers as { transfers_total: number }).transfers_total);
  });
});
