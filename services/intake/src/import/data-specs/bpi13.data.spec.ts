import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { periodsOf } from '@complaint-ledger/policy';
import type { CloudEventLike } from '../message.ts';
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
import { tempFile } from '../testing/temp-file.ts';

type Unit = 'department' | 'group' | 'person';

interface TransferTruth {
  readonly transfers_total: number;
  readonly transfers_by_month: Readonly<Record<string, number>>;
  readonly distribution_transfers_per_case: Readonly<Record<string, number>>;
  readonly surplus_transfers_by_month: Readonly<Record<string, number>>;
}

const truth = truthOf('07_bpi13_incidents') as Readonly<Record<string, unknown>> & {
  readonly cases: number;
  readonly events: number;
  readonly reopened_after_Completed_cases: number;
  readonly cases_opened_by_month: Readonly<Record<string, number>>;
  readonly cases_opened_by_week: Readonly<Record<string, number>>;
};

const zone = 'Europe/Stockholm';
const monthOf = ({ time }: CloudEventLike): string => periodsOf(Date.parse(time), zone).month;

const changesOf = (messages: readonly CloudEventLike[], unit: Unit): CloudEventLike[] =>
  ofType(messages, 'case.transferred').filter(({ data }) => {
    const { from, to } = data as { from: Partial<Record<Unit, string>>; to: Partial<Record<Unit, string>> };
    return from[unit] !== undefined && from[unit] !== to[unit];
  });

const transferTruth = (name: string): TransferTruth => truth[name] as TransferTruth;

const checkTransfers = (messages: readonly CloudEventLike[], unit: Unit, expected: TransferTruth): void => {
  const changes = changesOf(messages, unit);
  expect(changes).toHaveLength(expected.transfers_total);
  expect(tally(changes.map(monthOf))).toEqual(expected.transfers_by_month);
  const perCase = new Map(ofType(messages, 'complaint.filed').map(({ subject }) => [subject, 0]));
  const surplus: CloudEventLike[] = [];
  for (const change of changes) {
    const count = (perCase.get(change.subject) ?? 0) + 1;
    perCase.set(change.subject, count);
    if (count > 1) surplus.push(change);
  }
  expect(tally([...perCase.values()].map(String))).toEqual(expected.distribution_transfers_per_case);
  expect(tally(surplus.map(monthOf))).toEqual(expected.surplus_transfers_by_month);
};

describe('BPI Challenge 2013 incidents', () => {
  const file = dataFile('07_bpi13_incidents/events.csv.gz');
  const mapping = keptMapping('bpi13-incidents.yaml');
  let imported: Collected;
  beforeAll(async () => {
    imported = await collect({ file, mapping });
  });

  it('files every case once, when and at the level that its first line says', () => {
    const filed = ofType(imported.messages, 'complaint.filed');
    expect(imported.summary).toMatchObject({ rows: truth.events, badRows: 0, rejected: 0 });
    expect(filed).toHaveLength(truth.cases);
    expect(tallyField(filed, 'level')).toEqual(truth['impact_of_first_event']);
    expect(tally(filed.map(monthOf))).toEqual(truth.cases_opened_by_month);
    const weeks = tally(filed.map(({ time }) => periodsOf(Date.parse(time), zone).week));
    expect(weeks).toEqual(truth.cases_opened_by_week);
  });

  it('tells the changes of group, organisation line and person; a system holds nothing (XFER-1)', () => {
    checkTransfers(imported.messages, 'group', transferTruth('group_transfers'));
    checkTransfers(imported.messages, 'department', transferTruth('org_line_transfers'));
    checkTransfers(imported.messages, 'person', transferTruth('person_handovers_without_system_account_Siebel'));
  });

  it('keeps who did it, the system too', () => {
    const bySystem = imported.messages.filter(({ data }) => data['by'] === 'Siebel');
    expect(bySystem.length).toBeGreaterThan(0);
    expect(changesOf(bySystem, 'group').length).toBeGreaterThan(0);
  });

  it.each([
    ['bpi13-by-department.policy.yaml', 'bpi13-by-department'],
    ['bpi13-by-person.policy.yaml', 'bpi13-by-person'],
  ])('gives the same hand-overs under another pack, %s', async (policyOverride, id) => {
    const other = await collect({ file, mapping, policyOverride: keptMapping(policyOverride) });
    expect(other.messages[1]?.data['policy']).toBe(id);
    expect(ofType(other.messages, 'case.transferred')).toEqual(ofType(imported.messages, 'case.transferred'));
  });

  it('counts the system as a person where the pack names no systems', async () => {
    const other = await collect({ file, mapping, policyOverride: 'observed' });
    checkTransfers(other.messages, 'person', transferTruth('person_handovers'));
  });

  it('reopens what leaves Completed (FUP-2)', () => {
    const reopened = tally(ofType(imported.messages, 'case.reopened').map(({ subject }) => subject));
    expect(Object.keys(reopened)).toHaveLength(truth.reopened_after_Completed_cases);
  });

  it('makes the same messages in order of time, with a clock that goes by rows', async () => {
    const text = readFileSync(mapping, 'utf8').replace('\nlog:\n', '\nclock: rows\nlog:\n  order: time\n');
    const byTime = tempFile('by-time.yaml', text);
    const policyOverride = keptMapping('bpi13-by-group.policy.yaml');
    const { messages } = await collect({ file, mapping: byTime, policyOverride });
    const byId = (all: readonly CloudEventLike[]) => new Map(all.map((message) => [message.id, message]));
    const rows = messages.filter(({ type }) => type !== 'source.advanced');
    const plain = byId(imported.messages.filter(({ type }) => type !== 'source.advanced'));
    expect(byId(rows)).toEqual(plain);
    const times = rows.map(({ time }) => Date.parse(time));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});
