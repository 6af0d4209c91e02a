import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandBody, CommandName, NewEvent } from '@complaint-ledger/contracts';
import { ruleSentence } from '@complaint-ledger/contracts';
import { openInProcessFeed } from '@complaint-ledger/event-feed';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import type { PolicyBook } from '@complaint-ledger/policy';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { factsOf, fakeClock } from '@complaint-ledger/testing';
import { openSqliteVault } from '@complaint-ledger/vault';
import { Routing } from '../routing.ts';
import { standardBut } from '../testing/case-spec.ts';
import { CaseCommands } from './case-commands.ts';

const words = { 'zh-CN': '词', en: 'Word' };
const policy = standardBut({
  deadlines: {},
  offices: { 'general-manager': words },
  pauses: { 'awaiting-parts': words },
  steps: { judged: { ...words, before: 'resolved' } },
  outcomes: {
    done: words,
    'unreasonable-demands': { ...words, decidedBy: ['general-manager'], unasked: true, reason: true },
  },
  compensation: { types: { refund: words } },
  extension: { grounds: { unreached: words } },
  followUp: { required: true, survey: { attitude: words } },
  penalties: {
    waivers: ['general-manager'],
    damage: { of: 'wage', brackets: [{ responsible: '5 %', manager: '2 %' }] },
  },
});
const policies: PolicyBook = { defaultId: 'standard', policy: () => policy, ids: () => ['standard'] };

describe('commands on a case', () => {
  let folder: string;
  let close: () => Promise<void> = async () => {};
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'case-commands-'));
  });
  afterEach(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });

  /** A case of `sales`, and how to ask something of it. */
  const filed = async () => {
    const clock = fakeClock('2026-03-23T09:05:00+08:00');
    const store = openSqliteEventStore({ path: join(folder, 'events.db'), clock: clock.now });
    const feed = openInProcessFeed(store);
    const projections = openSqliteProjectionStore({ path: join(folder, 'projections.db') });
    const vault = openSqliteVault({ path: join(folder, 'vault.db'), keyFile: join(folder, 'vault.key') });
    const routing = new Routing({ store, feed, projections, policies, now: clock.now, sweepEveryMs: 3_600_000 });
    close = async () => {
      await routing.stop();
      await feed.close();
      await store.close();
      await projections.close();
      await vault.close();
    };
    await routing.start();
    const complainant = await vault.personFor({ fallback: 'complaint-A1' });
    const told = factsOf('A1')('ComplaintFiled', '2026-03-23T09:00:00+08:00', { department: 'sales', complainant });
    const { stream, revision: _, position: __, recordedAt: ___, ...fact } = told;
    await store.append(stream, 'any', [fact as unknown as NewEvent]);
    await routing.settled();
    const commands = new CaseCommands(routing, store, vault);
    const ask = <N extends CommandName>(
      name: N,
      body: CommandBody<N>,
      more: { readonly as?: readonly string[]; readonly key?: string; readonly subject?: string } = {},
    ) =>
      commands.execute({
        name,
        subject: more.subject ?? 'A1',
        caller: 'ann',
        authorities: more.as ?? ['manager'],
        body,
        ...(more.key === undefined ? {} : { idempotencyKey: more.key }),
      });
    return { ask, store };
  };

  it('takes no word that the pack does not know, and names those that it does', async () => {
    const { ask, store } = await filed();
    const head = await store.head();
    const unknown = [
      [ask('escalate', { to: 'boss', reason: '重大' }), 'to', 'general-manager'],
      [ask('investigate', { step: 'guessed', findings: '无' }), 'step', 'judged'],
      [ask('close', { outcome: 'tired' }), 'outcome', 'unreasonable-demands'],
      [ask('compensate', { compensation: 'car', amountFen: 1 }), 'compensation', 'refund'],
      [ask('pause', { reason: 'lunch' }), 'reason', 'awaiting-parts'],
      [
        ask('requestExtension', { deadline: 'x', until: '2026-03-24T09:00:00+08:00', ground: 'tired', reason: '忙' }),
        'ground',
        'unreached',
      ],
      [ask('followUp', { reached: true, answers: { shoes: 5 } }), 'answers.shoes', 'attitude'],
      [ask('resolve', { verdict: 'maybe', summary: '好' }), 'verdict', 'justified'],
      [ask('assign', { department: 'nowhere' }), 'department', 'sales'],
    ] as const;
    for (const [asked, path, known] of unknown)
      await expect(asked).rejects.toMatchObject({
        code: 'invalid-input',
        details: {
          path,
          hint: expect.stringContaining(known),
          zh: { message: expect.stringContaining('制度包 standard 没有这个'), hint: expect.stringContaining(known) },
        },
      });
    expect(await store.head()).toBe(head);
  });

  it('takes no command that asks for nothing, and names what it could have asked for', async () => {
    const { ask, store } = await filed();
    const head = await store.head();
    const empty = [
      [ask('assign', {}), 'department', 'department, group, person'],
      [ask('assign', { by: 'ann', occurredAt: '2026-03-23T09:01:00+08:00' }), 'department', 'person'],
      [ask('reclassify', { reason: '登记有误' }), 'level', 'category'],
    ] as const;
    for (const [asked, path, names] of empty)
      await expect(asked).rejects.toMatchObject({
        code: 'invalid-input',
        details: {
          path,
          hint: expect.stringContaining(names),
          zh: { message: expect.anything(), hint: expect.anything() },
        },
      });
    expect(await store.head()).toBe(head);
  });

  it('takes the reason of anything but a pause as free text', async () => {
    const { ask } = await filed();
    const { events } = await ask('escalate', { to: 'general-manager', reason: '影响公司形象' });
    expect(events.map(({ type }) => type)).toEqual(['CaseEscalated']);
  });

  it('RES-3: a refusal says what is missing, and says the same when the command is sent again', async () => {
    const { ask, store } = await filed();
    const resolve = () => ask('resolve', { summary: '已答复' }, { key: 'k1' });
    const zh = { message: `规则 RES-3 不允许：${ruleSentence('RES-3')?.['zh-CN']}`, hint: '尚缺：judged。' };
    const refusal = {
      code: 'rule',
      details: { rule: 'RES-3', missing: ['judged'], hint: 'what is missing: judged', zh },
    };
    await expect(resolve()).rejects.toMatchObject(refusal);
    const head = await store.head();
    await expect(resolve()).rejects.toMatchObject(refusal);
    expect(await store.head()).toBe(head);
  });

  it('FUP-2: the lawful exit is the general manager’s, with a reason, which is sealed', async () => {
    const { ask, store } = await filed();
    const body = { outcome: 'unreasonable-demands', reason: '要求超出法律规定' };
    const office = ['manager', 'general-manager'];
    await expect(ask('close', body, { as: ['agent'] })).rejects.toMatchObject({ code: 'rule' });
    await expect(ask('close', { outcome: body.outcome }, { as: office })).rejects.toMatchObject({ code: 'rule' });
    const { events, caseId } = await ask('close', body, { as: office });
    expect(events.map(({ type }) => type)).toEqual(['CaseClosed']);
    const log = await store.readStream(`case-${caseId}`);
    expect(log.map(({ type }) => type).filter((type) => type === 'CommandRefused')).toHaveLength(2);
    expect(log.at(-1)?.sealed).toHaveLength(1);
    expect(JSON.stringify(log)).not.toContain('法律');
  });

  it('PEN-2, PEN-3: a damage is shared once, and each share is waived by its own id by whoever may', async () => {
    const { ask, store } = await filed();
    const damage = {
      lossFen: 100_000,
      responsible: 'bob',
      manager: 'head',
      basesFen: { bob: 800_000 },
      reason: '损失',
    };
    const assess = () => ask('assessDamage', damage, { key: 'k1' });
    const { events } = await assess();
    const head = await store.head();
    expect((await assess()).events).toEqual(events);
    expect(await store.head()).toBe(head);
    expect(events.map(({ type }) => type)).toEqual(['DamagePenaltyAssessed', 'DamagePenaltyAssessed']);
    const share = { subject: events[0]?.id ?? '' };
    const appealed = await ask('appealPenalty', { reason: '设备故障' }, share);
    expect(appealed.events.map(({ type }) => type)).toEqual(['PenaltyAppealed']);
    const waive = (as: readonly string[]) => ask('waivePenalty', { reason: '属实' }, { ...share, as });
    await expect(waive(['manager'])).rejects.toMatchObject({ code: 'rule', details: { rule: 'PEN-3' } });
    expect((await waive(['manager', 'general-manager'])).events.map(({ type }) => type)).toEqual(['PenaltyWaived']);
    await expect(waive(['*'])).rejects.toMatchObject({ code: 'conflict' });
    expect(JSON.stringify(await store.readStream(`case-${appealed.caseId}`))).not.toContain('800000');
  });

  it('takes a key for one command: another command with the same key is done, too', async () => {
    const { ask } = await filed();
    const types = async (asked: ReturnType<typeof ask>) => (await asked).events.map(({ type }) => type);
    const contact = () => types(ask('contact', { reached: true }, { key: 'k' }));
    expect(await contact()).toEqual(['CustomerContacted']);
    expect(await types(ask('escalate', { to: 'general-manager', reason: '重大' }, { key: 'k' }))).toEqual([
      'CaseEscalated',
    ]);
    expect(await contact()).toEqual(['CustomerContacted']);
  });
});
