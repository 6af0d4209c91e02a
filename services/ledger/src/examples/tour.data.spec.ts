import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { ended, ledgerProcess } from '../crash/served-process.ts';
import { openLedger } from '../open/open-ledger.ts';
import { serveLedger } from '../server/ledger-server.ts';

/** Examples of the project's users, kept beside the real logs. */
const examples = resolve(process.env['SHARED_DATA'] ?? '../shared/data', '../examples');
const read = (name: string): string => readFileSync(join(examples, name), 'utf8');

type Figures = Readonly<Record<string, Readonly<Record<string, number>>>>;
interface Expected {
  readonly filed: { readonly week: Readonly<Record<string, number>>; readonly month: Readonly<Record<string, number>> };
  readonly transfers: Readonly<
    Record<string, { readonly transfers: number; readonly violations: Readonly<Record<string, number>> }>
  >;
  readonly reopened: Figures;
  readonly responsesMissed: Figures;
  readonly penaltiesCNY: Readonly<
    Record<string, Readonly<Record<string, { assessed: number; reversed?: number; net: number }>>>
  >;
  readonly lines: readonly {
    case: string;
    department: string;
    deadline: string;
    dueAt: string;
    metAt?: string;
    CNY: number;
    reversedBecause?: string;
  }[];
  readonly 'openOn2026-04-02T12:00': readonly string[];
}
interface BadInput {
  readonly why: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly answer: 'duplicate' | 'rejected' | 'parked';
}
/** A report as the wire carries it; only what is looked at here. */
interface Told {
  readonly company: { readonly figures: Tree };
  readonly departments: Readonly<Record<string, { readonly figures: Tree }>>;
}
interface Tree {
  readonly [name: string]: Tree | number | string | null;
}

const lines = (): readonly Readonly<Record<string, unknown>>[] =>
  read('tour.ndjson')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const expected = (): Expected => JSON.parse(read('tour.expected.json')) as Expected;
const badInput = (): readonly BadInput[] => JSON.parse(read('bad-input.json')) as readonly BadInput[];

const at = (tree: Tree | undefined, path: string): number => {
  let value: Tree | number | string | null | undefined = tree;
  for (const part of path.split('.')) value = typeof value === 'object' && value !== null ? value[part] : undefined;
  return Number(value ?? 0);
};

const nonZero = (told: Told, path: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(told.departments).flatMap(([name, { figures }]) => {
      const value = at(figures, path);
      return value === 0 ? [] : [[name, value]];
    }),
  );

describe('the tour', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tour-'));
  });
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
    rmSync(folder, { recursive: true });
  });

  const serve = async () => {
    const log = pino({ level: 'silent' });
    const ledger = await openLedger({
      configuration: { data: folder, policy: 'standard', packs: [], webhooks: undefined },
      environment: {},
      log,
    });
    const server = await serveLedger(ledger, { host: '127.0.0.1', port: 0, log });
    const { secret } = await ledger.keyRing.create({ role: 'admin', label: 'tour' });
    const get = async <T>(path: string): Promise<T> => {
      const response = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${secret}` } });
      expect([path, response.status]).toEqual([path, 200]);
      return (await response.json()) as T;
    };
    const post = (body: unknown, type: string) =>
      fetch(`${server.url}/v1/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': type },
        body: JSON.stringify(body),
      });
    let closed = false;
    const close = async (): Promise<void> => {
      if (closed) return;
      closed = true;
      await server.close();
      await ledger.close();
    };
    open.push(close);
    return {
      ledger,
      get,
      one: (event: unknown) => post(event, 'application/cloudevents+json'),
      batch: (events: unknown) => post(events, 'application/cloudevents-batch+json'),
      close,
    };
  };
  type Served = Awaited<ReturnType<typeof serve>>;

  const expectTheFigures = async ({ ledger, get }: Served): Promise<void> => {
    await ledger.settled();
    const want = expected();
    const report = (period: string) =>
      get<Told>(`/v1/reports/${period.includes('W') ? 'weekly' : 'monthly'}/${period}`);
    for (const [period, filed] of [...Object.entries(want.filed.week), ...Object.entries(want.filed.month)])
      expect([period, at((await report(period)).company.figures, 'filed.total')]).toEqual([period, filed]);
    for (const [period, { transfers, violations }] of Object.entries(want.transfers)) {
      const told = await report(period);
      expect(at(told.company.figures, 'transfers.count')).toBe(transfers);
      expect(nonZero(told, 'transfers.violations')).toEqual(violations);
    }
    for (const [period, departments] of Object.entries(want.reopened))
      expect(nonZero(await report(period), 'reopened')).toEqual(departments);
    for (const [period, departments] of Object.entries(want.responsesMissed))
      expect(nonZero(await report(period), 'responsesMissed')).toEqual(departments);
    for (const [period, departments] of Object.entries(want.penaltiesCNY)) {
      const told = await report(period);
      for (const [name, { assessed, reversed = 0, net }] of Object.entries(departments)) {
        const figures = told.departments[name]?.figures;
        expect([
          period,
          name,
          ...['assessedCNY', 'reversedCNY', 'netCNY'].map((figure) => at(figures, `penalties.${figure}`)),
        ]).toEqual([period, name, assessed, reversed, net]);
      }
      expect(Object.keys(nonZero(told, 'penalties.netCNY')).toSorted()).toEqual(Object.keys(departments).toSorted());
    }
    type Line = {
      case: string;
      department: string;
      deadline: string;
      dueAt: string;
      metAt?: string;
      CNY: string;
      state: string;
    };
    const found: Line[] = [];
    for (const department of new Set(want.lines.map((line) => line.department)))
      found.push(...(await get<{ lines: Line[] }>(`/v1/departments/${department}/penalties?period=2026`)).lines);
    const told = found.map((line) => [
      line.case,
      line.department,
      line.deadline,
      line.dueAt,
      line.state === 'reversed' ? undefined : line.metAt,
      Number(line.CNY),
      line.state === 'reversed',
    ]);
    expect(told).toHaveLength(want.lines.length);
    expect(told).toEqual(
      expect.arrayContaining(
        want.lines.map((line) => [
          line.case,
          line.department,
          line.deadline,
          line.dueAt,
          line.metAt,
          line.CNY,
          line.reversedBecause !== undefined,
        ]),
      ),
    );
    const open = await get<{ cases: readonly { externalId: string }[] }>('/v1/cases?status=open');
    expect(open.cases.map(({ externalId }) => externalId).toSorted()).toEqual(want['openOn2026-04-02T12:00']);
  };

  it('one by one over HTTP, with the bad input after it, gives the expected figures', async () => {
    const served = await serve();
    for (const event of lines()) expect((await served.one(event)).status).toBe(202);
    for (const { why, event, answer } of badInput()) {
      const response = await served.one(event);
      const told = (await response.json()) as { results?: { status: string }[] };
      expect([why, response.status === 422 ? 'rejected' : told.results?.[0]?.status]).toEqual([why, answer]);
    }
    await expectTheFigures(served);
    await served.close();
  });

  it('as one batch, again after a restart, sent twice, and rebuilt from the log', async () => {
    const first = await serve();
    expect(await (await first.batch(lines())).json()).toMatchObject({ accepted: lines().length });
    const answers = (await (await first.batch(badInput().map(({ event }) => event))).json()) as {
      results: { status: string }[];
    };
    expect(answers.results.map(({ status }) => status)).toEqual(badInput().map(({ answer }) => answer));
    await expectTheFigures(first);
    await first.close();

    const again = await serve();
    await expectTheFigures(again);
    expect(await (await again.batch(lines())).json()).toMatchObject({ accepted: 0, duplicate: lines().length });
    await expectTheFigures(again);
    await again.close();

    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `projections.db${suffix}`), { force: true });
    const rebuilt = await serve();
    await expectTheFigures(rebuilt);
    await rebuilt.close();
  });

  it('through `ledger import`, twice', async () => {
    for (const _ of [1, 2])
      expect(await ended(ledgerProcess('import', join(examples, 'tour.ndjson'), '--data', folder, '--json'))).toBe(0);
    const served = await serve();
    await expectTheFigures(served);
    await served.close();
  });
});
