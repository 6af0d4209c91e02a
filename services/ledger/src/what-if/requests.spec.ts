import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CaseEvent, CommandBody, CommandName } from '@complaint-ledger/contracts';
import { type Policy, openCalendarBook, openPolicyBook } from '@complaint-ledger/policy';
import { pino } from 'pino';
import { type Ledger, openLedger } from '../open/open-ledger.ts';
import { openTriedPack } from './tried-pack.ts';
import { type WhatIf, whatIf } from './what-if.ts';

/** 23 March 2026, a Monday, in Shanghai. */
const on = (time: string): string => `2026-03-23T${time}:00+08:00`;

let folder = '';
let ledger: Ledger;
let now = Date.parse(on('08:00'));
let told = 0;

const tell = async (type: string, at: string, data: object): Promise<void> => {
  now = Date.parse(on(at));
  told += 1;
  const message = { specversion: '1.0', id: `m${told}`, source: 'crm://live', type, time: on(at), data };
  const [receipt] = await ledger.receiver.receive([message], { caller: 'spec' });
  expect(receipt).toMatchObject({ status: 'accepted' });
  await ledger.settled();
};

const ask = async <N extends CommandName>(
  name: N,
  subject: string,
  at: string,
  body: CommandBody<N>,
): Promise<void> => {
  now = Date.parse(on(at));
  await ledger.commands.execute({ name, subject, body, caller: 'agent-7', authorities: ['*'] });
  await ledger.settled();
};

const filed = (complaintId: string, level: string, department?: string) =>
  tell('complaint.filed', '09:00', {
    complaintId,
    level,
    channel: 'phone',
    category: 'billing',
    ...(department === undefined ? {} : { department }),
    complainant: { name: '李华', phone: '13800000001' },
  });

const handover = { need: '退款', facts: '已核实', promised: '今日回复', contact: '13800000001' };

const fineOf = (externalId: string): string => {
  const { rows } = ledger.store.readBodies({ after: 0 }, ['CaseOpened', 'PenaltyAssessed']);
  const events = rows.map(([, body]) => JSON.parse(body) as CaseEvent);
  const opened = events.find((event) => event.type === 'CaseOpened' && event.data.externalId === externalId);
  return events.find(({ type, stream }) => type === 'PenaltyAssessed' && stream === opened?.stream)?.id ?? '';
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'what-if-'));
  ledger = await openLedger({
    configuration: { data: join(folder, 'data'), policy: 'standard', packs: [] },
    environment: {},
    log: pino({ level: 'silent' }),
    now: () => now,
  });
  await filed('C1', 'dissatisfied', 'sales');
  await filed('C2', 'dissatisfied', 'sales');
  await filed('C3', 'dissatisfied', 'sales');
  await filed('C4', 'major', 'sales');
  await filed('C5', 'crisis', 'sales');
  await filed('C6', 'dissatisfied');
  await filed('C7', 'dissatisfied', 'sales');
  await ask('assign', 'C6', '09:04', { department: 'finance', person: 'zhang' });
  await tell('case.contacted', '09:05', { complaintId: 'C5', reached: true });
  await tell('case.contacted', '09:06', { complaintId: 'C6', reached: true });
  await tell('case.contacted', '09:07', { complaintId: 'C7', reached: true });
  await tell('case.contacted', '09:25', { complaintId: 'C1', reached: true });
  await ask('contact', 'C4', '09:30', { reached: true });
  await tell('case.contacted', '09:45', { complaintId: 'C2', reached: true });
  await ask('contact', 'C3', '10:10', { reached: true });
  await ask('waivePenalty', fineOf('C4'), '10:15', { reason: '客户改约' });
  // XFER-1: the first is done, the second refused.
  await ask('transfer', 'C1', '10:20', { to: { department: 'finance' }, handover });
  await expect(ask('transfer', 'C1', '10:30', { to: { department: 'quality' }, handover })).rejects.toMatchObject({
    details: { rule: 'XFER-1' },
  });
  // What a source reports is never refused: the second is a violation.
  await tell('case.transferred', '10:40', { complaintId: 'C2', to: { department: 'finance' }, handover });
  await tell('case.transferred', '10:50', { complaintId: 'C2', to: { department: 'quality' }, handover });
  await ask('escalate', 'C5', '10:55', { to: 'general-manager', reason: '媒体关注' });
  await ask('investigate', 'C5', '11:00', { step: 'cause', findings: '计费系统错误' });
  await ask('reclassify', 'C5', '11:05', { level: 'major', category: 'delivery', reason: '客户补充说明' });
  await ask('requestExtension', 'C5', '11:10', {
    deadline: 'resolution',
    until: '2026-03-31T18:00:00+08:00',
    reason: '外地',
  });
  await ask('decideExtension', 'C5', '11:15', { deadline: 'resolution', granted: true });
  await ask('resolve', 'C3', '11:20', { verdict: 'justified', summary: '已退款' });
  await ask('compensate', 'C3', '11:25', { compensation: 'discount', amountFen: 1_000 });
  await ask('followUp', 'C3', '11:30', { reached: true, satisfied: true, rating: 5 });
  await expect(ask('resolve', 'C4', '11:31', { summary: '已道歉' })).rejects.toMatchObject({
    details: { rule: 'ESC-1' },
  });
  // ESC-1: a major complaint is not settled before the leaders know of it.
  for (const to of ['leader-in-charge', 'general-manager'])
    await ask('escalate', 'C4', '11:32', { to, reason: '影响公司形象' });
  await ask('resolve', 'C4', '11:35', { verdict: 'justified', summary: '已道歉' });
  await ask('close', 'C4', '11:40', { outcome: 'customer-accepted' });
  await expect(ask('contact', 'C4', '11:45', { reached: true })).rejects.toMatchObject({ details: { rule: 'RES-7' } });
  await ask('pause', 'C7', '11:46', { reason: 'waiting-for-customer' });
  await ask('resume', 'C7', '11:48', {});
  await ask('promise', 'C7', '11:50', { until: on('11:55'), person: 'zhang' });
  await ask('promise', 'C7', '11:52', { until: on('15:00'), person: 'zhang', reason: '等待仓库答复' });
  await ask('assessDamage', 'C7', '11:54', {
    lossFen: 50_000,
    responsible: 'zhang',
    manager: 'li',
    basesFen: { zhang: 600_000 },
    reason: '错发货物',
  });
});
afterAll(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

const book = openPolicyBook();

const pack = (id: string, rules: string): Policy => {
  const file = join(folder, `${id}.yaml`);
  writeFileSync(file, `id: ${id}\nversion: 1\nextends: standard\nname: { zh-CN: 试行, en: Trial }\n${rules}`);
  return openTriedPack(file, [], openCalendarBook()).policy;
};

const tried = (policy: Policy): Promise<WhatIf> =>
  whatIf({
    log: ledger.store,
    book,
    policy,
    filed: { from: Date.parse(on('00:00')), to: Date.parse(on('23:59')) },
    now: Date.parse(on('12:00')),
  });

const figures = ({ company }: WhatIf, ...paths: readonly string[]) =>
  paths.map((path) => {
    const found = company.find((compared) => compared.path === path);
    return [found?.before ?? 0, found?.after ?? 0];
  });

it('gives no difference under the rules that the requests were decided by', async () => {
  const { company, departments, findings } = await tried(book.policy('standard'));
  const all = [company, ...departments.values()].flat();
  expect(all.filter(({ before, after }) => before !== after)).toEqual([]);
  expect(findings.toldAsFacts.toObject()).toMatchObject({
    CaseAssigned: 1,
    CaseClosed: 1,
    CaseReclassified: 1,
    CaseResolved: 2,
    CaseTransferred: 1,
    CustomerContacted: 2,
    CustomerFollowedUp: 1,
    ExtensionGranted: 1,
    LevelChanged: 1,
  });
  expect(findings.leftOut.total).toBe(0);
  expect(findings.toldAsFacts.toObject()).toMatchObject({
    CallBackPromised: 1,
    CallBackRenewed: 1,
    CasePaused: 1,
    CaseResumed: 1,
    CompensationGranted: 1,
    InvestigationRecorded: 1,
  });
  expect(findings.refusalsKept.total + findings.refusalsLifted.total).toBe(0);
});

const FIRST = 'deadlines.first-response.missedNet';
const byLevel = (length: string): string =>
  `{ dissatisfied: ${length}, very-dissatisfied: ${length}, major: ${length}, crisis: ${length} }`;

it('misses the first response in C3 alone when there is an hour for it', async () => {
  const result = await tried(pack('hour', `deadlines: { first-response: { within: ${byLevel('60min')} } }\n`));
  expect(figures(result, FIRST, 'responsesMissed')).toEqual([
    [3, 1],
    [3, 1],
  ]);
  expect(figures(result, 'penalties.assessedFen', 'penalties.waivedFen', 'penalties.netFen')).toEqual([
    [9_000, 2_000],
    [5_000, 0],
    [4_000, 2_000],
  ]);
  // The fine that the general manager waived is not imposed in the first place.
  expect(result.findings.leftOut.toObject()).toEqual({ PenaltyWaived: 1 });
});

it('misses it in C1 too when there are twenty minutes for every level, and the waiver stays', async () => {
  const result = await tried(pack('twenty', `deadlines: { first-response: { within: ${byLevel('20min')} } }\n`));
  expect(figures(result, FIRST, 'penalties.assessedFen', 'penalties.netFen')).toEqual([
    [3, 4],
    [9_000, 11_000],
    [4_000, 6_000],
  ]);
});

it('forbids nothing when two transfers are allowed, and tells the refused one (XFER-1)', async () => {
  const { findings, ...result } = await tried(pack('two', 'transfer: { limit: 2 }\n'));
  expect(figures({ findings, ...result }, 'transfers.count', 'transfers.violations', 'transfers.refused')).toEqual([
    [3, 3],
    [1, 0],
    [1, 0],
  ]);
  expect(findings.wouldHaveBeenAllowed.toObject()).toEqual({ finance: 1 });
  expect(findings.wouldHaveBeenRefused.total).toBe(0);
});

it('tells the transfer that would have been refused when none is allowed', async () => {
  const { findings, ...result } = await tried(pack('zero', 'transfer: { limit: 0 }\n'));
  expect(figures({ findings, ...result }, 'transfers.count', 'transfers.violations', 'transfers.refused')).toEqual([
    [3, 3],
    [1, 3],
    [1, 1],
  ]);
  expect(findings.wouldHaveBeenRefused.toObject()).toEqual({ sales: 1 });
});

it('asks refused requests again: the leaders need not know of major complaints any more (ESC-1)', async () => {
  const { findings, ...result } = await tried(pack('no-leaders', 'escalations: { major: ~ }\n'));
  expect(findings.refusalsLifted.toObject()).toEqual({ 'ESC-1': 1 });
  expect(figures({ findings, ...result }, 'refusals.byRule.ESC-1', 'refusals.byRule.RES-7')).toEqual([
    [1, 0],
    [1, 1],
  ]);
});

it('keeps pauses and promises, and judges them by the tried rules (CALL-6)', async () => {
  const { findings } = await tried(
    pack(
      'no-pauses',
      'pauses: { other: { zh-CN: 其他, en: Other }, waiting-for-customer: ~ }\ndeadlines: { resolution: { pausedBy: ~ } }\n',
    ),
  );
  expect(findings.unknown.get('reason')?.toObject()).toEqual({ 'waiting-for-customer': 1 });
});

it('shares a loss by the brackets of the tried pack, and leaves it out where there are none (PEN-2)', async () => {
  const none = await tried(pack('no-damage', 'penalties: { damage: ~ }\n'));
  expect(none.findings.leftOut.toObject()).toEqual({ DamagePenaltyAssessed: 2 });
  const half = await tried(
    pack('half', 'penalties: { damage: { of: bonus, brackets: [{ responsible: 50 %, manager: 1 % }] } }\n'),
  );
  expect(half.findings.leftOut.total).toBe(0);
});

it('records a compensation that the tried pack would not have granted as a broken rule (RES-5)', async () => {
  const result = await tried(
    pack(
      'stingy',
      'compensation: { authority: { agent: ~, manager: ~, leader-in-charge: ~, general-manager: 1 CNY } }\n',
    ),
  );
  expect(figures(result, 'violations.byRule.RES-5')).toEqual([[0, 1]]);
});

it('leaves out extensions of a deadline that the pack does not have', async () => {
  const { findings } = await tried(pack('endless', 'deadlines: { resolution: ~ }\n'));
  expect(findings.leftOut.toObject()).toEqual({ ExtensionGranted: 1, ExtensionRequested: 1 });
});

it('does not blame an old transfer for a handover that nobody asked for then (XFER-3)', async () => {
  const loose = pack('loose', 'transfer: { handover: [need] }\n');
  const bookOfLoose = {
    ...book,
    ids: () => [...book.ids()],
    policy: (id: string) => (id === 'standard' ? loose : book.policy(id)),
  };
  const { findings } = await whatIf({
    log: ledger.store,
    book: bookOfLoose,
    policy: book.policy('standard'),
    filed: { from: Date.parse(on('00:00')), to: Date.parse(on('23:59')) },
    now: Date.parse(on('12:00')),
  });
  expect(findings.handoversNotJudged).toBe(1);
  expect(findings.wouldHaveBeenRefused.total).toBe(0);
});
