import { describe, expect, it } from '@jest/globals';
import { periodsOf } from '@complaint-ledger/policy';
import { collect, dataFile, keptMapping, ofType, tally, truthOf } from '../testing/collect.ts';

const truth = (truthOf('13_cn_gov_messages') as { readonly messages_with_replies: Truth }).messages_with_replies;
interface Truth {
  readonly rows: number;
  readonly received_by_month: Readonly<Record<string, number>>;
  readonly received_by_week: Readonly<Record<string, number>>;
  readonly replied_by_month: Readonly<Record<string, number>>;
  readonly late_if_limit_is_15_days: number;
  readonly 'still_unanswered_at_2019-12-31 (for as-of replay)': number;
}

const mapping = keptMapping('cn-gov-messages.yaml');
const zone = 'Asia/Shanghai';
const monthOf = ({ time }: { readonly time: string }): string => periodsOf(Date.parse(time), zone).month;

describe('messages to a city government', () => {
  it.each(['messages_with_replies.csv.gz', '附件4.xlsx'])('imports %s', async (name) => {
    const { messages, summary } = await collect({ file: dataFile(`13_cn_gov_messages/${name}`), mapping });
    expect(summary).toMatchObject({ rows: truth.rows, badRows: 0, rejected: 0, notes: [] });
    const filed = ofType(messages, 'complaint.filed');
    const answered = ofType(messages, 'case.resolved');
    expect(tally(filed.map(monthOf))).toEqual(truth.received_by_month);
    expect(tally(filed.map(({ time }) => periodsOf(Date.parse(time), zone).week))).toEqual(truth.received_by_week);
    expect(tally(answered.map(monthOf))).toEqual(truth.replied_by_month);

    // An answer is late after 15 times 24 hours to the second, not after 15 dates of the calendar (that gives 1,061).
    const answeredAt = new Map(answered.map(({ subject, time }) => [subject, Date.parse(time)]));
    const took = filed.map(({ subject, time }) => (answeredAt.get(subject) ?? Number.NaN) - Date.parse(time));
    expect(took.filter((ms) => ms > 15 * 86_400_000)).toHaveLength(truth.late_if_limit_is_15_days);

    const endOf2019 = Date.parse('2020-01-01T00:00:00+08:00');
    const open = filed.filter(
      ({ subject, time }) => Date.parse(time) < endOf2019 && (answeredAt.get(subject) ?? endOf2019) >= endOf2019,
    );
    expect(open).toHaveLength(truth['still_unanswered_at_2019-12-31 (for as-of replay)']);
  });

  it('makes the same messages of the workbook as of the CSV', async () => {
    const csv = await collect({ file: dataFile('13_cn_gov_messages/messages_with_replies.csv.gz'), mapping });
    const xlsx = await collect({ file: dataFile('13_cn_gov_messages/附件4.xlsx'), mapping });
    // The CSV was written by a program that did not undo the escaped carriage returns of the workbook.
    const words = (message: object): string => JSON.stringify(message).replace(/_x000D_|\\[rnt]|\s/g, '');
    const others = xlsx.messages.filter((message, at) => words(message) !== words(csv.messages[at] ?? {}));
    expect(others.map(({ id }) => id)).toEqual([]);
    expect(xlsx.messages).toHaveLength(csv.messages.length);
  });
});
