import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type NewEvent, parseStreamName } from '@complaint-ledger/contracts';
import { openInProcessFeed } from '@complaint-ledger/event-feed';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { openPolicyBook } from '@complaint-ledger/policy';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { factsOf, fakeClock } from '@complaint-ledger/testing';
import { openSqliteVault } from '@complaint-ledger/vault';
import { Routing } from '../routing.ts';
import { CaseCommands, type CommandRequest } from './case-commands.ts';

const policies = openPolicyBook();

describe('commands on a matter that only some may see (FILE-1)', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'confidential-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** `W1` is whistleblowing, `P1` an ordinary complaint. */
  const filed = async () => {
    const clock = fakeClock('2026-03-23T12:00:00+08:00');
    const store = openSqliteEventStore({ path: join(folder, 'events.db'), clock: clock.now });
    const feed = openInProcessFeed(store);
    const projections = openSqliteProjectionStore({ path: join(folder, 'projections.db') });
    const vault = openSqliteVault({ path: join(folder, 'vault.db'), keyFile: join(folder, 'vault.key') });
    const routing = new Routing({ store, feed, projections, policies, now: clock.now, sweepEveryMs: 3_600_000 });
    await routing.start();
    for (const [id, kind] of [
      ['W1', 'whistleblowing'],
      ['P1', 'complaint'],
    ] as const) {
      const complainant = await vault.personFor({ fallback: `complaint-${id}` });
      const told = { kind, department: 'sales', level: 'major', complainant };
      const {
        stream,
        revision: _,
        position: __,
        recordedAt: ___,
        ...fact
      } = factsOf(id)('ComplaintFiled', '2026-03-23T09:00:00+08:00', told);
      await store.append(stream, 'any', [fact as unknown as NewEvent]);
    }
    await routing.settled();
    const commands = new CaseCommands(routing, store, vault);
    const contact = (subject: string, authorities: readonly string[], more: Partial<CommandRequest> = {}) =>
      commands.execute({ name: 'contact', subject, caller: 'a', authorities, body: { reached: true }, ...more });
    const recorded = await store.readAll({ after: 0 });
    return {
      commands,
      contact,
      store,
      ledgerId: parseStreamName(
        recorded.find(({ type, data }) => type === 'CaseOpened' && data['externalId'] === 'W1')?.stream ?? '',
      ).id,
      async [Symbol.asyncDispose]() {
        await routing.stop();
        await feed.close();
        await store.close();
        await projections.close();
        await vault.close();
      },
    };
  };

  const thrown = async (attempt: Promise<unknown>): Promise<unknown> =>
    attempt.then(
      () => 'done',
      ({ code, message, details }: { code: string; message: string; details: object }) => ({ code, message, details }),
    );

  it('FILE-1: is not there, in the very words of what is not there, and nothing is recorded', async () => {
    await using ledger = await filed();
    const before = await ledger.store.head();
    for (const authorities of [['agent'], ['manager', 'duty-officer']]) {
      const missing = JSON.stringify(await thrown(ledger.contact('W9', authorities)));
      expect(missing).toContain('not-found');
      for (const more of [{}, { idempotencyKey: 'k' }]) {
        expect(JSON.stringify(await thrown(ledger.contact('W1', authorities, more)))).toBe(
          missing.replaceAll('W9', 'W1'),
        );
      }
      expect(await thrown(ledger.contact(ledger.ledgerId, authorities))).toMatchObject({ code: 'not-found' });
    }
    expect(await ledger.store.head()).toBe(before);
  });

  it('FILE-1: is there for the offices that may see it, and an ordinary one for everybody', async () => {
    await using ledger = await filed();
    expect(await ledger.contact('W1', ['manager', 'general-manager'])).toMatchObject({ caseId: ledger.ledgerId });
    expect(await ledger.contact('W1', ['*'])).toMatchObject({ caseId: ledger.ledgerId });
    expect((await ledger.contact('P1', ['agent'])).events).not.toEqual([]);
  });

  it('FILE-1: its fines cannot be appealed or waived by others', async () => {
    await using ledger = await filed();
    // A first contact three hours late: the miss and its fine are declared with it.
    const { caseId } = await ledger.contact('P1', ['agent']);
    const told = await ledger.store.readStream(`case-${caseId}`);
    await ledger.commands.execute({
      name: 'reclassify',
      subject: 'P1',
      caller: 'a',
      authorities: ['agent'],
      body: { kind: 'whistleblowing', reason: '举报内部人员' },
    });
    const fine = told.find(({ type }) => type === 'PenaltyAssessed')?.id ?? 'none';
    const waive = (authorities: readonly string[]) =>
      ledger.commands.execute({
        name: 'waivePenalty',
        subject: fine,
        caller: 'm',
        authorities,
        body: { reason: '情况属实' },
      });
    expect(await thrown(waive(['manager']))).toEqual({
      code: 'not-found',
      message: `there is no penalty ${fine}`,
      details: { path: 'id', zh: { message: `没有处罚记录 ${fine}。` } },
    });
    expect((await waive(['*'])).events.map(({ type }) => type)).toContain('PenaltyWaived');
  });
});
