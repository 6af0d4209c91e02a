import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openPolicyBook } from '@complaint-ledger/policy';
import { openSqliteProjectionStore } from '@complaint-ledger/projection-store';
import { GivenSettings } from '../config/given-settings.ts';
import { clockVerdict, newestVerdict } from './clock-checks.ts';
import type { Outcome, Verdict } from './finding.ts';
import { clusterVerdict, groupsVerdicts, topicsVerdicts } from './kafka-verdicts.ts';
import { keysVerdict, parkedVerdicts, quarantineVerdict } from './kept-verdicts.ts';
import { missingPacks, packsVerdict } from './missing-packs.ts';
import { calendarVerdicts, diskVerdict, freeSpace, portVerdict, settingsVerdicts } from './own-checks.ts';
import { serialConsumers, waitingSince, workVerdict } from './relay-verdicts.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const listOf = (found: Verdict | readonly Verdict[]): readonly Verdict[] => [found].flat();
const told = (found: Verdict | readonly Verdict[]): readonly string[] =>
  listOf(found).map(({ outcome, told: { en } }) => `${outcome}: ${en}`);

/** Whatever is wrong says what to do, and everything is said in Chinese, too. */
const helps = (found: Verdict | readonly Verdict[]): void => {
  for (const { outcome, advice, told: sentence } of listOf(found)) {
    expect(sentence['zh-CN']).toMatch(/[\u4E00-\u9FFF]/);
    if (outcome !== 'ok') expect(advice?.['zh-CN']).toMatch(/[\u4E00-\u9FFF]/);
  }
};

const MIB = 1024 * 1024;

describe('a clock', () => {
  it.each<[number, Outcome]>([
    [0, 'ok'],
    [900, 'ok'],
    [-1_100, 'warning'],
    [2_100, 'failed'],
    [-90_000, 'failed'],
  ])('that differs by %d ms where 2 s are allowed: %s', (skew, outcome) => {
    const verdict = clockVerdict('MongoDB', { theirs: 1e12 + skew, ours: 1e12 }, 2_000);
    expect(verdict.outcome).toBe(outcome);
    helps(verdict);
  });

  it('told in whole seconds is forgiven a second', () => {
    expect(clockVerdict('KurrentDB', { theirs: 1e12 - 2_900, ours: 1e12, grain: 1_000 }, 2_000).outcome).toBe(
      'warning',
    );
    expect(clockVerdict('KurrentDB', undefined, 2_000).outcome).toBe('ok');
  });

  it('that was ahead shows by the newest event', () => {
    const now = Date.parse('2026-11-22T08:00:00Z');
    expect(newestVerdict('2026-11-22T15:59:59.000+08:00', now, 2_000).outcome).toBe('ok');
    const verdict = newestVerdict('2026-11-22T16:01:00.000+08:00', now, 2_000);
    expect(told(verdict)).toEqual([
      'failed: the newest event was recorded 60.0 s in the future, at 2026-11-22T16:01:00.000+08:00',
    ]);
    helps(verdict);
  });
});

describe('a disk', () => {
  it.each<[number, number, Outcome]>([
    [100, 100_000, 'failed'],
    [1_000, 100_000, 'warning'],
    [1_000, 8_000, 'ok'],
    [50_000, 100_000, 'ok'],
  ])('with %d of %d MiB free: %s', (free, total, outcome) => {
    const verdict = diskVerdict('/srv', { free: free * MIB, total: total * MIB });
    expect(verdict.outcome).toBe(outcome);
    helps(verdict);
  });

  it('of a folder that is not there yet is that of the folder above', async () => {
    const { free, total } = await freeSpace(join(folder, 'a', 'b'));
    expect(free).toBeGreaterThan(0);
    expect(total).toBeGreaterThanOrEqual(free);
  });
});

describe('settings', () => {
  const verdictsOf = (environment: Record<string, string>): readonly Verdict[] =>
    settingsVerdicts(new GivenSettings({}, environment), environment);

  it('are told by their number', () => {
    expect(told(verdictsOf({ LEDGER_PORT: '1', LEDGER_LOG: 'info' }))).toEqual(['ok: 2 given']);
  });

  it('that do not fit are told, every one of them', () => {
    const found = verdictsOf({ LEDGER_PORT: 'x', LEDGER_LOG: 'loud' });
    expect(found.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
    helps(found);
  });

  it('that are misspelt are told, those of others are not', () => {
    const found = verdictsOf({
      LEDGER_MONGDB: 'x',
      LEDGER_VAULT_KEY_FLIE: 'y',
      LEDGER_SERVICE_HOST: '10.0.0.1',
      LEDGER_KURRENTDB: 'z',
    });
    expect(told(found)).toEqual([
      'warning: LEDGER_MONGDB is no setting: nobody reads it',
      'warning: LEDGER_VAULT_KEY_FLIE is no setting: nobody reads it',
    ]);
    expect(found.map(({ advice }) => advice?.en)).toEqual([
      'Do you mean LEDGER_MONGODB?',
      'Do you mean LEDGER_VAULT_KEY_FILE?',
    ]);
    helps(found);
  });

  it('of engines without LEDGER_EVENTS, which chooses them, are told', () => {
    const engines = { LEDGER_KAFKA: 'kafka:9092', LEDGER_MONGODB: 'mongodb://mongo/ledger' };
    const found = verdictsOf(engines);
    expect(told(found)).toEqual([
      expect.stringMatching(/^failed: LEDGER_KAFKA, LEDGER_MONGODB set, LEDGER_EVENTS not/),
    ]);
    helps(found);
    expect(told(verdictsOf({ ...engines, LEDGER_EVENTS: 'kurrentdb://events:2113?tls=false' }))).toEqual([
      'ok: 3 given',
    ]);
  });

  it('of webhooks are read, too', () => {
    const path = join(folder, 'webhooks.yaml');
    writeFileSync(path, 'webhooks: { zendesk: { policy: standard } }');
    const found = verdictsOf({ LEDGER_WEBHOOKS: path });
    expect(told(found)).toEqual(['failed: The webhook zendesk has no secret.']);
    helps(found);
    expect(told(verdictsOf({ LEDGER_WEBHOOKS: path, LEDGER_WEBHOOK_SECRET_ZENDESK: 's' }))).toEqual(['ok: 1 given']);
  });

  it('warn of a secret in a file that others can read', () => {
    const path = join(folder, 'secret');
    writeFileSync(path, 'mongodb://m/ledger');
    chmodSync(path, 0o644);
    const events = { LEDGER_EVENTS: 'kurrentdb://events:2113?tls=false' };
    const found = verdictsOf({ ...events, LEDGER_MONGODB_FILE: path });
    expect(told(found)).toEqual([`warning: ${path} holds a secret and can be read by others`]);
    chmodSync(path, 0o600);
    expect(told(verdictsOf({ ...events, LEDGER_MONGODB_FILE: path }))).toEqual(['ok: 2 given']);
  });
});

describe('an address to listen on', () => {
  it('is free, or in use by somebody', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const taken = await portVerdict('127.0.0.1', port);
    server.close();
    await once(server, 'close');
    expect(told([taken, await portVerdict('127.0.0.1', 0)])).toEqual([
      `ok: 127.0.0.1:${port} is in use: a running ledger, or another program`,
      'ok: 127.0.0.1:0 is free',
    ]);
    helps(taken);
  });

  it('that is none of this machine fails', async () => {
    const verdict = await portVerdict('203.0.113.9', 0);
    expect(told(verdict)).toEqual(['failed: 203.0.113.9:0 cannot be listened on: EADDRNOTAVAIL']);
    helps(verdict);
  });
});

describe('calendars', () => {
  const book = openPolicyBook();
  const lastYear = Math.max(...book.ids().map((id) => book.policy(id).workingYears?.last ?? 0));

  it.each<[string, readonly Outcome[]]>([
    [`${lastYear}-06-01T00:00:00Z`, ['ok']],
    [`${lastYear}-12-20T00:00:00Z`, ['warning']],
    [`${lastYear + 1}-02-01T00:00:00Z`, ['failed']],
  ])('at %s: %j', (at, outcomes) => {
    const found = listOf(calendarVerdicts(book, Date.parse(at)));
    expect(new Set(found.map(({ outcome }) => outcome))).toEqual(new Set(outcomes));
    helps(found);
  });
});

it('a broker that does not speak what is needed is told', () => {
  const cluster = { clusterId: 'c', brokers: ['a:1'], requests: { spoken: 60, missing: [] } };
  expect(clusterVerdict(cluster).outcome).toBe('ok');
  const old = clusterVerdict({ ...cluster, requests: { spoken: 30, missing: ['Fetch'] } });
  expect(told(old)).toEqual(['failed: its version does not speak what this ledger needs: Fetch']);
  helps([clusterVerdict(cluster), old]);
});

describe('topics', () => {
  const fine = { missing: [], differences: [], behind: [], leaderless: [] };

  it('that are as they should be are fine', () => {
    expect(topicsVerdicts(fine).map(({ outcome }) => outcome)).toEqual(['ok']);
  });

  it('that are missing, differ, have no leader or copies behind are told', () => {
    const found = topicsVerdicts({
      missing: ['ledger.inbound.v1'],
      differences: [
        { topic: 'ledger.events.v1', setting: 'retention.ms', wanted: '-1', found: '604800000' },
        { topic: 'ledger.events.v1', setting: 'replication', wanted: '3', found: '2' },
      ],
      leaderless: ['ledger.events.v1/3'],
      behind: ['ledger.events.v1/4'],
    });
    expect(told(found)).toEqual([
      'failed: ledger.inbound.v1 is not there',
      'failed: ledger.events.v1: retention.ms is 604800000, not -1',
      'warning: ledger.events.v1: replication is 2, not 3',
      'failed: without a leader: ledger.events.v1/3',
      'warning: copies behind: ledger.events.v1/4',
    ]);
    helps(found);
  });
});

it('a consumer group that nobody works on fails while something waits, one far behind is a warning', () => {
  const group = { state: 'Stable', members: 2, lag: 5 };
  const found = groupsVerdicts([
    { ...group, group: 'ledger.routing@1' },
    { ...group, group: 'ledger.tallies@1', lag: 20_000 },
    { group: 'ledger.intake', state: 'Empty', members: 0, lag: 1 },
    { group: 'ledger.old@1', state: 'Empty', members: 0, lag: 0 },
  ]);
  expect(found.map(({ outcome }) => outcome)).toEqual(['ok', 'warning', 'failed', 'ok']);
  expect(groupsVerdicts([]).map(({ outcome }) => outcome)).toEqual(['warning']);
  helps([...found, ...groupsVerdicts([])]);
});

describe('work that one process at a time does', () => {
  it.each<[string | undefined, number, Outcome]>([
    ['a', 0, 'ok'],
    ['a', 10, 'ok'],
    ['a', 61, 'warning'],
    ['a', 601, 'failed'],
    ['', 0, 'ok'],
    ['', 1, 'failed'],
    [undefined, 30, 'ok'],
    [undefined, 700, 'failed'],
  ])('led by %p while something waits for %d s: %s', (holder, waits, outcome) => {
    const verdict = workVerdict({ what: 'relay', ...(holder !== undefined && { holder }), waits });
    expect(verdict.outcome).toBe(outcome);
    helps(verdict);
  });

  it('waits since the first event after its place', async () => {
    const now = Date.parse('2026-11-22T08:00:30Z');
    const readAll = async ({ after }: { after: number }) =>
      (after < 7 ? [{ position: 7, recordedAt: '2026-11-22T16:00:00.000+08:00' }] : []) as never;
    expect(await waitingSince({ readAll }, 3, now)).toBe(30);
    expect(await waitingSince({ readAll }, 7, now)).toBe(0);
  });

  it('is found among the places of several ledgers', () => {
    const state = { holder: 'a', epoch: 1, position: 2, last: [] };
    const places = new Map([
      ['r2.ledger.events.v1', state],
      ['r2.consumer:callers@1', state],
      ['consumer:callers@1', state],
    ]);
    expect(serialConsumers(places, 'r2.').map(([name]) => name)).toEqual(['callers@1']);
  });
});

it('keys, quarantine and parked buckets are told', async () => {
  const none = await keysVerdict({ list: async () => [] }, true);
  expect(none.outcome).toBe('warning');
  expect((await keysVerdict({ list: async () => [] }, false)).outcome).toBe('ok');
  const counts = { discarded: 1, resent: 2, rejected: 3, parked: 4 };
  const rejected = await quarantineVerdict({ counts: async () => counts });
  expect(told(rejected)).toEqual(['warning: 3 messages rejected, 4 wait for their matter']);
  expect((await quarantineVerdict({ counts: async () => ({ ...counts, rejected: 0 }) })).outcome).toBe('ok');
  const since = '2026-11-22T08:00:00Z';
  const parked = parkedVerdicts([
    {
      consumer: 'routing@1',
      bucket: 7,
      position: 99,
      since,
      tried: since,
      attempts: 6,
      reason: { code: 'calendar', message: 'No year 2028.', hint: 'Add it.' },
    },
  ]);
  expect(told(parked)).toEqual([`failed: routing@1/7 stands at position 99 since ${since}: No year 2028.`]);
  expect(told(parkedVerdicts([]))).toEqual(['ok: nothing is parked']);
  helps([none, rejected, ...listOf(parked)]);
});

describe('packs', () => {
  it('that open cases need and that are not here, or are older here, are told', async () => {
    const store = openSqliteProjectionStore({ path: join(folder, 'projections.db') });
    try {
      const book = openPolicyBook();
      const version = book.policy('standard').version;
      expect(await missingPacks(store, book)).toEqual([]);
      const one = (n: number, policy: string, policyVersion: number, status: string) => ({
        id: `c${n}`,
        body: { policy, policyVersion },
        fields: { policy, status, filedAt: n },
        applied: n,
        replaces: 0,
      });
      await store.write('cases@2', [
        one(1, 'standard', version, 'open'),
        one(2, 'gone', 3, 'open'),
        one(3, 'gone', 4, 'open'),
        one(4, 'gone', 4, 'resolved'),
        one(5, 'gone-long-ago', 1, 'closed'),
        one(6, 'telecom', 999, 'resolved'),
      ]);
      const missing = await missingPacks(store, book);
      expect(missing).toEqual([
        { policy: 'gone', version: 4, cases: 3 },
        { policy: 'telecom', version: 999, cases: 1, here: book.policy('telecom').version },
      ]);
      expect(listOf(packsVerdict(missing)).map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
      helps(packsVerdict(missing));
      helps(packsVerdict([]));
    } finally {
      await store.close();
    }
  });
});
