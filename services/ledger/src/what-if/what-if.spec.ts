import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@complaint-ledger/contracts';
import { type Policy, type PolicyBook, openCalendarBook, openPolicyBook } from '@complaint-ledger/policy';
import { simulateCallCentre } from '@complaint-ledger/testing';
import { pino } from 'pino';
import { eventOf, goldenPolicy, readGolden } from '../golden/golden-history.ts';
import { type Ledger, openLedger } from '../open/open-ledger.ts';
import type { Compared } from './figures.ts';
import type { ReadLog } from './matters.ts';
import { openTriedPack } from './tried-pack.ts';
import { type WhatIf, whatIf } from './what-if.ts';

let folder = '';
let ledger: Ledger;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'what-if-'));
  ledger = await openLedger({
    configuration: { data: join(folder, 'data'), policy: 'standard', packs: [] },
    environment: {},
    log: pino({ level: 'silent' }),
  });
  await ledger.receiver.receive(
    [...simulateCallCentre({ seed: 11, from: '2026-02-02', to: '2026-03-09', cases: 150 })],
    {
      caller: 'spec',
    },
  );
  await ledger.settled();
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

const period = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });
const wholePeriod = period('2026-02-02T00:00:00+08:00', '2026-03-09T00:00:00+08:00');

const tried = (policy: Policy, log: ReadLog = ledger.store, filed = wholePeriod, rules = book): Promise<WhatIf> =>
  whatIf({ log, book: rules, policy, filed, now: Date.parse('2026-03-20T00:00:00+08:00') });

const ruled = goldenPolicy('0.1');
const asReleased: PolicyBook = { ...book, policy: (id) => (id === 'standard' ? ruled : book.policy(id)) };
const golden = readGolden('0.1').bodies.map((body, i) => eventOf(body, i + 1));

const logOf = (events: readonly RecordedEvent[]): ReadLog => ({
  head: async () => events.at(-1)?.position ?? 0,
  readAll: async ({ after, upTo = Infinity, limit = Infinity }) =>
    events.filter(({ position }) => position > after && position <= upTo).slice(0, limit),
  readStream: async (stream) => events.filter((event) => event.stream === stream),
});

const differing = ({ company, departments }: WhatIf): readonly string[] =>
  [['company', company] as const, ...departments].flatMap(([name, figures]) =>
    figures.flatMap(({ path, before, after }) => (before === after ? [] : [`${name} ${path}: ${before} → ${after}`])),
  );

const figure = (figures: readonly Compared[], path: string) => {
  const found = figures.find((compared) => compared.path === path);
  return [found?.before ?? 0, found?.after ?? 0];
};

describe('a period under the rules that it had', () => {
  it('gives no difference', async () => {
    const result = await tried(book.policy('standard'));
    expect(differing(result)).toEqual([]);
    expect(figure(result.company, 'filed.total')[0]).toBeGreaterThanOrEqual(150);
    expect(figure(result.company, 'deadlines.first-response.missedNet')[0]).toBeGreaterThan(0);
    expect(result.departments.size).toBeGreaterThan(4);
  });

  it('gives no difference on the history that a release recorded', async () => {
    const result = await tried(ruled, logOf(golden), wholePeriod, asReleased);
    expect(figure(result.company, 'filed.total')[0]).toBeGreaterThanOrEqual(60);
    expect(differing(result)).toEqual([]);
  });

  it('is the same when nobody has decided the facts yet', async () => {
    const undecided = golden.filter(({ stream }) => !stream.startsWith('case-'));
    const [result, late] = [
      await tried(ruled, logOf(golden), wholePeriod, asReleased),
      await tried(ruled, logOf(undecided), wholePeriod, asReleased),
    ];
    expect(differing(late)).toEqual([]);
    expect(late.company).toEqual(result.company);
  });

  it('counts as the reports do', async () => {
    const { company } = await tried(book.policy('standard'));
    const { rows } = ledger.store.readBodies({ after: 0, limit: 1_000_000 }, ['PenaltyAssessed']);
    const fines = rows.map(([, body]) => JSON.parse(body) as { data: { amountFen: number } });
    expect(figure(company, 'penalties.assessed')[0]).toBe(fines.length);
    expect(figure(company, 'penalties.assessedFen')[0]).toBe(fines.reduce((sum, { data }) => sum + data.amountFen, 0));
  });
});

describe('other rules', () => {
  it('that give an hour for the first response miss less, stricter ones more', async () => {
    const [missed, easier] = figure(
      (await tried(pack('easy', 'deadlines: { first-response: { within: 60min } }\n'))).company,
      'deadlines.first-response.missedNet',
    );
    const [, stricter] = figure(
      (await tried(pack('strict', 'deadlines: { first-response: { within: 1min } }\n'))).company,
      'deadlines.first-response.missedNet',
    );
    expect(easier).toBeLessThan(missed ?? 0);
    expect(stricter).toBeGreaterThan(missed ?? 0);
  });

  it('that allow two transfers find fewer of them forbidden', async () => {
    const { company } = await tried(pack('twice', 'transfer: { limit: 2, handlers: ~, handover: ~ }\n'));
    expect(figure(company, 'transfers.byRule.XFER-1.observed')[0]).toBeGreaterThan(0);
    expect(figure(company, 'transfers.violations')[1]).toBeLessThan(figure(company, 'transfers.violations')[0] ?? 0);
    const [was, is] = figure(company, 'transfers.count');
    expect(is).toBe(was);
  });

  it('that handle more kinds of call have more cases (CALL-3)', async () => {
    const kinds = '[complaint, opinion, suggestion, fault, after-sales, whistleblowing, inquiry]';
    const { company } = await tried(pack('inquiries', `handledCallKinds: ${kinds}\n`));
    const inquiries = ledger.store
      .readBodies({ after: 0, limit: 1_000_000 }, ['CallReceived'])
      .rows.map(
        ([, body]) => (JSON.parse(body) as { data: { kind?: string; outcome?: string; needsHandling?: boolean } }).data,
      )
      .filter(
        ({ kind, outcome, needsHandling }) => kind === 'inquiry' && outcome !== 'misuse' && needsHandling !== false,
      );
    expect(inquiries.length).toBeGreaterThan(0);
    const [was, is] = figure(company, 'filed.total');
    expect((is ?? 0) - (was ?? 0)).toBe(inquiries.length);
  });

  it('leave the ledger as it is', async () => {
    const before = { head: await ledger.store.head(), root: Buffer.from(ledger.store.root().root).toString('hex') };
    await tried(pack('none', 'deadlines: { first-response: ~ }\n'));
    await ledger.settled();
    expect({ head: await ledger.store.head(), root: Buffer.from(ledger.store.root().root).toString('hex') }).toEqual(
      before,
    );
  });
});

it('takes only matters that were filed in the period', async () => {
  const { matters } = await tried(
    book.policy('standard'),
    ledger.store,
    period('2026-02-10T00:00:00+08:00', '2026-02-11T00:00:00+08:00'),
  );
  expect(matters['standard']).toBeGreaterThan(0);
  expect(matters['standard']).toBeLessThan(30);
});

it('says which words the pack does not know, and gives unknown levels its default', async () => {
  const policy = pack(
    'few-words',
    [
      'levels: { major: ~, crisis: ~ }',
      'channels: { web: ~ }',
      'categories: ~',
      'deadlines: { first-response: ~, second-response: ~, call-back: { penalty: ~ } }',
      'escalations: { major: ~ }',
      'headHandles: ~',
      '',
    ].join('\n'),
  );
  const { findings, company } = await tried(policy);
  const saidInFacts = (what: string): number =>
    ledger.store
      .readBodies({ after: 0, limit: 1_000_000 }, ['ComplaintFiled', 'LevelChangeReported'])
      .rows.filter(([, body]) => body.includes(what)).length;
  expect(findings.unknown.get('level')?.of('major')).toBe(saidInFacts('"level":"major"'));
  expect(findings.unknown.get('level')?.of('dissatisfied')).toBe(0);
  expect(findings.unknown.get('channel')?.of('web')).toBe(saidInFacts('"channel":"web"'));
  expect(findings.unknown.has('category')).toBe(false);
  const [was, is] = figure(company, 'filed.total');
  expect(is).toBe(was);
});

it('stops when it is told to', async () => {
  const policy = book.policy('standard');
  const stopped = whatIf({ log: ledger.store, book, policy, filed: wholePeriod, now: 0, signal: AbortSignal.abort() });
  await expect(stopped).rejects.toMatchObject({ code: 'unavailable' });
});
