import { beforeAll, describe, expect, it } from '@jest/globals';
import { periodsOf } from '@complaint-ledger/policy';
import {
  collect,
  dataFile,
  keptMapping,
  ofType,
  tally,
  tallyField,
  truthOf,
  type Collected,
} from '../testing/collect.ts';

const truth = truthOf('01_cfpb_2014') as Readonly<Record<string, unknown>> & {
  readonly rows: number;
  readonly rows_well_formed: number;
  readonly by_response: Readonly<Record<string, number>>;
};

describe('CFPB complaints', () => {
  let imported: Collected;
  beforeAll(async () => {
    const file = dataFile('01_cfpb_2014/complaints.csv');
    imported = await collect({ file, mapping: keptMapping('cfpb-complaints.yaml') });
  });

  it('files by week, month, product and channel as they were received', () => {
    const filed = ofType(imported.messages, 'complaint.filed');
    expect(filed).toHaveLength(truth.rows_well_formed);
    const periods = filed.map(({ time }) => periodsOf(Date.parse(time), 'America/New_York'));
    expect(tally(periods.map(({ week }) => week))).toEqual(truth['by_week_received']);
    expect(tally(periods.map(({ month }) => month))).toEqual(truth['by_month_received']);
    expect(tally(periods.map(({ day }) => day))).toEqual(truth['by_day_received']);
    expect(tallyField(filed, 'product')).toEqual(truth['by_product']);
    expect(tallyField(filed, 'channel')).toEqual(truth['by_channel']);
  });

  it('closes what the company has answered', () => {
    const { 'In progress': _, ...answered } = truth.by_response;
    expect(tallyField(ofType(imported.messages, 'case.closed'), 'outcome')).toEqual(answered);
  });

  it('rejects the line that is cut off, with its number', () => {
    expect(imported.summary).toMatchObject({ rows: truth.rows, badRows: 1 });
    const lines = imported.rejects.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^8341,13 columns where the header has 14,,/);
  });
});
