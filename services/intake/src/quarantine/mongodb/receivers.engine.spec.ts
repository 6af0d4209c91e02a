import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '@complaint-ledger/event-store';
import { scratchDatabase } from '@complaint-ledger/mongodb/testing';
import { keyEncryptionKey } from '@complaint-ledger/vault';
import { openMongoVault } from '@complaint-ledger/vault/mongodb';
import { Receiver } from '../../receive/receiver.ts';
import { NOW } from '../../testing/intake-place.ts';
import { contacted, filed } from '../../testing/messages.ts';
import { testPolicies } from '../../testing/policies.ts';
import { openMongoQuarantine } from './mongo-quarantine.ts';

/** Receivers as of several processes: each with a vault and a quarantine of its own connections, over one log. */
const openReceivers = async (count: number) => {
  const folder = await mkdtemp(join(tmpdir(), 'receivers-'));
  const scratch = scratchDatabase();
  const store = openSqliteEventStore({ path: join(folder, 'ledger.sqlite'), clock: () => NOW });
  const key = keyEncryptionKey(randomBytes(32));
  const open = async () => {
    const vault = await openMongoVault({ ...scratch, key });
    const quarantine = await openMongoQuarantine({ ...scratch, sealer: vault, now: () => NOW });
    const receiver = new Receiver({ store, vault, policies: testPolicies(), quarantine, now: () => NOW });
    return { vault, quarantine, receiver };
  };
  const processes = await Promise.all(Array.from({ length: count }, open));
  const nth = (at: number) => processes[at % count] as (typeof processes)[number];
  return {
    processes,
    nth,
    log: () => store.readAll({ after: 0 }),
    dispose: async () => {
      for (const { vault, quarantine } of processes) {
        await quarantine.close();
        await vault.close();
      }
      await store.close();
      await scratch.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const shuffled = <T>(items: readonly T[], seed: number): readonly T[] => {
  let state = seed;
  const draw = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
  return items
    .map((item) => [draw(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
};

const caller = { caller: 'spec' };

describe('receivers that share a vault and a quarantine', () => {
  it('release by one what waits by another', async () => {
    const { nth, log, dispose } = await openReceivers(2);
    const [one, other] = [nth(0), nth(1)];
    expect(await one.receiver.receive([contacted('C1')], caller)).toMatchObject([{ status: 'parked' }]);
    expect(await other.receiver.receive([filed('C1')], caller)).toMatchObject([{ status: 'accepted' }]);
    expect((await log()).map(({ type }) => type)).toHaveLength(2);
    expect(await one.quarantine.counts()).toMatchObject({ parked: 0, resent: 1 });
    await dispose();
  });

  it.each([1, 2, 3])('record each message once, in whatever order and to whomever it comes (seed %d)', async (seed) => {
    const { processes, nth, log, dispose } = await openReceivers(3);
    const messages = Array.from({ length: 12 }, (_, n) => {
      const complaintId = `C${n}`;
      const complainant = { name: '客户', phone: `1380000000${n % 4}` };
      return [filed(complaintId, { complainant }), contacted(complaintId, 1), contacted(complaintId, 2)];
    }).flat();
    // Everything twice, dealt to three processes that all work at the same time.
    const dealt = shuffled([...messages, ...messages], seed);
    await Promise.all(dealt.map((message, at) => nth(at).receiver.receive([message], caller)));
    for (const { receiver } of processes) await receiver.releaseParked();

    const events = await log();
    expect(events.filter(({ type }) => type === 'ComplaintFiled')).toHaveLength(12);
    expect(new Set(events.map(({ id }) => id)).size).toBe(36);
    expect(events).toHaveLength(36);
    expect(await nth(0).quarantine.counts()).toMatchObject({ parked: 0, rejected: 0 });
    const persons = events.flatMap(({ sealed }) => (sealed ?? []).map(({ person }) => person));
    const ofPhones = await Promise.all([0, 1, 2, 3].map((n) => nth(1).vault.findByPhone(`1380000000${n}`)));
    for (const [person] of ofPhones) expect(persons).toContain(person);
    await dispose();
  });
});
