import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CaseEvent } from '@complaint-ledger/contracts';
import { pino } from 'pino';
import { type Ledger, openLedger } from './open-ledger.ts';

const on = (day: string, time: string): string => `2026-03-${day}T${time}:00+08:00`;

const pack = (version: number, first: string, fine: string, rest = ''): string => `id: mine
version: ${version}
extends: observed
name: { zh-CN: 我的, en: Mine }
zone: Asia/Shanghai
calendar: CN
workingHours: ['09:00-18:00']
levels: { normal: { zh-CN: 一般, en: Normal }, major: { zh-CN: 重大, en: Major } }
defaultLevel: normal
deadlines:
  first-response:
    name: { zh-CN: 首次响应, en: First response }
    rule: LEVEL-1
    starts: filed
    metBy: contacted
    within: ${first}
    response: true
    penalty: ${fine}
  resolution:
    name: { zh-CN: 办结, en: Resolution }
    starts: filed
    metBy: resolved
    within: 3 working days
transfer: { unit: department, limit: 1 }
${rest}`;

const before = pack(1, '30min', '20 CNY');
const after = pack(2, '1min', '500 CNY', 'companyDays: { closed: [2026-03-24, 2026-03-25] }\n');

let folder = '';
let ledger: Ledger;
let now = 0;

const open = async (text: string): Promise<void> => {
  const file = join(folder, 'mine.yaml');
  writeFileSync(file, text);
  ledger = await openLedger({
    configuration: { data: join(folder, 'data'), policy: 'mine', packs: [file] },
    environment: {},
    log: pino({ level: 'silent' }),
    now: () => now,
  });
  await ledger.settled();
};

const tell = async (type: string, at: string, complaintId: string, data: object = {}): Promise<void> => {
  now = Math.max(now, Date.parse(at));
  const message = {
    specversion: '1.0',
    id: `${type}-${complaintId}-${at}`,
    source: 'crm://live',
    type,
    time: at,
    data: { complaintId, ...data },
  };
  const [receipt] = await ledger.receiver.receive([message], { caller: 'spec' });
  expect(receipt).toMatchObject({ status: 'accepted' });
  await ledger.settled();
};

const filed = (complaintId: string, at: string) =>
  tell('complaint.filed', at, complaintId, { level: 'normal', department: 'sales', policy: 'mine' });

const log = (): readonly string[] => ledger.store.readBodies({ after: 0, limit: 100_000 }).rows.map(([, body]) => body);

const deadlines = (complaintId: string): readonly string[] => {
  const events = log().map((body) => JSON.parse(body) as CaseEvent);
  const opened = events.find(({ type, data }) => type === 'CaseOpened' && data.externalId === complaintId);
  return events.flatMap(({ type, stream, data }) =>
    stream === opened?.stream && 'deadline' in data && 'dueAt' in data && data.deadline.startsWith('first-response')
      ? [`${type} ${data.dueAt}`]
      : [],
  );
};

const figures = async (): Promise<unknown> => {
  const { company, departments } = await ledger.reporting.report({ kind: 'weekly', period: '2026-W13' });
  return { company, departments };
};

beforeEach(async () => {
  now = Date.parse(on('23', '08:00'));
  folder = mkdtempSync(join(tmpdir(), 'changed-pack-'));
  await open(before);
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

describe('a pack that is changed', () => {
  it('changes no past decision: events, due times, fines and reports stay as they were', async () => {
    await filed('late', on('23', '09:00'));
    await filed('kept', on('23', '09:00'));
    await tell('case.contacted', on('23', '09:20'), 'kept', { reached: true });
    await tell('case.contacted', on('23', '09:50'), 'late', { reached: true });
    const [was, wasReported] = [log(), await figures()];
    expect(deadlines('late')).toEqual([
      `DeadlineStarted ${on('23', '09:30')}`,
      `DeadlineMissed ${on('23', '09:30')}`,
      `PenaltyAssessed ${on('23', '09:30')}`,
      `MissedDeadlineMet ${on('23', '09:30')}`,
    ]);
    const root = ledger.store.root();
    await ledger.close();

    await open(after);
    expect(ledger.policies.policy('mine').version).toBe(2);
    expect(log()).toEqual(was);
    expect(ledger.store.root()).toEqual(root);
    expect(await figures()).toEqual(wasReported);
    expect(deadlines('kept')).toEqual([`DeadlineStarted ${on('23', '09:30')}`, `DeadlineMet ${on('23', '09:30')}`]);
  });

  it('lets a running deadline keep its due time and its explanation; what is filed from then on has the new one', async () => {
    await filed('running', on('23', '09:00'));
    await ledger.close();
    now = Date.parse(on('23', '09:05'));

    await open(after);
    await filed('new', on('23', '09:05'));
    await tell('case.contacted', on('23', '09:20'), 'running', { reached: true });
    await tell('case.contacted', on('23', '09:20'), 'new', { reached: true });
    expect(deadlines('running')).toEqual([`DeadlineStarted ${on('23', '09:30')}`, `DeadlineMet ${on('23', '09:30')}`]);
    expect(deadlines('new')).toEqual([
      `DeadlineStarted ${on('23', '09:06')}`,
      `DeadlineMissed ${on('23', '09:06')}`,
      `PenaltyAssessed ${on('23', '09:06')}`,
      `MissedDeadlineMet ${on('23', '09:06')}`,
    ]);
    const explained = log()
      .map((body) => JSON.parse(body) as CaseEvent)
      .flatMap((event) => (event.type === 'DeadlineStarted' ? [event.data] : []));
    const of = (id: string, name: string) =>
      explained.find(({ deadline, explanation }) => deadline.startsWith(name) && explanation.startedAt === id);
    const started = new Date(on('23', '09:00')).getTime();
    const first = explained.filter(({ explanation }) => Date.parse(explanation.startedAt) === started);
    expect(first.map(({ explanation }) => explanation.policyVersion)).toEqual([1, 1]);
    expect(of(on('23', '09:05'), 'resolution')?.explanation).toMatchObject({ policyVersion: 2 });
    // Two days that the company closes since: counted for the new case, not for the old one.
    expect(first.find(({ deadline }) => deadline.startsWith('resolution'))?.dueAt).toBe(on('25', '18:00'));
    expect(of(on('23', '09:05'), 'resolution')?.dueAt).toBe(on('30', '09:05'));
  });

  it('fines what is missed from then on as it says now: a fine is a decision of the day of the miss', async () => {
    await filed('running', on('23', '09:00'));
    await ledger.close();
    now = Date.parse(on('23', '09:05'));
    await open(after);
    await tell('case.contacted', on('23', '09:40'), 'running', { reached: true });
    const fines = log()
      .map((body) => JSON.parse(body) as CaseEvent)
      .flatMap((event) => (event.type === 'PenaltyAssessed' ? [[event.data.dueAt, event.data.amountFen]] : []));
    expect(fines).toEqual([[on('23', '09:30'), 50_000]]);
  });
});
