import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Fact, type NewEvent, callIdOf, complaintIdOf, newId } from '@complaint-ledger/contracts';
import { openInProcessFeed } from '@complaint-ledger/event-feed';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { openPolicyBook } from '@complaint-ledger/policy';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { factsOf, fakeClock } from '@complaint-ledger/testing';
import { openSqliteVault } from '@complaint-ledger/vault';
import { CaseCommands } from './commands/case-commands.ts';
import { Routing } from './routing.ts';

const SOURCE = 'crm://test';
const policies = openPolicyBook();
const caseIdOf = (externalId: string): string => complaintIdOf(SOURCE, externalId);

describe('routing on the embedded store', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'routing-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const open = async (at: string, sweepEveryMs = 3_600_000) => {
    const clock = fakeClock(at);
    const store = openSqliteEventStore({ path: join(folder, 'events.db'), clock: clock.now });
    const feed = openInProcessFeed(store);
    const projections = openSqliteProjectionStore({ path: join(folder, 'projections.db') });
    const vault = openSqliteVault({ path: join(folder, 'vault.db'), keyFile: join(folder, 'vault.key') });
    const routing = new Routing({ store, feed, projections, policies, now: clock.now, sweepEveryMs });
    await routing.start();
    const tell = async (...facts: readonly Fact[]): Promise<void> => {
      for (const { stream, revision: _, position: __, recordedAt: ___, ...fact } of facts)
        await store.append(stream, 'any', [fact as unknown as NewEvent]);
      await routing.settled();
    };
    const typesOf = async (externalId: string): Promise<readonly string[]> =>
      (await store.readStream(`case-${caseIdOf(externalId)}`)).map(({ type }) => type);
    const close = async (): Promise<void> => {
      await routing.stop();
      await feed.close();
      await store.close();
      await projections.close();
      await vault.close();
    };
    return {
      clock,
      store,
      feed,
      projections,
      vault,
      routing,
      commands: new CaseCommands(routing, store, vault),
      tell,
      typesOf,
      close,
    };
  };

  /** As after a crash before any place in the log was saved: the feed saves it when it is stopped. */
  const forgetPlaces = async (): Promise<void> => {
    const projections = openSqliteProjectionStore({ path: join(folder, 'projections.db') });
    await projections.drop('agenda@2');
    await projections.saveCheckpoint('routing@1', 0);
    await projections.close();
  };

  it('makes a case of a complaint and proposes a department (FIRST-1, FIRST-2)', async () => {
    const { tell, typesOf, routing, close } = await open('2026-03-23T09:00:10+08:00');
    const told = factsOf('A1');
    await tell(
      told('ComplaintFiled', '2026-03-23T09:00:00+08:00', { category: 'product-quality', receivedBy: 'agent-7' }),
    );
    expect(await typesOf('A1')).toEqual(expect.arrayContaining(['CaseOpened', 'CaseAssigned', 'DeadlineStarted']));
    expect(await routing.cases.load(caseIdOf('A1'))).toMatchObject({
      owner: 'agent-7',
      holder: { department: 'quality' },
      proposed: true,
    });
    await close();
  });

  it('declares after days of downtime what ran out meanwhile (LEVEL-1, PEN-1)', async () => {
    const first = await open('2026-03-23T09:00:10+08:00');
    const told = factsOf('A1');
    await first.tell(
      told('ComplaintFiled', '2026-03-23T09:00:00+08:00', { level: 'major' }),
      told('AssignmentReported', '2026-03-23T09:00:05+08:00', { department: 'sales' }),
    );
    expect(await first.typesOf('A1')).not.toContain('DeadlineMissed');
    await first.close();

    const later = await open('2026-03-27T12:00:00+08:00');
    await later.routing.settled();
    const fines = (await later.store.readStream(`case-${caseIdOf('A1')}`)).filter(
      ({ type }) => type === 'PenaltyAssessed',
    );
    expect(fines.map(({ data, occurredAt }) => [data['name'], data['amountFen'], occurredAt])).toEqual([
      ['first-response', 5000, '2026-03-23T09:10:00+08:00'],
      ['second-response', 5000, '2026-03-24T09:00:00+08:00'],
    ]);
    await later.close();
  });

  it('judges a clocked source no further than its clock has come (source clock)', async () => {
    const { tell, typesOf, close } = await open('2026-11-21T12:00:00+08:00');
    const clock = factsOf('clock');
    const told = factsOf('A1');
    await tell(
      clock('SourceAdvanced', '2026-03-23T08:00:00+08:00', { to: '2026-03-23T08:00:00+08:00' }),
      told('ComplaintFiled', '2026-03-23T09:00:00+08:00', { department: 'sales' }),
    );
    expect(await typesOf('A1')).not.toContain('DeadlineMissed');
    await tell(clock('SourceAdvanced', '2026-03-23T09:30:00+08:00', { to: '2026-03-23T09:30:00+08:00' }));
    expect(await typesOf('A1')).not.toContain('DeadlineMissed');
    await tell(clock('SourceAdvanced', '2026-03-23T09:30:01+08:00', { to: '2026-03-23T09:30:01+08:00' }));
    expect((await typesOf('A1')).filter((type) => type === 'PenaltyAssessed')).toHaveLength(1);
    await close();
  });

  it('CALL-5: a call that ends with a promise becomes a call-back to make, which a contact closes', async () => {
    const { tell, routing, commands, clock, store, close } = await open('2026-03-23T09:10:00+08:00');
    const call = factsOf('K1');
    await tell(
      call('CallReceived', '2026-03-23T09:00:00+08:00', { kind: 'inquiry', department: 'sales', outcome: 'answered' }),
      call('CallEnded', '2026-03-23T09:06:00+08:00', { callBackBy: '2026-03-23T15:00:00+08:00' }),
    );
    const id = callIdOf(SOURCE, 'K1');
    expect(await routing.cases.load(id)).toMatchObject({ task: true, holder: { department: 'sales' }, status: 'open' });
    clock.to('2026-03-23T14:00:00+08:00');
    const request = {
      name: 'contact',
      subject: 'K1',
      caller: 'agent-7',
      authorities: [],
      body: { reached: true },
    } as const;
    await commands.execute(request);
    await routing.settled();
    expect((await store.readStream(`case-${id}`)).slice(-2).map(({ type }) => type)).toEqual([
      'CaseClosed',
      'DeadlineMet',
    ]);
    await close();
  });

  it('CALL-5: one that ends without a promise becomes nothing', async () => {
    const { tell, routing, close } = await open('2026-03-23T09:10:00+08:00');
    const call = factsOf('K2');
    await tell(
      call('CallReceived', '2026-03-23T09:00:00+08:00', { kind: 'inquiry', outcome: 'answered' }),
      call('CallEnded', '2026-03-23T09:03:00+08:00', { durationMs: 180_000 }),
    );
    expect(await routing.cases.load(callIdOf(SOURCE, 'K2'))).toBeUndefined();
    await close();
  });

  it('RES-1: what stands still is not due, and is judged when it goes on', async () => {
    const { tell, routing, clock, typesOf, close } = await open('2026-03-23T10:00:00+08:00');
    const told = factsOf('A1');
    await tell(
      told('ComplaintFiled', '2026-03-23T09:00:00+08:00', { department: 'sales', kind: 'opinion' }),
      told('ResumptionReported', '2026-03-23T09:30:00+08:00', {}),
      told('PauseReported', '2026-03-23T10:00:00+08:00', { reason: 'waiting-for-customer' }),
    );
    const misses = async () => (await typesOf('A1')).filter((type) => type === 'DeadlineMissed').length;
    clock.to('2026-03-30T10:00:00+08:00');
    await routing.settled();
    // The answer to an opinion has no pause: it was due on Wednesday.
    expect(await misses()).toBe(1);
    expect(await routing.agenda.dueBetween([undefined, undefined], clock.now(), { limit: 10, offset: 0 })).toEqual([]);
    await tell(told('ResumptionReported', '2026-03-30T10:00:00+08:00', {}));
    clock.to('2026-04-01T18:00:01+08:00');
    await routing.settled();
    expect(await misses()).toBe(2);
    await close();
  });

  it('a settlement known before the reopening it followed settles the new round (RES-1)', async () => {
    const { tell, routing, close } = await open('2026-03-23T15:00:00+08:00');
    const told = factsOf('A1');
    await tell(
      told('ComplaintFiled', '2026-03-23T09:00:00+08:00', { department: 'sales' }),
      told('ResolutionReported', '2026-03-23T10:00:00+08:00', {}),
      told('ResolutionReported', '2026-03-23T14:00:00+08:00', {}),
    );
    await tell(told('ReopeningReported', '2026-03-23T12:00:00+08:00', {}));
    expect(await routing.cases.load(caseIdOf('A1'))).toMatchObject({
      status: 'resolved',
      ended: { at: '2026-03-23T14:00:00+08:00' },
      rounds: [{ number: 1 }, { number: 2 }],
    });
    await close();
  });

  it('decides the whole log again without deciding anything twice', async () => {
    const first = await open('2026-03-30T09:00:00+08:00');
    const told = factsOf('A1');
    await first.tell(
      told('ComplaintFiled', '2026-03-23T09:00:00+08:00', { department: 'sales' }),
      told('ContactReported', '2026-03-23T09:20:00+08:00', { reached: true }),
      told('TransferReported', '2026-03-23T09:25:00+08:00', { to: { department: 'finance' }, handover: [] }),
    );
    const head = await first.store.head();
    await first.close();
    await forgetPlaces();

    const again = await open('2026-03-30T09:00:00+08:00');
    await again.routing.settled();
    expect(await again.store.head()).toBe(head);
    await again.close();
  });

  it('sweeps by the clock of its source what has one, everything else by the wall clock', async () => {
    const { tell, store, routing, clock, close } = await open('2026-03-23T09:00:10+08:00');
    const sources = ['crm://a', 'crm://b', 'crm://b/1', 'crm://c', 'crm://\u{ff5e}', 'crm://\u{1f4de}'];
    const clocked = ['crm://b', 'crm://\u{1f4de}'];
    for (const source of sources) {
      const fact = factsOf('A1')('ComplaintFiled', '2026-03-23T09:00:00+08:00', { department: 'sales' });
      const stream = `complaint-${complaintIdOf(source, 'A1')}`;
      await tell({ ...fact, id: newId(), source, stream });
    }
    for (const source of clocked) {
      const to = '2026-03-23T09:10:00+08:00';
      const fact = factsOf('clock')('ComplaintFiled', to, { department: 'sales' });
      const stream = `source-${complaintIdOf(source, 'clock')}`;
      await tell({ ...fact, id: newId(), source, stream, type: 'SourceAdvanced', data: { to } } as unknown as Fact);
    }
    clock.to('2026-03-23T12:00:00+08:00');
    await routing.settled();
    const missed: string[] = [];
    for (const source of sources) {
      const events = await store.readStream(`case-${complaintIdOf(source, 'A1')}`);
      if (events.some(({ type }) => type === 'DeadlineMissed')) missed.push(source);
    }
    expect(missed).toEqual(sources.filter((source) => !clocked.includes(source)));
    await close();
  });

  it('decides what was told in time before it sweeps, however long it was down (determinism)', async () => {
    const first = await open('2026-03-23T09:00:10+08:00');
    await first.close();
    const told = factsOf('A1');
    const store = openSqliteEventStore({ path: join(folder, 'events.db'), clock: first.clock.now });
    const record = async ({ stream, revision: _, position: __, recordedAt: ___, ...fact }: Fact): Promise<void> => {
      await store.append(stream, 'any', [fact as unknown as NewEvent]);
    };
    await record(told('ComplaintFiled', '2026-03-23T09:00:00+08:00', { department: 'sales' }));
    for (let contact = 0; contact < 2_500; contact++) {
      const other = factsOf(`B${contact}`);
      await record(other('ComplaintFiled', '2026-03-23T09:00:00+08:00', { department: 'sales' }));
    }
    first.clock.to('2026-03-23T09:20:00+08:00');
    await record(told('ContactReported', '2026-03-23T09:20:00+08:00', { reached: true }));
    await store.close();

    const sweepEveryMs = 1;
    const later = await open('2026-03-23T12:00:00+08:00', sweepEveryMs);
    await later.routing.settled();
    expect(await later.typesOf('A1')).toContain('DeadlineMet');
    expect(await later.typesOf('A1')).not.toContain('DeadlineMissed');
    await later.close();
  });

  it('a fact that meant nothing is not decided again after a command and a crash', async () => {
    const first = await open('2026-03-23T09:05:00+08:00');
    const told = factsOf('A1');
    const complainant = await first.vault.personFor({ fallback: 'complaint-A1' });
    await first.tell(
      told('ComplaintFiled', '2026-03-23T09:00:00+08:00', { department: 'sales', complainant }),
      told('AssignmentReported', '2026-03-23T09:01:00+08:00', { department: 'sales' }),
    );
    const handover = { need: '退款', facts: '已核对订单', promised: '今日答复', contact: '13800000001' };
    await first.commands.execute({
      name: 'transfer',
      subject: 'A1',
      caller: 'agent-7',
      authorities: ['*'],
      body: { to: { department: 'finance' }, handover },
    });
    const head = await first.store.head();
    await first.close();
    await forgetPlaces();

    const again = await open('2026-03-23T09:05:00+08:00');
    await again.routing.settled();
    expect(await again.store.head()).toBe(head);
    expect((await again.routing.cases.load(caseIdOf('A1')))?.holder).toEqual({ department: 'finance' });
    await again.close();
  });

  it('a call and a complaint of the same number are two cases, each with its own facts', async () => {
    const { tell, typesOf, routing, store, commands, vault, close } = await open('2026-03-23T09:06:00+08:00');
    const [called, told] = [factsOf('A1'), factsOf('A1')];
    const [complainant, caller] = [
      await vault.personFor({ fallback: 'complaint-A1' }),
      await vault.personFor({ fallback: 'call-A1' }),
    ];
    await tell(
      called('CallReceived', '2026-03-23T09:00:00+08:00', { kind: 'complaint', caller }),
      told('ComplaintFiled', '2026-03-23T09:01:00+08:00', { department: 'sales', complainant }),
      called('CallEnded', '2026-03-23T09:05:00+08:00', {}),
      told('ContactReported', '2026-03-23T09:05:00+08:00', { reached: true }),
    );
    expect(await typesOf('A1')).toContain('CustomerContacted');
    const call = callIdOf(SOURCE, 'A1');
    expect((await routing.cases.load(call))?.holder).toEqual({ department: 'customer-service' });
    const contact = (subject: string, source?: string) =>
      commands.execute({
        name: 'contact',
        subject,
        caller: 'agent-7',
        authorities: ['*'],
        body: { reached: true },
        ...(source === undefined ? {} : { source }),
      });
    await expect(contact('A1')).rejects.toMatchObject({ code: 'conflict' });
    expect(await contact('A1', SOURCE)).toMatchObject({ caseId: caseIdOf('A1') });
    expect(await contact(call)).toMatchObject({ caseId: call });
    expect((await store.readStream(`case-${call}`)).at(-1)?.type).not.toBe('CaseOpened');
    await close();
  });

  it('what was told before a command is decided before it', async () => {
    const { commands, store, vault, typesOf, close } = await open('2026-03-23T09:35:00+08:00');
    const told = factsOf('A1');
    const complainant = await vault.personFor({ fallback: 'complaint-A1' });
    const facts = [
      told('ComplaintFiled', '2026-03-23T09:00:00+08:00', { department: 'sales', complainant }),
      told('TransferReported', '2026-03-23T09:34:00+08:00', { to: { department: 'finance' }, handover: [] }),
    ];
    for (const { stream, revision: _, position: __, recordedAt: ___, ...fact } of facts)
      await store.append(stream, 'any', [fact as unknown as NewEvent]);
    const handover = { need: '退款', facts: '已核对订单', promised: '今日答复', contact: '13800000001' };
    const transfer = commands.execute({
      name: 'transfer',
      subject: 'A1',
      source: SOURCE,
      caller: 'agent-7',
      authorities: ['*'],
      body: { to: { department: 'quality' }, handover },
    });
    await expect(transfer).rejects.toMatchObject({ code: 'rule', details: { rule: 'XFER-1' } });
    expect((await typesOf('A1')).filter((type) => type === 'CaseTransferred')).toHaveLength(1);
    await close();
  });

  it('a command declares no miss that a fact still to be decided may speak of (determinism)', async () => {
    const { clock, store, feed, projections, routing, vault, tell, close } = await open('2026-03-23T09:05:00+08:00');
    const told = factsOf('A1');
    await tell(told('ComplaintFiled', '2026-03-23T09:00:00+08:00', { department: 'sales' }));
    await routing.stop();
    clock.to('2026-03-23T09:20:00+08:00');
    const {
      stream,
      revision: _,
      position: __,
      recordedAt: ___,
      ...contact
    } = told('ContactReported', '2026-03-23T09:20:00+08:00', { reached: true });
    await store.append(stream, 'any', [contact as unknown as NewEvent]);
    clock.to('2026-03-23T09:35:00+08:00');
    const behind = new Routing({ store, feed, projections, policies, now: clock.now });
    const { events } = await new CaseCommands(behind, store, vault).execute({
      name: 'contact',
      subject: caseIdOf('A1'),
      caller: 'agent-7',
      authorities: ['*'],
      body: { reached: false },
    });
    expect(events.map(({ type }) => type)).toEqual(['CustomerContacted']);
    await close();

    const again = await open('2026-03-23T09:35:00+08:00');
    await again.routing.settled();
    expect(await again.typesOf('A1')).toContain('DeadlineMet');
    expect(await again.typesOf('A1')).not.toContain('DeadlineMissed');
    await again.close();
  });

  it('a command finds a case by its source’s id also when that is a UUID', async () => {
    const { tell, commands, vault, close } = await open('2026-03-23T09:06:00+08:00');
    const uuid = '0b0c8f6e-2f3e-4d53-9f2b-1f0f4c4c8a11';
    const told = factsOf(uuid);
    const complainant = await vault.personFor({ fallback: 'complaint' });
    await tell(told('ComplaintFiled', '2026-03-23T09:00:00+08:00', { complainant }));
    const contact = {
      name: 'contact',
      subject: uuid,
      caller: 'agent-7',
      authorities: ['*'],
      body: { reached: true },
    } as const;
    expect(await commands.execute(contact)).toMatchObject({ caseId: caseIdOf(uuid) });
    await close();
  });

  describe('commands', () => {
    const handover = { need: '退款', facts: '已核对订单', promised: '今日答复', contact: '13800000001' };
    const filed = async () => {
      const ledger = await open('2026-03-23T09:05:00+08:00');
      const told = factsOf('A1');
      const complainant = await ledger.vault.personFor({ fallback: 'complaint-A1' });
      await ledger.tell(told('ComplaintFiled', '2026-03-23T09:00:00+08:00', { department: 'sales', complainant }));
      const transfer = (department: string, given: object = handover) =>
        ledger.commands.execute({
          name: 'transfer',
          subject: 'A1',
          caller: 'agent-7',
          authorities: ['*'],
          body: { to: { department }, handover: given },
        });
      return { ...ledger, transfer };
    };

    it('a transfer without a complete handover is refused and recorded (XFER-3, XFER-4)', async () => {
      const { transfer, store, close } = await filed();
      await expect(transfer('finance', { need: '退款', facts: ' ' })).rejects.toMatchObject({
        code: 'rule',
        details: { rule: 'XFER-3', missing: ['facts', 'promised', 'contact'] },
      });
      const [last] = await store.readStream(`case-${caseIdOf('A1')}`, { direction: 'backwards', limit: 1 });
      expect(last).toMatchObject({
        type: 'TransferRefused',
        data: { rule: 'XFER-3', unit: 'sales', to: { department: 'finance' } },
      });
      await close();
    });

    it('a second transfer is refused; the holder keeps the matter (XFER-1, XFER-4)', async () => {
      const { transfer, routing, close } = await filed();
      await transfer('finance');
      await expect(transfer('quality')).rejects.toMatchObject({ code: 'rule', details: { rule: 'XFER-1' } });
      expect((await routing.cases.load(caseIdOf('A1')))?.holder).toEqual({ department: 'finance' });
      await close();
    });

    it('a transfer to whom has the case already is no transfer, and names the holder', async () => {
      const { transfer, store, close } = await filed();
      const head = await store.head();
      await expect(transfer('sales')).rejects.toMatchObject({
        code: 'invalid-input',
        details: { path: 'to', hint: expect.stringContaining('sales') },
      });
      expect(await store.head()).toBe(head);
      await close();
    });

    it('the handover text is sealed, not in the clear', async () => {
      const { transfer, store, close } = await filed();
      await transfer('finance');
      const transferred = (await store.readStream(`case-${caseIdOf('A1')}`)).find(
        ({ type }) => type === 'CaseTransferred',
      );
      expect(transferred?.sealed).toHaveLength(1);
      expect(JSON.stringify(transferred)).not.toContain('退款');
      await close();
    });

    it('one of two commands at the same time comes second and meets the first one’s outcome (XFER-1)', async () => {
      const { transfer, close } = await filed();
      const outcomes = await Promise.allSettled([transfer('finance'), transfer('quality')]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      await close();
    });

    it('the same idempotency key does it once', async () => {
      const { commands, store, close } = await filed();
      const contact = () =>
        commands.execute({
          name: 'contact',
          subject: 'A1',
          caller: 'agent-7',
          authorities: ['*'],
          idempotencyKey: 'k1',
          body: { reached: true },
        });
      await contact();
      const head = await store.head();
      await contact();
      expect(await store.head()).toBe(head);
      await close();
    });

    it('names an unknown department, a future time, a case that is not there', async () => {
      const { transfer, commands, close } = await filed();
      await expect(transfer('no-such')).rejects.toMatchObject({
        code: 'invalid-input',
        details: { path: 'to.department' },
      });
      const contact = (subject: string, occurredAt?: string) =>
        commands.execute({
          name: 'contact',
          subject,
          caller: 'a',
          authorities: ['*'],
          body: { reached: true, ...(occurredAt === undefined ? {} : { occurredAt }) },
        });
      await expect(contact('A1', '2026-03-24T09:00:00+08:00')).rejects.toMatchObject({
        details: { path: 'occurredAt' },
      });
      await expect(contact('nobody')).rejects.toMatchObject({ code: 'not-found' });
      await close();
    });

    it('a fine is appealed and waived once (PEN-3)', async () => {
      const { routing, clock, commands, store, close } = await filed();
      clock.to('2026-03-23T09:31:00+08:00');
      await routing.settled();
      const fine = (await store.readStream(`case-${caseIdOf('A1')}`)).find(({ type }) => type === 'PenaltyAssessed');
      const subject = fine?.id ?? '';
      await commands.execute({
        name: 'appealPenalty',
        subject,
        caller: 'sales-head',
        authorities: ['*'],
        body: { reason: '客户电话占线' },
      });
      const waive = () =>
        commands.execute({
          name: 'waivePenalty',
          subject,
          caller: 'general-manager',
          authorities: ['*'],
          body: { reason: '属实' },
        });
      const { events } = await waive();
      expect(events.map(({ type }) => type)).toEqual(['PenaltyWaived']);
      await expect(waive()).rejects.toMatchObject({ code: 'conflict' });
      await close();
    });
  });
});
