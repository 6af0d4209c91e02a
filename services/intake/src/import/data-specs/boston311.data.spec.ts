import { describe, expect, it } from '@jest/globals';
import { periodsOf } from '@complaint-ledger/policy';
import { collect, dataFile, field, keptMapping, ofType, tally, tallyField, truthOf } from '../testing/collect.ts';

interface FileTruth {
  readonly rows: number;
  readonly by_month: Readonly<Record<string, number>>;
  readonly by_week: Readonly<Record<string, number>>;
  readonly by_department: Readonly<Record<string, number>>;
  readonly by_source: Readonly<Record<string, number>>;
  readonly closed_missing: number;
  readonly target_missing: number;
  readonly published_vs_recomputed: Readonly<Record<string, number>>;
}
const truth = truthOf('05_boston311_sample') as Readonly<Record<string, FileTruth>>;

describe('Boston 311', () => {
  // Two spellings of one header: OPEN_DT and open_dt.
  it.each(['requests.csv', 'boston311-100.csv'])('imports %s with one mapping', async (name) => {
    const expected = truth[name];
    if (expected === undefined) throw new Error(`no truth for ${name}`);
    const { messages, summary } = await collect({
      file: dataFile(`05_boston311_sample/${name}`),
      mapping: keptMapping('boston311.yaml'),
    });
    expect(summary).toMatchObject({ rows: expected.rows, badRows: 0, rejected: 0 });
    const filed = ofType(messages, 'complaint.filed');
    const periods = filed.map(({ time }) => periodsOf(Date.parse(time), 'America/New_York'));
    expect(tally(periods.map(({ month }) => month))).toEqual(expected.by_month);
    expect(tally(periods.map(({ week }) => week))).toEqual(expected.by_week);
    expect(tallyField(filed, 'department')).toEqual(expected.by_department);
    expect(tallyField(filed, 'channel')).toEqual(expected.by_source);

    const resolved = new Map(ofType(messages, 'case.resolved').map(({ subject, time }) => [subject, Date.parse(time)]));
    expect(resolved.size).toBe(expected.rows - expected.closed_missing);
    const due = filed.flatMap((message) => {
      const target = field(message, 'dueTimes', 'resolution');
      return target === undefined ? [] : [{ subject: message.subject, at: Date.parse(target) }];
    });
    expect(due).toHaveLength(expected.rows - expected.target_missing);
    const overdue = due.filter(({ subject, at }) => (resolved.get(subject) ?? at) > at);
    const recomputed = Object.entries(expected.published_vs_recomputed).filter(([key]) => key.endsWith('=OVERDUE'));
    expect(overdue).toHaveLength(recomputed.reduce((sum, [, count]) => sum + count, 0));
  });
});
