import { describe, expect, it } from '@jest/globals';
import { type InboundType, inboundMessages, inboundTypes } from '@complaint-ledger/contracts';
import { Compile } from 'typebox/compile';
import type { InboundCloudEvent } from './message.ts';
import { simulateCallCentre } from './simulate-call-centre.ts';

const year = { seed: 7, from: '2025-01-01', to: '2026-01-01', cases: 1_500 } as const;
const messages: readonly InboundCloudEvent[] = [...simulateCallCentre(year)];
const matterOf = ({ data }: InboundCloudEvent): string =>
  'complaintId' in data && typeof data.complaintId === 'string' ? data.complaintId : '';
const of = <T extends InboundType>(type: T) =>
  messages.filter((message): message is Extract<InboundCloudEvent, { type: T }> => message.type === type);
const bytes = (options: Parameters<typeof simulateCallCentre>[0]): string =>
  [...simulateCallCentre(options)].map((message) => JSON.stringify(message)).join('\n');
const share = (part: number, whole: number): number => part / whole;

describe('simulateCallCentre', () => {
  const month = { seed: 7, from: '2026-03-01', to: '2026-04-01', cases: 60 } as const;

  it('gives the same bytes for the same seed, and others for another', () => {
    expect(bytes(month)).toBe(bytes({ ...month }));
    expect(bytes(month)).not.toBe(bytes({ ...month, seed: 8 }));
  });

  it('sends only messages that the contracts allow, each with its own id', () => {
    const valid = new Map(inboundTypes.map((type) => [type, Compile(inboundMessages[type].data)]));
    const wrong = messages.filter(({ type, data }) => valid.get(type)?.Check(data) !== true);
    expect(wrong).toEqual([]);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
    expect(messages.every(({ specversion, source }) => specversion === '1.0' && source === 'sim://call-centre')).toBe(
      true,
    );
  });

  it('files exactly as many complaints as it is asked for, each before anything else is told of it', () => {
    expect(of('complaint.filed')).toHaveLength(year.cases);
    const filed = new Set<string>();
    const orphans = messages.filter((message) => {
      const matter = matterOf(message);
      if (message.type === 'complaint.filed') filed.add(matter);
      return matter !== '' && !filed.has(matter);
    });
    expect(orphans).toEqual([]);
  });

  it('sends in the order of time, but for the few that are reported late', () => {
    let [latest, late] = [0, 0];
    for (const { time } of messages) {
      const ms = Date.parse(time);
      if (ms < latest) late++;
      latest = Math.max(latest, ms);
    }
    expect(share(late, messages.length)).toBeGreaterThan(0.0005);
    expect(share(late, messages.length)).toBeLessThan(0.01);
    expect(messages.at(-1)).toMatchObject({ type: 'source.advanced', data: { to: '2026-01-01T00:00:00+08:00' } });
  });

  it('tells no more of a day than happened by its end', () => {
    const end = Date.parse('2026-01-01T00:00:00+08:00');
    expect(messages.filter(({ time }) => Date.parse(time) > end)).toEqual([]);
  });

  it('is busier on Mondays than on Sundays, in the morning than at night, and quiet in the Spring Festival', () => {
    const filings = of('complaint.filed').map(({ time }) => time);
    const weekday = (time: string): number => new Date(`${time.slice(0, 10)}T00:00:00Z`).getUTCDay();
    const on = (day: number): number => filings.filter((time) => weekday(time) === day).length;
    expect(on(1)).toBeGreaterThan(on(0) * 1.5);
    const at = (hour: string): number => filings.filter((time) => time.slice(11, 13) === hour).length;
    expect(at('10')).toBeGreaterThan(at('03') * 10);
    const holiday = filings.filter((time) => time >= '2025-01-28' && time < '2025-02-05').length / 8;
    expect(holiday).toBeLessThan((filings.length / 365) * 0.6);
  });

  it('has the trouble that a ledger is for', () => {
    const cases = year.cases;
    const transfers = new Map<string, number>();
    for (const message of of('case.transferred'))
      transfers.set(matterOf(message), (transfers.get(matterOf(message)) ?? 0) + 1);
    const twice = [...transfers.values()].filter((count) => count > 1).length;
    expect(share(transfers.size, cases)).toBeGreaterThan(0.08);
    expect(share(transfers.size, cases)).toBeLessThan(0.3);
    expect(twice).toBeGreaterThan(0);
    expect(share(twice, transfers.size)).toBeLessThan(0.4);
    expect(of('case.extension-requested').length).toBeGreaterThan(10);
    const unsatisfied = of('case.followed-up').filter(({ data }) => data.satisfied === false).length;
    expect(share(unsatisfied, of('case.followed-up').length)).toBeGreaterThan(0.05);
    expect(share(unsatisfied, of('case.followed-up').length)).toBeLessThan(0.3);
    const calls = of('call.received');
    expect(share(calls.filter(({ data }) => data.outcome === 'nuisance').length, calls.length)).toBeGreaterThan(0.01);
    expect(share(calls.filter(({ data }) => (data.rings ?? 9) <= 3).length, calls.length)).toBeGreaterThan(0.7);
  });

  it('has customers who come again, by the same number and name', () => {
    const phones = of('complaint.filed').map(({ data }) => `${data.complainant?.phone} ${data.complainant?.name}`);
    const repeated = phones.length - new Set(phones).size;
    expect(share(repeated, phones.length)).toBeGreaterThan(0.02);
    expect(share(repeated, phones.length)).toBeLessThan(0.15);
    expect(phones.every((each) => /^13\d{9} \p{Script=Han}{2,4}$/u.test(each))).toBe(true);
  });

  it('gives work to all eight departments', () => {
    const departments = new Set(of('case.assigned').map(({ data }) => String(data.department)));
    expect([...departments].toSorted((a, b) => a.localeCompare(b))).toEqual([
      'after-sales',
      'customer-service',
      'finance',
      'logistics',
      'operations',
      'quality',
      'sales',
      'technology',
    ]);
  });

  it('can be measured in calls a day', () => {
    const calls = [...simulateCallCentre({ seed: 7, from: '2026-03-01', to: '2026-04-01', callsPerDay: 50 })].filter(
      ({ type }) => type === 'call.received',
    );
    expect(calls.length / 31).toBeGreaterThan(40);
    expect(calls.length / 31).toBeLessThan(60);
  });

  it('names a wrong date, and a year whose holidays nobody knows', () => {
    const start = (from: string) => () => simulateCallCentre({ seed: 1, from, to: '2103-01-01', cases: 1 }).next();
    expect(start('2026-02-30')).toThrow('“2026-02-30” is not a date');
    expect(start('2102-01-01')).toThrow(expect.objectContaining({ code: 'calendar' }));
  });
});
