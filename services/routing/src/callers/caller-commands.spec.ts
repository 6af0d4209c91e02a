import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type NewEvent, callIdOf, streamName } from '@complaint-ledger/contracts';
import { openInProcessFeed } from '@complaint-ledger/event-feed';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { openPolicyBook } from '@complaint-ledger/policy';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { factsOf, fakeClock } from '@complaint-ledger/testing';
import { openSqliteVault } from '@complaint-ledger/vault';
import { Routing } from '../routing.ts';
import { CallerCommands, type CallerRequest } from './caller-commands.ts';

const SOURCE = 'crm://test';
const PHONE = '13800000001';
const on = (clock: string, day = 23): string => `2026-03-${day}T${clock}:00+08:00`;

const pack = `id: callers
version: 1
extends: standard
name: { zh-CN: 来电, en: Callers }
calls:
  nuisance: { queue: nuisance, warnAfter: { calls: 2, within: 24h }, longestBlock: 7d, blockedBy: [general-manager] }
`;

describe('decisions about callers, on the embedded store', () => {
  let folder: string;
  let place: Awaited<ReturnType<typeof open>>;

  const open = async () => {
    const file = join(folder, 'callers.yaml');
    writeFileSync(file, pack);
    const policies = openPolicyBook({ extra: [file], defaultId: 'callers' });
    const clock = fakeClock(on('12:00'));
    const store = openSqliteEventStore({ path: join(folder, 'events.db'), clock: clock.now });
    const feed = openInProcessFeed(store);
    const projections = openSqliteProjectionStore({ path: join(folder, 'projections.db') });
    const vault = openSqliteVault({ path: join(folder, 'vault.db'), keyFile: join(folder, 'vault.key') });
    const routing = new Routing({ store, feed, projections, policies, now: clock.now, sweepEveryMs: 3_600_000 });
    await routing.start();
    const commands = new CallerCommands(routing, store, vault);
    return {
      clock,
      store,
      vault,
      routing,
      /** A call from that number, as intake records it. */
      async called(id: string, at: string, data: object, phone = PHONE): Promise<string> {
        const call = callIdOf(SOURCE, id);
        const subject = streamName('call', call);
        const person = await vault.personFor({ phone, fallback: subject, subject });
        const {
          stream,
          revision: _,
          position: __,
          recordedAt: ___,
          ...fact
        } = factsOf(id, { policy: 'callers' })('CallReceived', at, { caller: person, ...data });
        await store.append(stream, 'any', [fact as unknown as NewEvent]);
        await routing.settled();
        return call;
      },
      execute: (request: Partial<CallerRequest> & Pick<CallerRequest, 'name' | 'body'>) =>
        commands.execute({ caller: 'gm-1', authorities: ['general-manager'], ...request }),
      async decided(phone = PHONE) {
        const [person = ''] = await vault.findByPhone(phone);
        return store.readStream(streamName('caller', person));
      },
      async close(): Promise<void> {
        await routing.stop();
        await feed.close();
        await store.close();
        await projections.close();
        await vault.close();
      },
    };
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'callers-'));
    place = await open();
  });
  afterEach(async () => {
    await place.close();
    rmSync(folder, { recursive: true });
  });

  const types = async (): Promise<readonly string[]> => (await place.decided()).map(({ type }) => type);

  it('CALL-10: marks and warns by itself as nuisance calls come, by outcome or kind', async () => {
    await place.called('K1', on('09:00'), { outcome: 'nuisance', line: '400' });
    expect(await types()).toEqual(['NuisanceMarked']);
    await place.called('K2', on('10:00'), { kind: 'nuisance' });
    await place.called('K3', on('11:00'), { outcome: 'answered', kind: 'inquiry' });
    expect(await types()).toEqual(['NuisanceMarked', 'NuisanceMarked', 'CallerWarned']);
    await place.called('K4', on('11:30'), { outcome: 'nuisance' }, '13900000000');
    expect(await types()).toHaveLength(3);
  });

  it('CALL-10: blocks by phone with a sealed reason and an end, notes their calls, and lifts the block', async () => {
    await place.called('K1', on('09:00'), { outcome: 'nuisance' });
    const body = { phone: PHONE, until: on('12:00', 28), reason: '反复辱骂 13800000001' };
    const answer = await place.execute({ name: 'block', body });
    expect(answer.events.map(({ type }) => type)).toEqual(['CallerBlocked']);
    const blocked = (await place.decided()).at(-1);
    expect(JSON.stringify(blocked)).not.toMatch(/辱骂|1380/);
    const [sealed] = blocked?.sealed ?? [];
    expect(sealed && (await place.vault.unseal(blocked?.id ?? '', sealed, 'clear'))).toMatchObject({
      fields: { reason: '反复辱骂 13800000001' },
    });
    await place.called('K2', on('13:00'), { outcome: 'answered' });
    expect((await types()).at(-1)).toBe('BlockedCallerCalled');
    place.clock.to(on('14:00'));
    await place.execute({ name: 'unblock', body: { person: answer.person, reason: '已致歉' } });
    await place.called('K3', on('15:00'), { outcome: 'answered' });
    expect((await types()).at(-1)).toBe('CallerUnblocked');
  });

  it.each([
    ['by whom the pack does not let decide', ['manager'], on('12:00', 24)],
    ['for longer than the pack allows', ['general-manager'], on('12:01', 30)],
  ])('CALL-10: a block %s is refused with the rule, and the refusal is in the log', async (_, authorities, until) => {
    await place.called('K1', on('09:00'), { outcome: 'nuisance' });
    const body = { phone: PHONE, until, reason: 'x' };
    await expect(place.execute({ name: 'block', body, authorities })).rejects.toMatchObject({
      code: 'rule',
      details: { rule: 'CALL-10' },
    });
    expect((await place.decided()).at(-1)).toMatchObject({ type: 'CallerCommandRefused', data: { rule: 'CALL-10' } });
  });

  it.each([
    [{ phone: '13999999999', until: on('12:00', 24), reason: 'x' }, 'not-found', 'phone'],
    [{ person: 'nobody', until: on('12:00', 24), reason: 'x' }, 'invalid-input', 'person'],
    [{ person: callIdOf(SOURCE, 'nobody'), until: on('12:00', 24), reason: 'x' }, 'not-found', 'person'],
    [{ until: on('12:00', 24), reason: 'x' }, 'invalid-input', 'phone'],
    [{ phone: PHONE, until: on('11:00'), reason: 'x' }, 'invalid-input', 'until'],
  ])('CALL-10: a block that cannot be is told, and nothing is recorded: %j', async (body, code, path) => {
    await place.called('K1', on('09:00'), { outcome: 'answered' });
    await expect(place.execute({ name: 'block', body })).rejects.toMatchObject({ code, details: { path } });
    expect(await types()).toEqual([]);
  });

  it('CALL-10: an agent marks a call that its source did not call a nuisance; again changes nothing', async () => {
    const call = await place.called('K1', on('09:00'), { outcome: 'answered' });
    const marked = await place.execute({ name: 'mark', body: { by: 'a-7' }, call });
    expect(marked.events.map(({ type }) => type)).toEqual(['NuisanceMarked']);
    expect((await place.decided())[0]).toMatchObject({ data: { call, by: 'a-7', queue: 'nuisance', at: on('09:00') } });
    expect((await place.execute({ name: 'mark', body: {}, call: 'K1', source: SOURCE })).events).toEqual([]);
    await expect(place.execute({ name: 'mark', body: {}, call: 'K9', source: SOURCE })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('repeats a command of the same key without harm', async () => {
    await place.called('K1', on('09:00'), { outcome: 'nuisance' });
    const request = {
      name: 'block' as const,
      body: { phone: PHONE, until: on('12:00', 24), reason: 'x' },
      idempotencyKey: 'k',
    };
    const first = await place.execute(request);
    expect(await place.execute(request)).toEqual(first);
    expect(await types()).toEqual(['NuisanceMarked', 'CallerBlocked']);
  });
});
